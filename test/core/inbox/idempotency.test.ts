import { afterEach, beforeEach, expect, it } from 'vitest';
import { sendMessage } from '../../../src/core/inbox/send-message.ts';
import { messages } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createSendingScene, type SendingScene } from '../delivery/sending-scene.ts';

describeOnEveryEngine('an idempotency key', (open) => {
  let scene: SendingScene;
  beforeEach(async () => {
    scene = await createSendingScene(open);
  });
  afterEach(() => scene.close());

  it('makes one message of the same call, however often and at once it is made', async () => {
    const ada = await scene.customer('Ada');

    const sent = await Promise.all(
      Array.from({ length: 10 }, () => scene.send(ada, 'hello', { idempotencyKey: 'answer-1' })),
    );
    const later = await scene.send(ada, 'hello', { idempotencyKey: 'answer-1' });

    expect(new Set([...sent, later].map(({ id }) => id)).size).toBe(1);
    expect(await scene.core.db.orm.select().from(messages)).toHaveLength(1);
  });

  it('is refused for another message, which is not stored', async () => {
    const ada = await scene.customer('Ada');
    await scene.send(ada, 'hello', { idempotencyKey: 'answer-1' });

    const outcome = await sendMessage(scene.core, scene.workspace.owner, {
      conversationId: null,
      identityId: ada.id,
      parts: [{ type: 'text', text: 'something else' }],
      purpose: 'SERVICE',
      replyToId: null,
      options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
      idempotencyKey: 'answer-1',
    });

    expect(outcome.kind).toBe('idempotency-conflict');
    expect(await scene.core.db.orm.select().from(messages)).toHaveLength(1);
  });
});
