import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ChannelDefinition, defineChannel } from '../../../src/core/channel/index.ts';
import { channelAccounts } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { createSendingScene, type SendingScene } from './sending-scene.ts';

/** Says in every message what it was told about its account. */
const talkative: ChannelDefinition = defineChannel({
  ...exampleChannel,
  render: (message) =>
    exampleChannel.render({
      ...message,
      parts: [{ type: 'text', text: JSON.stringify(message.publicCredentials) }],
    }),
});

describeOnEveryEngine('what an adapter knows of its account while it renders', (open) => {
  let scene: SendingScene;
  beforeEach(async () => {
    scene = await createSendingScene(open, { channel: talkative });
  });
  afterEach(() => scene.close());

  it('is every credential that is no secret, and none that is', async () => {
    const ada = await scene.customer();
    const queued = await scene.send(ada, 'Hello');

    scene.delivery.start();
    await scene.becomes(queued.id, 'SENT');

    expect(scene.platform.requests.map(({ text }) => text)).toEqual(['{"accountId":"55"}']);
  });

  it('costs no message its life when it can not be read', async () => {
    const ada = await scene.customer();
    const queued = await scene.send(ada, 'Hello');
    await scene.core.db.orm
      .update(channelAccounts)
      .set({ sealedCredentials: new Uint8Array(64) })
      .where(eq(channelAccounts.id, scene.account.id));

    scene.delivery.start();
    await expect
      .poll(() => scene.core.log.entries.map(({ sentence }) => sentence))
      .toContain('a message could not be put together');
    const waiting = await scene.becomes(queued.id, 'QUEUED');

    expect(waiting).toMatchObject({ attemptCount: 0, failure: null });
    expect(scene.platform.requests).toEqual([]);
  });
});
