import { expect, it } from 'vitest';
import { createApiKey } from '../../../src/core/access/create-api-key.ts';
import { createMember } from '../../../src/core/access/create-member.ts';
import { createMemberToken } from '../../../src/core/access/create-member-token.ts';
import { revokeApiKey } from '../../../src/core/access/revoke-api-key.ts';
import type { WorkspaceViewer } from '../../../src/core/model/viewer.ts';
import { MEMBER_ROLES, type MemberRole } from '../../../src/core/model/words.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import { describeOnEveryEngine, type OpenTestDatabase } from '../../support/describe-on-every-engine.ts';
import { createTestCore, createTestWorkspace, type TestCore, withRole } from '../../support/test-core.ts';

/** Who may hand out what: only ADMIN and OWNER, and never more than they have themselves. */
const MAY_GIVE: Readonly<Record<MemberRole, readonly MemberRole[]>> = {
  OWNER: ['OWNER', 'ADMIN', 'AGENT', 'VIEWER'],
  ADMIN: ['ADMIN', 'AGENT', 'VIEWER'],
  AGENT: [],
  VIEWER: [],
};

const PAIRS = MEMBER_ROLES.flatMap((caller) =>
  MEMBER_ROLES.map((role) => ({
    caller,
    role,
    verdict: MAY_GIVE[caller].includes(role) ? 'allowed' : 'forbidden',
  })),
);

describeOnEveryEngine('keys and members', (open) => {
  it.each(PAIRS)('a caller with $caller makes keys and members with $role: $verdict', async (pair) => {
    const { core, owner } = await start(open);
    const caller = withRole(owner, pair.caller);
    const kind = pair.verdict === 'allowed' ? 'created' : 'forbidden';

    expect(await createApiKey(core, caller, { ...KEY, role: pair.role })).toMatchObject({ kind });
    expect(await createMember(core, caller, { ...MEMBER, role: pair.role })).toMatchObject({ kind });
  });

  it.each(PAIRS)(
    'a caller with $caller ends keys and speaks for members with $role: $verdict',
    async (pair) => {
      const { core, owner } = await start(open);
      const { apiKey } = await newKey(core, owner, pair.role);
      const { member } = await newMember(core, owner, pair.role);
      const caller = withRole(owner, pair.caller);

      const token = await createMemberToken(core, caller, { memberId: member.id, expiresInSeconds: 60 });
      const revoked = await revokeApiKey(core, caller, { id: apiKey.id });

      expect(token.kind).toBe(pair.verdict === 'allowed' ? 'created' : 'forbidden');
      expect(revoked.kind).toBe(pair.verdict === 'allowed' ? 'revoked' : 'forbidden');
    },
  );

  it('keeps the time of the first revocation', async () => {
    const { core, owner } = await start(open);
    const { apiKey } = await newKey(core, owner, 'AGENT');
    const first = core.clock.now();

    await revokeApiKey(core, owner, { id: apiKey.id });
    core.clock.advance(1000);
    const again = await revokeApiKey(core, owner, { id: apiKey.id });

    expect(again).toMatchObject({ kind: 'revoked', apiKey: { revokedAt: first } });
  });

  it('answers for another workspace’s key and member as for one that does not exist', async () => {
    const { core, owner } = await start(open);
    const stranger = (await createTestWorkspace(core, 'Elsewhere')).owner;
    const { apiKey } = await newKey(core, owner, 'AGENT');
    const { member } = await newMember(core, owner, 'AGENT');
    const token = (memberId = member.id) =>
      createMemberToken(core, stranger, { memberId, expiresInSeconds: 60 });

    expect(await revokeApiKey(core, stranger, { id: apiKey.id })).toEqual(
      await revokeApiKey(core, stranger, { id: newId() }),
    );
    expect(await token()).toEqual(await token(newId()));
    expect(await revokeApiKey(core, owner, { id: apiKey.id })).toMatchObject({ kind: 'revoked' });
  });

  it.each([0, -1, 0.5, Number.NaN, 24 * 3600 + 1])('makes no token for %d seconds', async (seconds) => {
    const { core, owner } = await start(open);
    const { member } = await newMember(core, owner, 'AGENT');

    const outcome = await createMemberToken(core, owner, { memberId: member.id, expiresInSeconds: seconds });

    expect(outcome).toMatchObject({ kind: 'validation-failed', path: ['expiresInSeconds'] });
  });

  it('refuses input that makes no sense, by the path of what is wrong', async () => {
    const { core, owner } = await start(open);
    const outcomes = await Promise.all([
      createApiKey(core, owner, { ...KEY, name: '' }),
      createApiKey(core, owner, { ...KEY, expiresAt: core.clock.now() }),
      createMember(core, owner, { ...MEMBER, name: ' ' }),
      createMember(core, owner, { ...MEMBER, email: 'ada' }),
    ]);

    expect(outcomes).toMatchObject([
      { kind: 'validation-failed', path: ['name'] },
      { kind: 'validation-failed', path: ['expiresAt'] },
      { kind: 'validation-failed', path: ['name'] },
      { kind: 'validation-failed', path: ['email'] },
    ]);
  });
});

const KEY = { name: 'CRM', role: 'AGENT', expiresAt: null } as const;
const MEMBER = { name: 'Ada', email: null, role: 'AGENT' } as const;

async function start(open: OpenTestDatabase): Promise<{ core: TestCore; owner: WorkspaceViewer }> {
  const core = createTestCore({ db: await open() });
  return { core, owner: (await createTestWorkspace(core)).owner };
}

async function newKey(core: TestCore, owner: WorkspaceViewer, role: MemberRole) {
  const created = await createApiKey(core, owner, { ...KEY, role });
  if (created.kind !== 'created') throw new Error(created.message);
  return created;
}

async function newMember(core: TestCore, owner: WorkspaceViewer, role: MemberRole) {
  const created = await createMember(core, owner, { ...MEMBER, role });
  if (created.kind !== 'created') throw new Error(created.message);
  return created;
}
