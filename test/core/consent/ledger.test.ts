import { randomUUID } from 'node:crypto';
import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyLedger } from '../../../src/core/consent/verify-ledger.ts';
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

  const verify = () => verifyLedger(scene.core.db, scene.workspace.workspace.id);
  const entry = (number: number) =>
    and(eq(consentRecords.workspaceId, scene.workspace.workspace.id), eq(consentRecords.number, number));

  it('is whole as it was written', async () => {
    expect(await verify()).toEqual({ kind: 'whole', entries: 4 });
  });

  it('has a kind of tampering for each of its columns in this test', () => {
    expect(Object.keys(TAMPERED)).toEqual(
      expect.arrayContaining(Object.keys(getTableColumns(consentRecords))),
    );
  });

  describe.each(Object.entries(TAMPERED))('whose %s', (column, change) => {
    it('was changed in any row is found, and the row is named', async () => {
      const rows = await scene.core.db.orm.select().from(consentRecords).orderBy(consentRecords.number);
      for (const row of rows) {
        const other = rows.find(({ number }) => number === (row.number % rows.length) + 1);
        if (other === undefined) throw new Error('There are several entries.');
        await scene.core.db.orm.update(consentRecords).set(change(row, other)).where(entry(row.number));

        expect(await verify(), column).toMatchObject({ kind: 'broken', number: row.number });

        await scene.core.db.orm
          .update(consentRecords)
          .set(row)
          .where(column === 'id' ? entry(row.number) : eq(consentRecords.id, row.id));
      }
      expect(await verify()).toEqual({ kind: 'whole', entries: rows.length });
    });
  });

  it('names the first of two entries that changed places', async () => {
    const set = (from: number, to: number) =>
      scene.core.db.orm.update(consentRecords).set({ number: to }).where(entry(from));
    await set(2, 99);
    await set(3, 2);
    await set(99, 3);

    expect(await verify()).toMatchObject({ kind: 'broken', number: 2 });
  });

  it('names the place of an entry that was taken away', async () => {
    await scene.core.db.orm.delete(consentRecords).where(entry(2));

    expect(await verify()).toMatchObject({ kind: 'broken', number: 2 });
  });

  it('notices that the newest entries are missing', async () => {
    await scene.core.db.orm.delete(consentRecords).where(entry(4));

    expect(await verify()).toMatchObject({ kind: 'broken', number: 4 });
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

    expect(await verify()).toMatchObject({ kind: 'broken', number: 5 });
  });

  it('notices that its end was written anew', async () => {
    await scene.core.db.orm.update(consentHeads).set({ lastHash: new Uint8Array(32) });

    expect(await verify()).toMatchObject({ kind: 'broken', number: 4 });
  });

  it('stays whole when evidence is erased', async () => {
    await scene.core.db.orm.update(consentRecords).set({ evidence: null }).where(entry(3));

    expect(await verify()).toEqual({ kind: 'whole', entries: 4 });
  });

  it('keeps one order however many write at once', async () => {
    const topic = await scene.topic('Summer news');
    const people = await Promise.all(
      ['Ed', 'Flo', 'Gil', 'Hal', 'Ida', 'Jo'].map((name) => scene.customer(name)),
    );

    await Promise.all(people.map((who) => scene.agree(who, topic)));

    expect(await verify()).toEqual({ kind: 'whole', entries: 10 });
  });
});
