import { afterEach, expect, it } from 'vitest';
import type { OutboundMessage } from '../../../src/core/channel/index.ts';
import { previewMessage } from '../../../src/core/inbox/preview-message.ts';
import { sendMessage } from '../../../src/core/inbox/send-message.ts';
import { identities } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { createReceivingScene, type ReceivingScene, textFrom } from './receiving-scene.ts';

describeOnEveryEngine('a preview', (open) => {
  let scene: ReceivingScene;
  afterEach(() => scene.core.wake.close());

  it('knows everybody by the same names as the message that is sent', async () => {
    const asked: OutboundMessage['recipient'][] = [];
    const channel = {
      ...exampleChannel,
      render(message: OutboundMessage) {
        asked.push(message.recipient);
        return exampleChannel.render(message);
      },
    };
    scene = await createReceivingScene(await open(), [channel]);
    const sender = { externalId: 'DE.1', aliases: ['4917139'] };
    await scene.post(textFrom('DE.1', 'm1', 'Hello', { sender }));
    const [identity] = await scene.core.db.orm.select().from(identities);
    const command = {
      conversationId: null,
      identityId: identity?.id ?? null,
      parts: [{ type: 'text', text: 'Your code is 4471' }],
      purpose: 'SERVICE',
      replyToId: null,
      options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
    } as const;

    await previewMessage(scene.core, scene.workspace.owner, command);
    await sendMessage(scene.core, scene.workspace.owner, { ...command, idempotencyKey: 'k' });

    expect(asked[0]).toMatchObject({ externalId: 'DE.1', aliases: ['4917139'] });
    expect(asked[1]).toEqual(asked[0]);
  });
});
