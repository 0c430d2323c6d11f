import { and, eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyLedger } from '../../../src/core/consent/verify-ledger.ts';
import { consentHeads, consentRecords } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { type ConsentScene, createConsentScene } from './consent-scene.ts';

describeOnEveryEngine('the consent ledger', (open) => {
  let scene: ConsentScene;
  beforeEach(async () => {
    scene = await createConsentScene(open);
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

  it.each([
    ['action', { action: 'WITHDRAWN' }],
    ['wording', { wording: 'Do you want everything?' }],
    ['privacyNoticeVersion', { privacyNoticeVersion: '2' }],
    ['occurredAt', { occurredAt: new Date('2020-01-01T00:00:00Z') }],
    ['evidence', { evidence: 'Form log, line 8' }],
    ['isOwnWord', { isOwnWord: true }],
    ['recordedBy', { recordedBy: 'somebody else' }],
    ['channel', { channel: 'another' }],
    ['legalBasis', { legalBasis: 'CONTRACT' }],
    ['hash', { hash: new Uint8Array(32) }],
  ] as const)('names the entry whose %s was changed', async (_column, change) => {
    await scene.core.db.orm.update(consentRecords).set(change).where(entry(3));

    expect(await verify()).toMatchObject({ kind: 'broken', number: 3 });
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
