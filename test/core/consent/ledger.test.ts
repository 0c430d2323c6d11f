import { randomUUID } from 'node:crypto';
import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LedgerFault, verifyLedger } from '../../../src/core/consent/verify-ledger.ts';
import { linkIdentity } from '../../../src/core/inbox/link-identity.ts';
import { unlinkIdentity } from '../../../src/core/inbox/unlink-identity.ts';
import { consentHash, fieldDigests } from '../../../src/core/store/consent-hash.ts';
import { type LedgerHead, readConsentsOfContact } from '../../../src/core/store/consent-ledger.ts';
import { consentHeads, consentRecords } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createTestWorkspace } from '../../support/test-core.ts';
import { type ConsentScene, createConsentScene } from './consent-scene.ts';

type Row = typeof consentRecords.$inferSelect;

/** Of another workspace, and of another account: rows that are there. */
let rival: Row['workspaceId'];
let otherAccount: Row['channelAccountId'];

/** How each column is tampered with: another entry's value where it names a row of ours. The compiler wants all. */
const TAMPERED: Readonly<Record<keyof Row, (row: Row, other: Row) => Partial<Row>>> = {
  workspaceId: () => ({ workspaceId: rival }),
  number: ({ number }) => ({ number: number + 1_000 }),
  id: () => ({ id: randomUUID() as Row['id'] }),
  contactId: (_row, { contactId }) => ({ contactId }),
  identityId: (_row, { identityId }) => ({ identityId }),
  channelAccountId: () => ({ channelAccountId: otherAccount }),
  channel: () => ({ channel: 'another' }),
  topicId: () => ({ topicId: null }),
  purpose: () => ({ purpose: 'SERVICE' }),
  action: () => ({ action: 'WITHDRAWN' }),
  method: () => ({ method: 'IMPORT' }),
  legalBasis: () => ({ legalBasis: 'CONTRACT' }),
  wording: () => ({ wording: 'Do you want everything?' }),
  privacyNoticeUrl: () => ({ privacyNoticeUrl: null }),
  privacyNoticeVersion: () => ({ privacyNoticeVersion: '2' }),
  messageId: () => ({ messageId: randomUUID() as NonNullable<Row['messageId']> }),
  isOwnWord: ({ isOwnWord }) => ({ isOwnWord: !isOwnWord }),
  evidence: () => ({ evidence: 'Form log, line 8' }),
  evidenceDigest: () => ({ evidenceDigest: null }),
  recordedBy: () => ({ recordedBy: 'somebody else' }),
  occurredAt: ({ occurredAt }) => ({ occurredAt: new Date(occurredAt.getTime() + 1) }),
  recordedAt: ({ recordedAt }) => ({ recordedAt: new Date(recordedAt.getTime() + 1) }),
  expiresAt: () => ({ expiresAt: new Date(0) }),
  previousHash: () => ({ previousHash: new Uint8Array(32).fill(1) }),
  hash: () => ({ hash: new Uint8Array(32) }),
  fieldDigests: () => ({ fieldDigests: new Uint8Array(92) }),
};

describeOnEveryEngine('the consent ledger', (open) => {
  let scene: ConsentScene;
  beforeEach(async () => {
    scene = await createConsentScene(open);
    rival = (await createTestWorkspace(scene.core, 'Rival')).workspace.id;
    otherAccount = (await scene.connect()).id;
    const news = await scene.topic('Spring news');
    for (const name of ['Ada', 'Bea', 'Cem', 'Dora']) await scene.agree(await scene.customer(name), news);
  });
  afterEach(() => scene.close());

  const verify = (expected: LedgerHead | null = null) =>
    verifyLedger(scene.core.db, scene.workspace.workspace.id, expected);
  const faults = async (expected: LedgerHead | null = null): Promise<readonly LedgerFault[]> => {
    const verdict = await verify(expected);
    return verdict.kind === 'broken' ? verdict.faults : [];
  };
  const numbers = async () => (await faults()).map(({ number }) => number);
  const ours = () => eq(consentRecords.workspaceId, scene.workspace.workspace.id);
  const entry = (number: number) => and(ours(), eq(consentRecords.number, number));

  /** As somebody would who may write everything in this database. */
  const rewriteFrom = async (first: number) => {
    const { orm } = scene.core.db;
    const rows = await orm.select().from(consentRecords).where(ours()).orderBy(consentRecords.number);
    let previousHash = rows[first - 2]?.hash;
    if (previousHash === undefined) throw new Error('There is an entry before it.');
    for (const row of rows.slice(first - 1)) {
      const forged = { ...row, recordedBy: 'somebody else', previousHash };
      previousHash = consentHash(forged);
      const hashes = { hash: previousHash, fieldDigests: fieldDigests(forged) };
      await orm
        .update(consentRecords)
        .set({ ...forged, ...hashes })
        .where(entry(row.number));
    }
    await orm.update(consentHeads).set({ lastHash: previousHash });
  };

  it('is whole as it was written', async () => {
    expect(await verify()).toMatchObject({ kind: 'whole', entries: 4 });
  });

  it('has a kind of tampering for each of its columns in this test', () => {
    expect(Object.keys(TAMPERED)).toEqual(
      expect.arrayContaining(Object.keys(getTableColumns(consentRecords))),
    );
  });

  describe.each(Object.entries(TAMPERED))('whose %s', (column, change) => {
    it('was changed in any row is found, and row and column are named, and no other row is', async () => {
      const rows = await scene.core.db.orm.select().from(consentRecords).orderBy(consentRecords.number);
      for (const row of rows) {
        const other = rows.find(({ number }) => number === (row.number % rows.length) + 1);
        if (other === undefined) throw new Error('There are several entries.');
        const changed = { ...row, ...change(row, other) };
        await scene.core.db.orm.update(consentRecords).set(changed).where(entry(row.number));

        const found = await faults();
        expect(found.map(({ number }) => number)).toContain(row.number);
        expect(found.filter(({ entry }) => entry !== null && entry.id !== changed.id)).toEqual([]);
        if (column !== 'workspaceId') {
          const { id, contactId } = changed;
          expect(found).toContainEqual({
            number: changed.number,
            entry: { id, contactId },
            problem: expect.stringContaining(column === 'fieldDigests' ? 'digests' : column),
          });
        }

        await scene.core.db.orm
          .update(consentRecords)
          .set(row)
          .where(column === 'id' ? entry(row.number) : eq(consentRecords.id, row.id));
      }
      expect(await verify()).toMatchObject({ kind: 'whole', entries: rows.length });
    });
  });

  it('names both of two entries that changed places', async () => {
    const set = (from: number, to: number) =>
      scene.core.db.orm.update(consentRecords).set({ number: to }).where(entry(from));
    await set(2, 99);
    await set(3, 2);
    await set(99, 3);

    expect(await faults()).toMatchObject([
      { number: 2, problem: expect.stringContaining('changed: number') },
      { number: 3, problem: expect.stringContaining('changed: number') },
    ]);
  });

  it('names the place of an entry that was taken away', async () => {
    await scene.core.db.orm.delete(consentRecords).where(entry(2));

    expect(await faults()).toEqual([{ number: 2, entry: null, problem: 'The entry is missing.' }]);
  });

  it('notices that the newest entries are missing', async () => {
    await scene.core.db.orm.delete(consentRecords).where(entry(4));

    expect(await numbers()).toEqual([4]);
  });

  it('notices an entry that was put in by hand', async () => {
    const [last] = await scene.core.db.orm.select().from(consentRecords).where(entry(4));
    if (last === undefined) throw new Error('There are four entries.');
    await scene.core.db.orm.insert(consentRecords).values({
      ...last,
      id: sql`gen_random_uuid()` as never,
      number: 5,
      previousHash: last.hash,
    });

    expect([...new Set(await numbers())]).toEqual([5]);
  });

  it('notices that its end was written anew', async () => {
    await scene.core.db.orm.update(consentHeads).set({ lastHash: new Uint8Array(32) });

    expect(await faults()).toMatchObject([
      { number: 4, problem: expect.stringContaining('note of the end') },
    ]);
  });

  it.each([2, 4])('names entry %i when it was written anew with a hash of its own', async (number) => {
    const [row] = await scene.core.db.orm.select().from(consentRecords).where(entry(number));
    if (row === undefined) throw new Error('There are four entries.');
    const forged = { ...row, action: 'WITHDRAWN' as const };
    await scene.core.db.orm
      .update(consentRecords)
      .set({ ...forged, hash: consentHash(forged), fieldDigests: fieldDigests(forged) })
      .where(entry(number));

    expect(await faults()).toMatchObject([
      { number, entry: { id: row.id }, problem: expect.stringContaining('written anew') },
    ]);
  });

  it('that was written anew from some entry on, its end with it, differs from the end that was noted elsewhere', async () => {
    const before = await verify();
    if (before.kind !== 'whole') throw new Error('Nobody has touched it yet.');
    await rewriteFrom(3);

    expect(await verify()).toMatchObject({ kind: 'whole', entries: 4 });
    expect(await faults(before.head)).toMatchObject([
      { number: 4, problem: expect.stringContaining('since the end that you expect was noted') },
    ]);
  });

  it('that lost its newest entries, and the note of its end with them, is shorter than what was noted elsewhere', async () => {
    const before = await verify();
    if (before.kind !== 'whole') throw new Error('Nobody has touched it yet.');
    const [third] = await scene.core.db.orm.select().from(consentRecords).where(entry(3));
    await scene.core.db.orm.delete(consentRecords).where(entry(4));
    await scene.core.db.orm.update(consentHeads).set({ lastNumber: 3, lastHash: third?.hash });

    expect(await verify()).toMatchObject({ kind: 'whole', entries: 3 });
    expect(await faults(before.head)).toMatchObject([
      {
        number: 4,
        problem: 'The newest entries are missing: there were 4 when its end was noted, and there are 3.',
      },
    ]);
  });

  it('that has grown since holds on to the end that was noted elsewhere', async () => {
    const before = await verify();
    if (before.kind !== 'whole') throw new Error('Nobody has touched it yet.');
    await scene.agree(await scene.customer('Ed'), await scene.topic('Summer news'));

    expect(await verify(before.head)).toMatchObject({ kind: 'whole', entries: 5 });
  });

  it('stays whole when people are linked and unlinked, and tells of each under whom it was written', async () => {
    const [first, second] = await scene.core.db.orm
      .select()
      .from(consentRecords)
      .where(ours())
      .orderBy(consentRecords.number);
    if (first === undefined || second === undefined) throw new Error('There are four entries.');
    const { core, workspace } = scene;
    const storyOf = async (contactId: Row['contactId']) =>
      (await readConsentsOfContact(core.db, first.workspaceId, contactId)).map(({ number }) => number);

    const link = { identityId: second.identityId, contactId: first.contactId, evidence: 'The same person' };
    const linked = await linkIdentity(core, workspace.owner, link);
    const together = await storyOf(first.contactId);
    const whole = await verify();
    const unlinked = await unlinkIdentity(core, workspace.owner, {
      identityId: second.identityId,
      reason: 'Two people after all',
    });

    expect([linked.kind, unlinked.kind]).toEqual(['linked', 'unlinked']);
    expect(together).toEqual([1, 2]);
    expect(await storyOf(first.contactId)).toEqual([1]);
    expect(await storyOf(second.contactId)).toEqual([2]);
    expect(whole).toMatchObject({ kind: 'whole', entries: 4 });
    expect(await verify()).toEqual(whole);
  });

  it('stays whole when evidence is erased', async () => {
    await scene.core.db.orm.update(consentRecords).set({ evidence: null }).where(entry(3));

    expect(await verify()).toMatchObject({ kind: 'whole', entries: 4 });
  });

  it('is checked by its hashes alone where it is older than the digests of its fields', async () => {
    await scene.core.db.orm.update(consentRecords).set({ fieldDigests: null });
    expect(await verify()).toMatchObject({ kind: 'whole', entries: 4 });

    await scene.core.db.orm.update(consentRecords).set({ action: 'DECLINED' }).where(entry(2));
    expect(await faults()).toMatchObject([
      { number: 2, problem: 'It does not say what it said when it was written.' },
    ]);
  });

  it('keeps one order however many write at once', async () => {
    const topic = await scene.topic('Summer news');
    const people = await Promise.all(
      ['Ed', 'Flo', 'Gil', 'Hal', 'Ida', 'Jo'].map((name) => scene.customer(name)),
    );

    await Promise.all(people.map((who) => scene.agree(who, topic)));

    expect(await verify()).toMatchObject({ kind: 'whole', entries: 10 });
  });
});
