import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ChannelDefinition, defineChannel } from '../../../src/core/channel/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { createSendingScene, type SendingScene } from './sending-scene.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Answers are free for a day; nothing keeps anybody from trying later. Says what it was told of that. */
const windowed: ChannelDefinition = defineChannel({
  ...exampleChannel,
  capabilities: { ...exampleChannel.capabilities, messagingWindowMs: 24 * HOUR_MS },
  render: (message) =>
    exampleChannel.render({ ...message, parts: [{ type: 'text', text: `open: ${message.isWindowOpen}` }] }),
});

describeOnEveryEngine('what an adapter knows of the window while it renders', (open) => {
  let scene: SendingScene;
  beforeEach(async () => {
    scene = await createSendingScene(open, { channel: windowed });
  });
  afterEach(() => scene.close());

  it('is whether it is open now, when the message leaves', async () => {
    const ada = await scene.customer();
    const inTime = await scene.send(ada, 'Hello');
    scene.delivery.start();
    await scene.becomes(inTime.id, 'SENT');

    scene.core.clock.advance(24 * HOUR_MS);
    const late = await scene.send(ada, 'Hello again');
    await scene.becomes(late.id, 'SENT');

    expect(scene.platform.requests.map(({ text }) => text)).toEqual(['open: true', 'open: false']);
  });
});
