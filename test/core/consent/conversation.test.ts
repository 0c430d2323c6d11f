import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { followMessage } from '../../../src/core/consent/follow-message.ts';
import { followOptOut } from '../../../src/core/consent/follow-opt-out.ts';
import { importConsents } from '../../../src/core/consent/import-consents.ts';
import { requestConsent } from '../../../src/core/consent/request-consent.ts';
import { withdrawConsent } from '../../../src/core/consent/withdraw-consent.ts';
import { sendMessage } from '../../../src/core/inbox/send-message.ts';
import type { ChoicePart, Part } from '../../../src/core/model/part.ts';
import { readConsentsOfIdentity } from '../../../src/core/store/consent-ledger.ts';
import type { Identity, Topic } from '../../../src/core/store/rows.ts';
import { identities } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { type ConsentScene, createConsentScene } from './consent-scene.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describeOnEveryEngine('consent in a conversation', (open) => {
  let scene: ConsentScene;
  let ada: Identity;
  let news: Topic;
  beforeEach(async () => {
    scene = await createConsentScene(open);
    ada = await scene.customer('Ada');
    news = await scene.topic('Spring news');
  });
  afterEach(() => scene.close());

  const ask = async (who = ada, key = 'ask-1') => {
    const outcome = await requestConsent(scene.core, scene.workspace.owner, {
      identityId: who.id,
      topicId: news.id,
      idempotencyKey: key,
    });
    if (outcome.kind !== 'requested') throw new Error(`Not asked: ${outcome.kind}`);
    return outcome;
  };
  const tap = (question: readonly Part[], place: number): Part => {
    const option = question.find((part): part is ChoicePart => part.type === 'choice')?.options[place];
    if (option?.action !== 'reply') throw new Error('The question has buttons that answer.');
    return { type: 'choice-reply', payload: option.payload, title: option.title };
  };
  const actionsOf = async (who: Identity) =>
    (await readConsentsOfIdentity(scene.core.db, who.workspaceId, who.id))
      .map(({ action }) => action)
      .toReversed();
  const newsletter = (key: string, who = ada, topic = news) =>
    sendMessage(scene.core, scene.workspace.owner, {
      conversationId: null,
      identityId: who.id,
      parts: [{ type: 'text', text: 'Tulips are here' }],
      purpose: 'NEWSLETTER',
      replyToId: null,
      options: {
        onUnsupported: 'DEGRADE',
        overlongText: 'SPLIT',
        isSilent: false,
        declaration: { topicId: topic.id, goods: [], containsPromotion: false },
      },
      idempotencyKey: key,
    });

  it('is asked for in the topic’s own words and confirmed by a button', async () => {
    const { message, record } = await ask();
    expect(await scene.stateOf(ada, news)).toBe('REQUESTED');

    const answer = await scene.says(ada, tap(message.parts, 0));

    expect(message.parts).toMatchObject([
      { type: 'choice', text: 'Do you want Spring news?\nhttps://acme.example/privacy' },
    ]);
    expect(record).toMatchObject({ wording: 'Do you want Spring news?', messageId: message.id });
    expect(await scene.subscriptions(ada)).toMatchObject([
      {
        state: 'CONFIRMED',
        record: { method: 'BUTTON', isOwnWord: true, messageId: answer, privacyNoticeVersion: '3' },
      },
    ]);
  });

  it.each(['Ja!', ' yes ', 'OK', 'да', 'Sí'])('is confirmed by the word "%s"', async (word) => {
    await ask();

    await scene.says(ada, word);

    expect(await scene.stateOf(ada, news)).toBe('CONFIRMED');
  });

  it('is refused by a button, and not confirmed by an ordinary sentence', async () => {
    const { message } = await ask();

    await scene.says(ada, 'Yes, but when will my order come?');
    expect(await scene.stateOf(ada, news)).toBe('REQUESTED');
    await scene.says(ada, tap(message.parts, 1));

    expect(await scene.stateOf(ada, news)).toBe('WITHDRAWN');
  });

  it('expires to the millisecond when nobody answers', async () => {
    const { message } = await ask();

    scene.core.clock.advance(7 * DAY_MS - 1);
    expect(await scene.stateOf(ada, news)).toBe('REQUESTED');
    scene.core.clock.advance(1);
    expect(await scene.stateOf(ada, news)).toBe('EXPIRED');
    await scene.says(ada, tap(message.parts, 0));

    expect(await scene.stateOf(ada, news)).toBe('EXPIRED');
  });

  it('is not confirmed by somebody else who knows the button', async () => {
    const { message } = await ask();
    const bob = await scene.customer('Bob');

    await scene.says(bob, tap(message.parts, 0));

    expect(await scene.stateOf(ada, news)).toBe('REQUESTED');
    expect(await scene.subscriptions(bob)).toEqual([]);
  });

  it('asks once, however often it is asked to', async () => {
    const first = await ask();
    const second = await ask();

    expect(second.message.id).toBe(first.message.id);
    expect(second.record.number).toBe(first.record.number);
  });

  it('begins with the contact’s own "subscribe", and needs no name where there is one topic', async () => {
    await scene.says(ada, 'Subscribe');
    expect(await scene.stateOf(ada, news)).toBe('REQUESTED');
    await scene.topic('Shares');
    const bob = await scene.customer('Bob');

    await scene.says(bob, 'subscribe');
    expect(await scene.subscriptions(bob)).toEqual([]);
    await scene.says(bob, 'subscribe spring NEWS');

    expect(await scene.stateOf(bob, news)).toBe('REQUESTED');
  });

  it.each(['STOP', 'stop.', 'Abmelden', 'baja', 'отписаться', '/stop'])(
    'is taken back by the word "%s", for every topic at once',
    async (word) => {
      const shares = await scene.topic('Shares');
      await scene.agree(ada, news);
      await scene.agree(ada, shares);

      await scene.says(ada, word);
      await scene.says(ada, word);

      expect(await scene.stateOf(ada, news)).toBe('WITHDRAWN');
      expect(await scene.stateOf(ada, shares)).toBe('WITHDRAWN');
      expect(await readConsentsOfIdentity(scene.core.db, ada.workspaceId, ada.id)).toHaveLength(4);
      expect(await newsletter('after')).toMatchObject({
        kind: 'refused',
        decision: { rule: 'promotional-opt-out' },
      });
    },
  );

  it('is confirmed once and at once, by whichever process reads the answer first', async () => {
    const { message } = await ask();
    const answer = await scene.hears(ada, tap(message.parts, 0));

    await Promise.all([1, 2, 3].map(() => followMessage(scene.core, ada.workspaceId, answer)));

    expect(await actionsOf(ada)).toEqual(['REQUESTED', 'CONFIRMED']);
  });

  it('is taken back once, by whichever process reads the word first', async () => {
    await scene.agree(ada, news);
    const word = await scene.hears(ada, 'stop');

    await Promise.all([
      ...[1, 2].map(() => followMessage(scene.core, ada.workspaceId, word)),
      withdrawConsent(scene.core, scene.workspace.owner, {
        identityId: ada.id,
        topicId: null,
        evidence: null,
      }),
    ]);

    expect(await actionsOf(ada)).toEqual(['CONFIRMED', 'WITHDRAWN']);
  });

  it('that came back after a stop is not taken back again when the old word is read a second time', async () => {
    await scene.agree(ada, news);
    const word = await scene.says(ada, 'stop');
    scene.core.clock.advance(1);
    const { message } = await ask();
    await scene.says(ada, tap(message.parts, 0));

    await followMessage(scene.core, ada.workspaceId, word);

    expect(await scene.stateOf(ada, news)).toBe('CONFIRMED');
  });

  it('is not asked for twice: whoever confirmed and writes the word again stays subscribed, and sees it', async () => {
    await scene.says(ada, 'subscribe');
    await scene.says(ada, 'yes');

    await scene.says(ada, 'subscribe');
    const asked = await requestConsent(scene.core, scene.workspace.owner, {
      identityId: ada.id,
      topicId: news.id,
      idempotencyKey: 'once more',
    });

    expect(asked).toMatchObject({ kind: 'conflict', path: ['topicId'] });
    expect(await scene.stateOf(ada, news)).toBe('CONFIRMED');
    expect(await newsletter('still')).toMatchObject({ kind: 'queued' });
  });

  it('tells the same of a repeated request after the contact has answered', async () => {
    const first = await ask();
    await scene.says(ada, tap(first.message.parts, 0));

    const again = await ask();

    expect(again.record.id).toBe(first.record.id);
    expect(await scene.stateOf(ada, news)).toBe('CONFIRMED');
  });

  it('ends with the *No* of its question, even after the *Yes*', async () => {
    const { message } = await ask();
    await scene.says(ada, tap(message.parts, 0));

    await scene.says(ada, tap(message.parts, 1));

    expect(await scene.subscriptions(ada)).toMatchObject([
      { state: 'WITHDRAWN', record: { method: 'BUTTON' } },
    ]);
  });

  it('does not begin with the *Yes* of a question that a stop has ended', async () => {
    const { message } = await ask();
    await scene.says(ada, 'stop');

    await scene.says(ada, tap(message.parts, 0));

    expect(await scene.stateOf(ada, news)).toBe('WITHDRAWN');
    expect(await newsletter('never')).toMatchObject({
      kind: 'refused',
      decision: { rule: 'promotional-opt-out' },
    });
  });

  it('is not given by a bare yes that answers a colleague, but by its button all the same', async () => {
    const { message } = await ask();
    scene.delivery.start();
    const asked = await sendMessage(
      scene.core,
      scene.workspace.owner,
      {
        conversationId: null,
        identityId: ada.id,
        parts: [{ type: 'text', text: 'Shall I send the parcel?' }],
        purpose: 'SERVICE',
        replyToId: null,
        options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
        idempotencyKey: 'colleague',
      },
      'MEMBER',
    );
    if (asked.kind !== 'queued') throw new Error(`Not queued: ${asked.kind}`);
    await scene.becomes(asked.message.id, 'SENT');

    await scene.says(ada, 'ok');
    const afterWord = await scene.stateOf(ada, news);
    await scene.says(ada, tap(message.parts, 0));

    expect([afterWord, await scene.stateOf(ada, news)]).toEqual(['REQUESTED', 'CONFIRMED']);
  });

  it('stands in the ledger with how it came about and which question it answers', async () => {
    const wish = await scene.says(ada, 'subscribe');
    await scene.says(ada, 'yes');

    const [confirmed, requested] = await readConsentsOfIdentity(scene.core.db, ada.workspaceId, ada.id);
    expect(requested?.evidence).toBe(`The contact asked for it in message ${wish}.`);
    expect(confirmed?.evidence).toBe(`Answers the question of entry ${requested?.number}.`);
  });

  it('is not taken back by a bot’s button or command that means something else', async () => {
    await scene.agree(ada, news);

    await scene.says(ada, { type: 'choice-reply', payload: 'cancel', title: 'Cancel' });
    await scene.says(ada, '/cancel');

    expect(await scene.stateOf(ada, news)).toBe('CONFIRMED');
  });

  it('comes back by the contact’s own confirmation after a stop', async () => {
    await scene.agree(ada, news);
    await scene.says(ada, 'stop');
    const { message } = await ask();

    await scene.says(ada, tap(message.parts, 0));

    expect(await newsletter('back')).toMatchObject({ kind: 'queued' });
  });

  it('does not come back by a confirmation while the platform itself holds to the refusal', async () => {
    await scene.agree(ada, news);
    await scene.says(ada, 'stop');
    const refusal = { promotionalOptOutAt: scene.core.clock.now(), isPromotionalOptOutKept: true };
    await scene.core.db.orm.update(identities).set(refusal).where(eq(identities.id, ada.id));
    const { message } = await ask();

    await scene.says(ada, tap(message.parts, 0));

    expect(await scene.stateOf(ada, news)).toBe('CONFIRMED');
    expect(await newsletter('back')).toMatchObject({
      kind: 'refused',
      decision: { rule: 'promotional-opt-out', remedies: [] },
    });
  });

  it('is taken back by whoever blocks us', async () => {
    await scene.agree(ada, news);

    await followOptOut(scene.core, {
      workspaceId: ada.workspaceId,
      number: 1,
      type: 'REACHABILITY_CHANGED',
      occurredAt: scene.core.clock.now(),
      subject: { identityId: ada.id },
      detail: { reachability: 'BLOCKED' },
    });

    expect(await scene.subscriptions(ada)).toMatchObject([
      { state: 'WITHDRAWN', record: { method: 'BLOCK' } },
    ]);
  });

  it('to one topic allows no other', async () => {
    const shares = await scene.topic('Shares');
    await scene.agree(ada, news);

    expect(await newsletter('one')).toMatchObject({ kind: 'queued' });
    expect(await newsletter('other', ada, shares)).toMatchObject({
      kind: 'refused',
      decision: {
        rule: 'topic-consent',
        remedies: [{ kind: 'ask-for-consent', topicId: shares.id, topicName: 'Shares' }],
      },
    });
  });

  it('that is withdrawn stops a message that already waits', async () => {
    await scene.agree(ada, news);
    const queued = await newsletter('queued');
    if (queued.kind !== 'queued') throw new Error(`Not queued: ${queued.kind}`);
    const answer = await scene.send(ada, 'Your order is ready');

    await withdrawConsent(scene.core, scene.workspace.owner, {
      identityId: ada.id,
      topicId: news.id,
      evidence: 'She called.',
    });
    scene.delivery.start();
    const stopped = await scene.becomes(queued.message.id, 'REFUSED');
    await scene.becomes(answer.id, 'SENT');

    expect(stopped.decision).toMatchObject({ verdict: 'REFUSE', rule: 'topic-consent' });
    expect(scene.platform.requests.map(({ text }) => text)).toEqual(['Your order is ready']);
  });

  it('is taken over from another system, but not for those who said no here', async () => {
    const bob = await scene.customer('Bob');
    await scene.agree(bob, news);
    await scene.says(bob, 'stop');

    const outcome = await importConsents(scene.core, scene.workspace.owner, {
      topicId: news.id,
      legalBasis: 'CONSENT',
      evidence: 'Export of the old system, 2026-02-28, sha256 9f…',
      consents: [ada, bob].map(({ id }) => ({
        identityId: id,
        occurredAt: new Date('2024-05-01T10:00:00Z'),
        evidence: null,
      })),
    });

    expect(outcome).toMatchObject({ kind: 'imported', passedOver: [bob.id] });
    expect(await scene.subscriptions(ada)).toMatchObject([
      { state: 'CONFIRMED', record: { method: 'IMPORT', isOwnWord: false } },
    ]);
    expect(await newsletter('imported')).toMatchObject({ kind: 'queued' });
  });

  it('that somebody confirmed here themselves is not replaced by an old list', async () => {
    const { message } = await ask();
    await scene.says(ada, tap(message.parts, 0));

    const outcome = await importConsents(scene.core, scene.workspace.owner, {
      topicId: news.id,
      legalBasis: 'CONSENT',
      evidence: 'Export of the old system',
      consents: [{ identityId: ada.id, occurredAt: new Date('2024-05-01T10:00:00Z'), evidence: null }],
    });

    expect(outcome).toMatchObject({ kind: 'imported', records: [], passedOver: [ada.id] });
    expect(await scene.subscriptions(ada)).toMatchObject([{ record: { method: 'BUTTON', isOwnWord: true } }]);
  });
});
