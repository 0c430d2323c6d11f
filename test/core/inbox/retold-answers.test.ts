import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MessageEvent } from '../../../src/core/channel/index.ts';
import { identities, messages } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createReceivingScene, type ReceivingScene, textFrom } from './receiving-scene.ts';

const once = ({ retoldWithinMs: _, ...event }: MessageEvent): MessageEvent => event;

describeOnEveryEngine('an answer that a platform tells twice under two ids', (open) => {
  let scene: ReceivingScene;
  beforeEach(async () => {
    scene = await createReceivingScene(await open());
  });
  afterEach(() => scene.core.wake.close());

  const answer = (externalId: string, payload = 'small', change: Partial<MessageEvent> = {}) =>
    textFrom('ada', externalId, '', {
      parts: [{ type: 'choice-reply', payload, title: null }],
      replyToExternalId: 'our-question',
      sentAt: null,
      retoldWithinMs: 10_000,
      ...change,
    });
  const shown = async () => {
    const rows = await scene.core.db.orm.select().from(messages);
    return rows.map(({ externalId }) => externalId).toSorted();
  };

  it('is one message, which is told of once', async () => {
    await scene.post(answer('a'));
    scene.core.clock.advance(9_000);
    await scene.post(answer('b'));

    expect(await shown()).toEqual(['a']);
    expect((await scene.log()).filter((type) => type === 'MESSAGE_RECEIVED')).toHaveLength(1);
  });

  it('is one message when both come at once', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((id) => scene.post(answer(id))));

    expect(await shown()).toHaveLength(1);
    expect(await scene.core.db.orm.select().from(identities)).toHaveLength(1);
  });

  it('stays one message when the platform repeats the second telling an hour later', async () => {
    await scene.post(answer('a'));
    await scene.post(answer('b'));
    scene.core.clock.advance(3_600_000);
    await scene.post(answer('b'));
    await scene.post(answer('a'));

    expect(await shown()).toEqual(['a']);
  });

  it.each<[string, number, MessageEvent]>([
    ['comes later than that', 10_001, answer('b')],
    ['is another', 0, answer('b', 'large')],
    ['answers something else', 0, answer('b', 'small', { replyToExternalId: 'another-question' })],
    ['comes from somebody else', 0, answer('b', 'small', { sender: { externalId: 'grace' } })],
    ['comes from a platform that tells nothing twice', 0, once(answer('b'))],
  ])('is a message of its own when it %s', async (_name, afterMs, second) => {
    await scene.post(answer('a'));
    scene.core.clock.advance(afterMs);
    await scene.post(second);

    expect(await shown()).toEqual(['a', 'b']);
  });

  it('says where the contact came from once', async () => {
    const referral = { referral: { ref: 'order_status', source: 'entry-point' } };
    await scene.post(answer('a', 'small', referral));
    await scene.post(answer('b', 'small', referral));

    expect((await scene.log()).filter((type) => type === 'REFERRAL_RECEIVED')).toHaveLength(1);
  });
});
