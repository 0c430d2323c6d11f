import type { AccountContext, MessageTarget } from '../../core/channel/index.ts';
import { callGraphRepeatably } from '../shared/meta-graph.ts';
import { graphOf, pagePath } from './graph.ts';
import { toRecipient } from './keys.ts';
import { readWords } from './settings.ts';

/** A Page shows one emoji at most on a message; only the first counts. */
export async function react(
  { recipientExternalId, messageExternalId }: MessageTarget,
  emojis: readonly string[],
  context: AccountContext,
): Promise<void> {
  const [reaction] = emojis;
  const target = { message_id: messageExternalId };
  await act(
    recipientExternalId,
    reaction === undefined
      ? { sender_action: 'unreact', payload: target }
      : { sender_action: 'react', payload: { ...target, reaction } },
    context,
  );
}

/** Marks the whole conversation; Messenger can not mark less. */
export async function markRead(
  { recipientExternalId }: MessageTarget,
  context: AccountContext,
): Promise<void> {
  await act(recipientExternalId, { sender_action: 'mark_seen' }, context);
}

/** For about 20 seconds, or until something is sent. Whoever writes as a persona types as one. */
export async function startTyping(recipientExternalId: string, context: AccountContext): Promise<void> {
  const personaId = readWords(context.settings, 'personaId');
  await act(
    recipientExternalId,
    { sender_action: 'typing_on', ...(personaId !== null && { persona_id: personaId }) },
    context,
  );
}

/** Nothing here is a message, so repeating it does no harm. */
async function act(
  recipientExternalId: string,
  body: Readonly<Record<string, unknown>>,
  context: AccountContext,
): Promise<void> {
  await callGraphRepeatably(
    {
      method: 'POST',
      path: pagePath(context, 'messages'),
      body: { recipient: toRecipient(recipientExternalId), ...body },
    },
    graphOf(context),
    context,
  );
}
