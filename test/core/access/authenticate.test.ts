import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { type Access, authenticate } from '../../../src/core/access/authenticate.ts';
import { createApiKey } from '../../../src/core/access/create-api-key.ts';
import { createMember } from '../../../src/core/access/create-member.ts';
import { createMemberToken } from '../../../src/core/access/create-member-token.ts';
import { revokeApiKey } from '../../../src/core/access/revoke-api-key.ts';
import { prefixOf } from '../../../src/core/access/workspace-key.ts';
import type { WorkspaceViewer } from '../../../src/core/model/viewer.ts';
import { apiKeys, members } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine, type OpenTestDatabase } from '../../support/describe-on-every-engine.ts';
import { createTestCore, createTestWorkspace, type TestCore } from '../../support/test-core.ts';

const ADMIN_KEY = 'cfa_the-admin-key-of-a-test';
const MINUTE_MS = 60_000;

describeOnEveryEngine('authenticating', (open) => {
  it('knows the admin key', async () => {
    const { access } = await start(open);

    expect(await authenticate(access, ADMIN_KEY)).toEqual({ kind: 'admin' });
  });

  it('knows an API key, its workspace and its role', async () => {
    const { core, access, owner } = await start(open);
    const { secret, apiKey } = await newKey(core, owner);

    expect(await authenticate(access, secret)).toEqual({
      kind: 'api-key',
      workspaceId: owner.workspaceId,
      id: apiKey.id,
      name: 'CRM',
      role: 'AGENT',
    });
  });

  it('knows a member by a token', async () => {
    const { core, access, owner } = await start(open);
    const { token, member } = await newMember(core, owner);

    expect(await authenticate(access, token)).toEqual({
      kind: 'member',
      workspaceId: owner.workspaceId,
      id: member.id,
      name: 'Ada',
      role: 'AGENT',
    });
  });

  it('knows nobody by a key or token that was changed in any place', async () => {
    const { core, access, owner } = await start(open);
    const { secret } = await newKey(core, owner);
    const { token } = await newMember(core, owner);

    for (const good of [secret, token]) {
      // Not the last character: two of its bits mean nothing in base64, so another letter may say the same.
      for (let index = 0; index < good.length - 1; index += 1) {
        const changed = `${good.slice(0, index)}${good[index] === 'x' ? 'y' : 'x'}${good.slice(index + 1)}`;
        expect(await authenticate(access, changed), changed).toBeNull();
      }
      expect(await authenticate(access, `${good}x`)).toBeNull();
      expect(await authenticate(access, good.slice(0, -1))).toBeNull();
    }
  });

  it('knows nobody by a well-formed key with the beginning of a real one', async () => {
    const { core, access, owner } = await start(open);
    const { apiKey } = await newKey(core, owner);
    const body = `${apiKey.prefix}_${'0'.repeat(43)}`;
    const checksum = createHash('sha256').update(body).digest('hex').slice(0, 6);

    expect(prefixOf(`${body}_${checksum}`)).toBe(apiKey.prefix);
    expect(await authenticate(access, `${body}_${checksum}`)).toBeNull();
  });

  it.each(['', ' ', 'Bearer', 'cfb_', 'cfb_abc', '\u0000', 'a.b.c', 'é'.repeat(5_000)])(
    'knows nobody by %j',
    async (bearer) => {
      const { access } = await start(open);

      expect(await authenticate(access, bearer)).toBeNull();
    },
  );

  it('refuses a token that was signed with another key, without a signature, or for something else', async () => {
    const { core, access, owner } = await start(open);
    const { member } = await newMember(core, owner);
    const forge = (key: Uint8Array, audience: string) =>
      new SignJWT({ workspace: owner.workspaceId })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(member.id)
        .setAudience(audience)
        .setExpirationTime(new Date(core.clock.now().getTime() + MINUTE_MS))
        .sign(key);
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const unsigned = `${encode({ alg: 'none' })}.${encode({ sub: member.id, workspace: owner.workspaceId })}.`;

    expect(await authenticate(access, await forge(core.tokenKey, 'confab member'))).not.toBeNull();
    expect(await authenticate(access, await forge(new Uint8Array(32), 'confab member'))).toBeNull();
    expect(await authenticate(access, await forge(core.tokenKey, 'media'))).toBeNull();
    expect(await authenticate(access, unsigned)).toBeNull();
  });

  it('lets a revoked key in no more', async () => {
    const { core, access, owner } = await start(open);
    const { secret, apiKey } = await newKey(core, owner);

    await revokeApiKey(core, owner, { id: apiKey.id });

    expect(await authenticate(access, secret)).toBeNull();
  });

  it('lets a key and a token in until they expire, and not at that moment', async () => {
    const { core, access, owner } = await start(open);
    const expiresAt = new Date(core.clock.now().getTime() + MINUTE_MS);
    const { secret } = await newKey(core, owner, expiresAt);
    const { token } = await newMember(core, owner);

    core.clock.advance(MINUTE_MS - 1);
    expect(await authenticate(access, secret)).not.toBeNull();
    expect(await authenticate(access, token)).not.toBeNull();

    core.clock.advance(1);
    expect(await authenticate(access, secret)).toBeNull();
    expect(await authenticate(access, token)).toBeNull();
  });

  it('reads a member’s role and whether they are active at every use of a token', async () => {
    const { core, access, owner } = await start(open);
    const { token, member } = await newMember(core, owner);

    await core.db.orm.update(members).set({ role: 'VIEWER' }).where(eq(members.id, member.id));
    expect(await authenticate(access, token)).toMatchObject({ role: 'VIEWER' });

    await core.db.orm.update(members).set({ isActive: false }).where(eq(members.id, member.id));
    expect(await authenticate(access, token)).toBeNull();
  });

  it('keeps nothing that a copy of the database could log in with', async () => {
    const { core, owner } = await start(open);
    const { secret } = await newKey(core, owner);

    const rows = await core.db.run<{ row: string }>(
      { name: 'dump_keys', text: 'SELECT to_jsonb(k)::text AS row FROM api_keys k' },
      [],
    );

    const [, , entropy] = secret.split('_');
    expect(entropy).toHaveLength(43);
    expect(rows.filter(({ row }) => row.includes(String(entropy)))).toEqual([]);
  });

  it('notes the last use of a key, once a minute', async () => {
    const { core, access, owner } = await start(open);
    const { secret, apiKey } = await newKey(core, owner);
    const first = core.clock.now();
    const lastUsedAt = async () =>
      (await core.db.orm.select().from(apiKeys).where(eq(apiKeys.id, apiKey.id)))[0]?.lastUsedAt;

    await authenticate(access, secret);
    await expect.poll(lastUsedAt).toEqual(first);

    core.clock.advance(MINUTE_MS - 1);
    await authenticate(access, secret);
    core.clock.advance(2);
    await authenticate(access, secret);
    await expect.poll(lastUsedAt).toEqual(new Date(first.getTime() + MINUTE_MS + 1));
  });

  it('lets a caller in though the last use can not be noted', async () => {
    const { core, access, owner } = await start(open);
    const { secret } = await newKey(core, owner);
    const full: typeof core.db = {
      ...core.db,
      orm: core.db.orm,
      run: (statement, parameters) =>
        statement.name === 'touch_api_key'
          ? Promise.reject(new Error('the disk is full'))
          : core.db.run(statement, parameters),
    };

    expect(await authenticate({ ...access, db: full }, secret)).toMatchObject({ kind: 'api-key' });
    await expect
      .poll(() => core.log.entries)
      .toMatchObject([{ level: 'warn', sentence: expect.stringContaining('noted') }]);
  });
});

async function start(
  open: OpenTestDatabase,
): Promise<{ core: TestCore; access: Access; owner: WorkspaceViewer }> {
  const core = createTestCore({ db: await open() });
  const { owner } = await createTestWorkspace(core);
  const { db, clock, tokenKey, log } = core;
  const adminKeyHash = createHash('sha256').update(ADMIN_KEY).digest();
  return { core, owner, access: { db, clock, tokenKey, log, adminKeyHash } };
}

async function newKey(core: TestCore, owner: WorkspaceViewer, expiresAt: Date | null = null) {
  const created = await createApiKey(core, owner, { name: 'CRM', role: 'AGENT', expiresAt });
  if (created.kind !== 'created') throw new Error(created.message);
  return created;
}

async function newMember(core: TestCore, owner: WorkspaceViewer) {
  const added = await createMember(core, owner, { name: 'Ada', email: 'ada@example.com', role: 'AGENT' });
  if (added.kind !== 'created') throw new Error(added.message);
  const { member } = added;
  const issued = await createMemberToken(core, owner, { memberId: member.id, expiresInSeconds: 60 });
  if (issued.kind !== 'created') throw new Error(issued.message);
  return { member, token: issued.token };
}
