import { afterEach, expect, it } from 'vitest';
import { type ChannelDefinition, ChannelError, defineChannel } from '../../../src/core/channel/index.ts';
import { recordConsent } from '../../../src/core/consent/record-consent.ts';
import { sendMessage } from '../../../src/core/inbox/send-message.ts';
import { NOTHING_DECLARED } from '../../../src/core/model/declaration.ts';
import type { Purpose } from '../../../src/core/model/words.ts';
import type { Identity } from '../../../src/core/store/rows.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { FORM_LOG } from '../consent/consent-scene.ts';
import { createSendingScene, type SendingScene } from '../delivery/sending-scene.ts';

const HOUR_MS = 60 * 60 * 1000;

/** A platform that holds back whatever says so, as WhatsApp does by code 131049. */
const cautious: ChannelDefinition = defineChannel({
  ...exampleChannel,
  policyEditions: exampleChannel.policyEditions.map((edition) => ({
    ...edition,
    rules: [...edition.rules, 'held-back'],
    terms: { 'held-back': { purposes: ['NEWSLETTER', 'MARKETING'], restMs: [24 * HOUR_MS, 48 * HOUR_MS] } },
  })),
  send: async (request, context) => {
    if (!JSON.stringify(request).includes('too much')) return exampleChannel.send(request, context);
    throw new ChannelError('rejected', 'This person gets enough for now.', {
      platformCode: '131049',
      cause: 'promotion-held-back',
      actionBy: 'nobody',
    });
  },
});

describeOnEveryEngine('restraint', (open) => {
  let scene: SendingScene | null = null;
  afterEach(async () => {
    await scene?.close();
    scene = null;
  });

  const begin = async () => {
    scene = await createSendingScene(open, { channel: cautious });
    const { core, workspace } = scene;
    const ada = await scene.customer();
    for (const purpose of ['NEWSLETTER', 'MARKETING'] as const) {
      await recordConsent(core, workspace.owner, {
        identityId: ada.id,
        topicId: null,
        purpose,
        ...FORM_LOG,
      });
    }
    let count = 0;
    const send = (to: Identity, purpose: Purpose, text = 'Tulips', containsPromotion = false) =>
      sendMessage(core, workspace.owner, {
        conversationId: null,
        identityId: to.id,
        parts: [{ type: 'text', text }],
        purpose,
        replyToId: null,
        options: {
          onUnsupported: 'DEGRADE',
          overlongText: 'SPLIT',
          isSilent: false,
          declaration: { ...NOTHING_DECLARED, containsPromotion },
        },
        idempotencyKey: `restraint-${count++}`,
      });
    return { scene, ada, send };
  };

  it('counts each purpose by itself, and promotion under another name as marketing', async () => {
    const { ada, send } = await begin();

    for (const _ of [1, 2, 3]) await send(ada, 'NEWSLETTER');
    const fourth = await send(ada, 'NEWSLETTER');
    await send(ada, 'MARKETING');
    await send(ada, 'SERVICE', 'Ready. And tulips are half price.', true);
    const answer = await send(ada, 'SERVICE', 'Ready.');
    const third = await send(ada, 'MARKETING');
    const next = await send(ada, 'MARKETING');

    expect(fourth).toMatchObject({
      kind: 'refused',
      decision: {
        rule: 'frequency-cap',
        reason: 'The contact has had 3 newsletters within 24 hours.',
        remedies: [{ kind: 'wait-until', at: new Date('2026-03-03T09:00:00Z') }],
      },
    });
    expect([answer.kind, third.kind]).toEqual(['queued', 'queued']);
    expect(next).toMatchObject({ kind: 'refused', decision: { rule: 'frequency-cap' } });
  });

  it('rests after the platform held promotion back, longer each time, until something has arrived', async () => {
    const { scene, ada, send } = await begin();
    const { clock } = scene.core;
    const bob = await scene.customer('Bob');
    scene.delivery.start();
    const tryAgain = async () => {
      const outcome = await send(ada, 'MARKETING', 'too much');
      if (outcome.kind !== 'queued') return outcome;
      await scene.becomes(outcome.message.id, 'FAILED');
      return outcome;
    };

    await tryAgain();
    const atOnce = await tryAgain();
    const asNews = await send(ada, 'NEWSLETTER');
    const answer = await send(ada, 'SERVICE');
    clock.advance(24 * HOUR_MS - 1);
    const early = await tryAgain();
    clock.advance(1);
    const again = await tryAgain();
    clock.advance(48 * HOUR_MS - 1);
    const earlyAgain = await tryAgain();
    clock.advance(1);
    const third = await send(ada, 'MARKETING');

    const refusal = { kind: 'refused', decision: { rule: 'held-back', remedies: [{ kind: 'wait-until' }] } };
    expect(atOnce).toMatchObject(refusal);
    expect(atOnce).toMatchObject({ decision: { remedies: [{ at: new Date('2026-03-03T09:00:00Z') }] } });
    expect(asNews).toMatchObject(refusal);
    expect(early).toMatchObject(refusal);
    expect(earlyAgain).toMatchObject(refusal);
    expect([answer.kind, again.kind, third.kind]).toEqual(['queued', 'queued', 'queued']);
    expect(await send(bob, 'SERVICE')).toMatchObject({ kind: 'queued' });
  });
});
