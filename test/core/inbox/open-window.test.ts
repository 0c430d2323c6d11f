import { afterEach, beforeEach, expect, it } from 'vitest';
import type { InboundEvent, ReactionEvent } from '../../../src/core/channel/index.ts';
import { identities } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { at, createReceivingScene, type ReceivingScene, textFrom } from './receiving-scene.ts';

describeOnEveryEngine('what a platform takes for a word of the contact’s', (open) => {
  let scene: ReceivingScene;
  beforeEach(async () => {
    scene = await createReceivingScene(await open());
  });
  afterEach(() => scene.core.wake.close());

  const lastHeard = async () => {
    const [identity] = await scene.core.db.orm.select().from(identities);
    return identity?.lastInboundAt ?? null;
  };
  const sender = { externalId: 'ada' };
  const reaction = (seconds: number, more: Partial<ReactionEvent> = {}): ReactionEvent => ({
    kind: 'reaction',
    targetExternalId: 'm1',
    sender,
    emojis: ['👍'],
    reactedAt: at(seconds),
    ...more,
  });
  const OTHERS: readonly (readonly [string, InboundEvent])[] = [
    [
      'a link',
      {
        kind: 'referral',
        externalId: 'r1',
        sender,
        referral: { ref: 'x', source: 'deep-link' },
        occurredAt: at(50),
        opensWindow: true,
      },
    ],
    ['a start', { kind: 'opt-in', sender, occurredAt: at(50), opensWindow: true }],
  ];

  it.each(OTHERS)('opens the window of somebody who never wrote: %s', async (_, event) => {
    await scene.post(event);

    expect(await lastHeard()).toEqual(at(50));
  });

  it('renews the window when it is a reaction, whether its message is known or not', async () => {
    await scene.post(textFrom('ada', 'm1', 'Hello', { sentAt: at(1) }));

    await scene.post(reaction(20, { opensWindow: true }));
    const afterKnown = await lastHeard();
    await scene.post(reaction(30, { opensWindow: true, targetExternalId: 'of-last-year' }));

    expect([afterKnown, await lastHeard()]).toEqual([at(20), at(30)]);
  });

  it('is not what the platform says is none: a form that was filled in, before or after a message', async () => {
    await scene.post(textFrom('ada', 'f1', 'linked', { sentAt: at(1), opensWindow: false }));
    const before = await lastHeard();
    await scene.post(textFrom('ada', 'm1', 'Hello', { sentAt: at(2) }));
    await scene.post(
      textFrom('ada', 'm2', 'And you?', { sentAt: at(3) }),
      textFrom('ada', 'f2', 'very good', { sentAt: at(4), opensWindow: false }),
    );

    expect([before, await lastHeard()]).toEqual([null, at(3)]);
  });

  it('moves the window neither back nor where the platform does not say so', async () => {
    await scene.post(textFrom('ada', 'm1', 'Hello', { sentAt: at(40) }));

    await scene.post(reaction(20, { opensWindow: true }));
    await scene.post(reaction(60));

    expect(await lastHeard()).toEqual(at(40));
  });
});
