import { type AccountContext, ChannelError, type MessageTarget } from '../../core/channel/index.ts';
import { callGraphRepeatably } from '../shared/meta-graph.ts';
import { graphOf, numberPath } from './graph.ts';
import { isUserId } from './people.ts';

/** A business shows one emoji at most on a message, which is at most 30 days old; only the first counts. */
export async function react(
  { recipientExternalId, messageExternalId }: MessageTarget,
  emojis: readonly string[],
  context: AccountContext,
): Promise<void> {
  await post(
    {
      recipient_type: 'individual',
      ...(isUserId(recipientExternalId) ? { recipient: recipientExternalId } : { to: recipientExternalId }),
      type: 'reaction',
      reaction: { message_id: messageExternalId, emoji: emojis[0] ?? '' },
    },
    context,
  );
}

/** Marks everything before it too. */
export async function markRead({ messageExternalId }: MessageTarget, context: AccountContext): Promise<void> {
  await post({ status: 'read', message_id: messageExternalId }, context);
}

/**
 * For 25 seconds, or until something is sent. WhatsApp shows it in answer to a message, which it marks as read with
 * that; there is no way around either.
 */
export async function startTyping(
  _recipientExternalId: string,
  context: AccountContext,
  lastInboundExternalId?: string | null,
): Promise<void> {
  if (lastInboundExternalId == null) {
    throw new ChannelError(
      'rejected',
      'WhatsApp shows typing only in answer to a message, and none is known.',
      {
        platformCode: 'typing:no-message',
        cause: 'not-found',
        actionBy: 'contact',
      },
    );
  }
  await post(
    { status: 'read', message_id: lastInboundExternalId, typing_indicator: { type: 'text' } },
    context,
  );
}

/** Nothing here is a message, so repeating it does no harm. */
async function post(body: Readonly<Record<string, unknown>>, context: AccountContext): Promise<void> {
  await callGraphRepeatably(
    {
      method: 'POST',
      path: numberPath(context, 'messages'),
      body: { messaging_product: 'whatsapp', ...body },
    },
    graphOf(context),
    context,
  );
}
