import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ChannelDefinition, defineChannel } from '../../../src/core/channel/index.ts';
import { receipts } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { createSendingScene, type SendingScene } from './sending-scene.ts';

const billing: ChannelDefinition = defineChannel({
  ...exampleChannel,
  send: async (request, context) => ({
    ...(await exampleChannel.send(request, context)),
    pricing: { billing_status: 3 },
  }),
});

describeOnEveryEngine('what a platform bills', (open) => {
  let scene: SendingScene;
  beforeEach(async () => {
    scene = await createSendingScene(open, { channel: billing });
  });
  afterEach(() => scene.close());

  it('is kept, as the platform says it, with the receipt of its acceptance', async () => {
    const queued = await scene.send(await scene.customer(), 'Hello');

    scene.delivery.start();
    await scene.becomes(queued.id, 'SENT');

    const history = await scene.core.db.orm.select().from(receipts).where(eq(receipts.messageId, queued.id));
    expect(history).toMatchObject([{ status: 'SENT', pricing: { billing_status: 3 } }]);
  });
});
