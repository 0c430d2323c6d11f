import type { ReactionEvent } from '../channel/index.ts';
import { storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { replaceReactions } from '../store/intake-changes.ts';
import type { FoundMessage } from '../store/message-lookup.ts';

/** The sender's complete set from now on. An older set that comes late undoes nothing. */
export async function setReactions(
  queries: Queries,
  { message }: FoundMessage,
  event: ReactionEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const actor = reactionActor(event);
  const emojis = [...new Set(event.emojis.map(storableText))];
  const { workspaceId, id: messageId } = message;
  const changedAt = event.reactedAt ?? receivedAt;
  if (!(await replaceReactions(queries, { workspaceId, messageId, actor, emojis, changedAt }))) return [];
  return [
    {
      type: 'REACTION_CHANGED',
      subject: { conversationId: message.conversationId, messageId },
      occurredAt: receivedAt,
      detail: { actor, emojis },
    },
  ];
}

/** In a group the participant, else the contact. */
export function reactionActor({ sender }: ReactionEvent): string {
  return storableText(sender.participant?.externalId ?? sender.externalId);
}
