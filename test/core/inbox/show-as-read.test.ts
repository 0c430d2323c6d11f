import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ChannelError } from '../../../src/core/channel/index.ts';
import { markConversationRead } from '../../../src/core/inbox/mark-conversation-read.ts';
import { sendTyping } from '../../../src/core/inbox/send-typing.ts';
import { conversations, identities, messages } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { at, createReceivingScene, type ReceivingScene, textFrom } from './receiving-scene.ts';

describeOnEveryEngine('what the contact sees of the team', (open) => {
  let scene: ReceivingScene;
  let shown: unknown[];
  let isAway = false;

  beforeEach(async () => {
    shown = [];
    isAway = false;
    const showing = {
      ...exampleChannel,
      markRead: async (target: object) => {
        if (isAway) throw new ChannelError('unavailable', 'Away.', { platformCode: '503' });
        shown.push(target);
      },
      startTyping: async (recipient: string, _context: unknown, last?: string | null) => {
        shown.push({ recipient, last });
      },
    };
    scene = await createReceivingScene(await open(), [showing]);
    await scene.post(
      textFrom('ada', 'm1', 'one', { sentAt: at(1) }),
      textFrom('ada', 'm2', 'two', { sentAt: at(2) }),
    );
  });
  afterEach(() => scene.core.wake.close());

  const conversationId = async () => {
    const [row] = await scene.core.db.orm.select().from(conversations);
    if (row === undefined) throw new Error('There is no conversation.');
    return row.id;
  };
  const messageCalled = async (externalId: string) => {
    const [row] = await scene.core.db.orm.select().from(messages).where(eq(messages.externalId, externalId));
    return row?.id ?? null;
  };
  const reads = async (upTo: string | null) =>
    markConversationRead(scene.core, scene.workspace.owner, {
      conversationId: await conversationId(),
      upToMessageId: upTo === null ? null : await messageCalled(upTo),
    });

  it('is a read mark at the message that was read, once', async () => {
    await reads('m1');
    await reads(null);
    await reads(null);

    expect(shown).toEqual([
      { recipientExternalId: 'ada', messageExternalId: 'm1' },
      { recipientExternalId: 'ada', messageExternalId: 'm2' },
    ]);
  });

  it('is nothing where the platform is away, and the team has read all the same', async () => {
    isAway = true;

    const outcome = await reads(null);

    expect(outcome).toMatchObject({ kind: 'done', conversation: { unreadCount: 0 } });
  });

  it('is typing, in answer to their last message', async () => {
    await sendTyping(scene.core, scene.workspace.owner, { conversationId: await conversationId() });

    expect(shown).toEqual([{ recipient: 'ada', last: 'm2' }]);
  });

  it('is no typing to somebody who has stopped us: policy says why', async () => {
    await scene.core.db.orm.update(identities).set({ reachability: 'BLOCKED' });

    const outcome = await sendTyping(scene.core, scene.workspace.owner, {
      conversationId: await conversationId(),
    });

    expect(outcome).toMatchObject({ kind: 'refused', decision: { verdict: 'REFUSE', rule: 'opted-out' } });
    expect(shown).toEqual([]);
  });
});
