import { afterEach, expect, it } from 'vitest';
import { verifyLedger } from '../../../src/core/consent/verify-ledger.ts';
import { checkSend } from '../../../src/core/inbox/check-send.ts';
import { openLanding } from '../../../src/core/migration/landing.ts';
import { revokeMigrationLink } from '../../../src/core/migration/personal-links.ts';
import { waysTo } from '../../../src/core/migration/reader-ways.ts';
import { remindMigration } from '../../../src/core/migration/run-migration.ts';
import type { IdentityId } from '../../../src/core/model/ids.ts';
import { readFunnel } from '../../../src/core/store/migration-funnel.ts';
import { listLinksOfReaders } from '../../../src/core/store/migration-links.ts';
import {
  findReader,
  listReadersToInvite,
  passOverReaders,
} from '../../../src/core/store/migration-readers.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createMoveScene, type MoveScene } from './move-scene.ts';

const ADA = '491700000001';
const BOB = '491700000002';
const LIST = `number,name,language,city\n+49 170 0000001,Ada Lovelace,de,Berlin\n+49 170 0000002,Bob,en,Bonn\n`;

describeOnEveryEngine('a move to another channel', (open) => {
  let scene: MoveScene | null = null;
  afterEach(() => scene?.close());

  const begin = async () => {
    scene = await createMoveScene(await open());
    await scene.importFile(LIST);
    await scene.start();
    await scene.work();
    return scene;
  };

  it('ends with one living subscription on the new channel, in the contact’s own thread', async () => {
    const move = await begin();
    const source = await move.known(move.source, ADA);
    const ref = await move.token(ADA, move.target);

    const arrived = await move.opens(move.target, '1001', 'ada lovelace', ref);
    await move.becomes(ADA, 'ARRIVED');
    const question = await move.lastSaid(arrived);
    await expect.poll(() => move.stateAt(arrived)).toBe('REQUESTED');
    const before = await move.stateAt(source);
    await move.taps(move.target, '1001', 0);
    await move.becomes(ADA, 'CONFIRMED');

    expect(question).toMatchObject({ type: 'choice', text: expect.stringContaining('mit der Endung 01') });
    expect(before).toBe('CONFIRMED');
    expect([await move.stateAt(source), await move.stateAt(arrived)]).toEqual(['WITHDRAWN', 'CONFIRMED']);
    expect(await move.contactOf(arrived)).toBe(source.contactId);
    expect(await verifyLedger(move.core.db, move.owner.workspaceId)).toMatchObject({ kind: 'whole' });
    expect(await openLanding(move.core, await move.token(ADA, null), true)).toBeNull();
  });

  it('is what the refusal of a newsletter leads to: whoever has moved may get it', async () => {
    const move = await begin();
    const { core, owner, topic } = move;
    const issue = {
      author: 'CAMPAIGN',
      purpose: 'NEWSLETTER',
      parts: [{ type: 'text', text: 'Lamps, first issue' }],
      options: { declaration: { topicId: topic.id, goods: [], containsPromotion: false } },
    } as const;
    const ask = async ({ id }: { readonly id: IdentityId }) => {
      const question = { ...issue, conversationId: null, identityId: id, at: null, assume: {} };
      const outcome = await checkSend(core, owner, question);
      return outcome.kind === 'checked' ? outcome.decision : null;
    };

    const refused = await ask(await move.known(move.source, ADA));
    const remedy = refused?.remedies.find(({ kind }) => kind === 'move-audience');
    const arrived = await move.opens(move.target, '1001', 'Ada Lovelace', await move.token(ADA, move.target));
    await move.becomes(ADA, 'ARRIVED');
    const tooEarly = await ask(arrived);
    await move.taps(move.target, '1001', 0);
    await move.becomes(ADA, 'CONFIRMED');

    expect(refused).toMatchObject({ verdict: 'REFUSE', rule: 'promotion-permitted' });
    expect(remedy).toMatchObject({
      topicId: topic.id,
      channels: [move.target.channel],
      description: expect.stringContaining('"Lamps" to telegram'),
    });
    expect(tooEarly).toMatchObject({ verdict: 'REFUSE', rule: 'topic-consent' });
    expect(await ask(arrived)).toMatchObject({ verdict: 'ALLOW' });
  });

  it('asks first when the name is another one, and merges nobody who says that it is not theirs', async () => {
    const move = await begin();
    const ref = await move.token(ADA, move.target);

    const friend = await move.opens(move.target, '1002', 'Eve', ref);
    await move.becomes(ADA, 'ARRIVED');
    const whileAsked = await move.contactOf(friend);
    await move.taps(move.target, '1002', 2);
    await move.becomes(ADA, 'IMPORTED');
    const ada = await move.opens(move.target, '1001', 'Ada Lovelace', ref);
    await move.becomes(ADA, 'ARRIVED');
    await move.taps(move.target, '1001', 0);
    await move.becomes(ADA, 'CONFIRMED');

    const reader = await move.known(move.source, ADA);
    expect(whileAsked).toBe(friend.contactId);
    expect(await move.contactOf(friend)).toBe(friend.contactId);
    expect(await move.contactOf(ada)).toBe(reader.contactId);
    expect(await move.stateAt(friend)).not.toBe('CONFIRMED');
  });

  it('takes no id of another platform for a telephone number, though both are digits', async () => {
    const move = await begin();

    const stranger = await move.opens(move.target, ADA, 'Eve', await move.token(ADA, move.target));
    await move.becomes(ADA, 'ARRIVED');

    expect(await move.contactOf(stranger)).toBe(stranger.contactId);
  });

  it('takes a link of the same name back when its owner says that it is not theirs', async () => {
    const move = await begin();

    const namesake = await move.opens(move.target, '1003', 'Bob', await move.token(BOB, move.target));
    await move.becomes(BOB, 'ARRIVED');
    const linked = await move.contactOf(namesake);
    await move.taps(move.target, '1003', 2);
    await move.becomes(BOB, 'IMPORTED');

    expect(linked).toBe((await move.known(move.source, BOB)).contactId);
    expect(await move.contactOf(namesake)).toBe(namesake.contactId);
  });

  it('brings nobody over by a link that was used, revoked or has expired, and says so', async () => {
    const move = await begin();
    const [used, revoked, expired] = [
      await move.token(ADA, move.target),
      await move.token(BOB, move.target),
      await move.token(BOB, move.other),
    ];
    await move.opens(move.target, '1001', 'Ada Lovelace', used);
    const bob = await move.readerOf(BOB);
    const links = await listLinksOfReaders(move.core.db, move.owner.workspaceId, [bob.id]);
    const toTarget = links.find(({ channelAccountId }) => channelAccountId === move.target.id);
    if (toTarget !== undefined) await revokeMigrationLink(move.core, move.owner, toTarget.id);

    const replayed = await move.opens(move.target, '2001', 'Ada Lovelace', used);
    const refused = await move.opens(move.target, '2002', 'Bob', revoked);
    move.core.clock.advance(31 * 86_400_000);
    const late = await move.opens(move.other, '2003', 'Bob', expired);

    for (const stranger of [replayed, refused, late]) {
      expect(await move.contactOf(stranger)).toBe(stranger.contactId);
      expect(await move.lastSaid(stranger)).toMatchObject({
        text: expect.stringContaining('subscribe Lamps'),
      });
    }
  });

  it('counts who looks, lets programs look without counting, and shows nothing for a token that is no good', async () => {
    const move = await begin();
    const token = await move.token(BOB, null);

    await openLanding(move.core, token, false);
    const afterProgram = (await move.readerOf(BOB)).state;
    const page = await openLanding(move.core, token, true);

    expect(afterProgram).toBe('IMPORTED');
    expect((await move.readerOf(BOB)).state).toBe('OPENED');
    expect(page).toMatchObject({ language: 'en', channels: [{}, {}] });
    expect(await openLanding(move.core, 'x'.repeat(24), true)).toBeNull();
    expect(await move.stateAt(await move.known(move.source, BOB))).toBe('CONFIRMED');
  });

  it('invites by an answer whoever wrote within the window, once, and says of the others which ways are open', async () => {
    const move = await begin();
    await move.says(move.source, ADA, { type: 'text', text: 'Are you open?' });
    await waitForReconsidered(move);

    await move.work();
    await move.work();
    const ada = await move.known(move.source, ADA);
    const bob = await move.readerOf(BOB);
    const known = await findReader(move.core.db, move.owner.workspaceId, bob.id);
    const [ways] = known === null ? [] : await waysTo(move.core, [known], move.core.clock.now());

    expect(await move.lastSaid(ada)).toMatchObject({
      text: expect.stringMatching(/^Hallo Ada Lovelace, .*\/join\//u),
    });
    expect(await move.readerOf(ADA)).toMatchObject({ state: 'INVITED', invitedBy: 'ANSWER' });
    expect(bob.state).toBe('IMPORTED');
    expect(ways?.map(({ way, isOpen }) => [way, isOpen])).toEqual([
      ['ANSWER', false],
      ['POST', true],
    ]);
    expect(await readFunnel(move.core.db, move.owner.workspaceId, move.migration.id)).toContainEqual(
      expect.objectContaining({ part: 'all', readers: 2, invited: 1, stillOnSource: 2 }),
    );
  });

  it('looks again at whoever writes while it is being found that nobody may be written to', async () => {
    scene = await createMoveScene(await open());
    const move = scene;
    await move.importFile(LIST);
    const { core, migration } = move;
    const looked = await listReadersToInvite(core.db, migration, 10);
    await move.says(move.source, ADA, { type: 'text', text: 'Are you open?' });

    await passOverReaders(core.db, migration, looked, core.clock.now());

    const left = await listReadersToInvite(core.db, migration, 10);
    expect(looked.map(({ contact }) => contact.name).toSorted()).toEqual(['Ada Lovelace', 'Bob']);
    expect(left.map(({ contact }) => contact.name)).toEqual(['Ada Lovelace']);
  });

  it('reminds nobody before its time, nor more often than was agreed, and ends at its deadline', async () => {
    const move = await begin();
    await move.says(move.source, ADA, { type: 'text', text: 'Hello' });
    await waitForReconsidered(move);
    await move.work();
    await remindMigration(move.core, move.owner, move.migration.id);
    await move.work();
    const tooEarly = (await move.readerOf(ADA)).reminderCount;
    move.core.clock.advance(86_400_000 + 1_000);
    await move.says(move.source, ADA, { type: 'text', text: 'Hello again' });
    await move.work();
    const inTime = (await move.readerOf(ADA)).reminderCount;
    const once = await remindMigration(move.core, move.owner, move.migration.id);
    move.core.clock.advance(40 * 86_400_000);
    await move.work();

    expect([tooEarly, inTime, once.kind]).toEqual([0, 1, 'conflict']);
    expect((await move.readerOf(ADA)).state).toBe('LAPSED');
  });
});

const waitForReconsidered = (move: MoveScene) =>
  expect.poll(async () => (await move.readerOf(ADA)).consideredAt, { timeout: 120_000 }).toBeNull();
