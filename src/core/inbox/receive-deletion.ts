import type { MessageDeletedEvent } from '../channel/index.ts';
import { describeParts } from '../model/describe-parts.ts';
import { storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import {
  changeMessageContent,
  closeMessageRef,
  dropPendingMedia,
  readMessageRefs,
} from '../store/intake-changes.ts';
import type { FoundMessage } from '../store/message-lookup.ts';

/** What was deleted is gone for us too, words and raw body; of an album only the part, until none is left. */
export async function deleteMessage(
  queries: Queries,
  { message, partIndex }: FoundMessage,
  event: MessageDeletedEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  if (message.deletedAt !== null) return [];
  const subject = { conversationId: message.conversationId, messageId: message.id };
  if (message.albumKey !== null) {
    const externalId = storableText(event.targetExternalId);
    const ref = (await readMessageRefs(queries, message.id)).find((one) => one.externalId === externalId);
    // A part that is gone already: its id names no part any more.
    if (ref === undefined || partIndex === null) return [];
    if (message.parts.length > 1) {
      const parts = message.parts.toSpliced(partIndex, 1);
      await closeMessageRef(queries, ref, partIndex);
      await changeMessageContent(queries, message.id, {
        parts,
        raw: null,
        preview: storableText(describeParts(parts)),
      });
      return [{ type: 'MESSAGE_EDITED', subject, occurredAt: receivedAt }];
    }
  }
  await dropPendingMedia(queries, message.id);
  await changeMessageContent(queries, message.id, {
    parts: [],
    preview: 'Deleted message',
    raw: null,
    quote: null,
    deletedAt: event.deletedAt ?? receivedAt,
  });
  return [{ type: 'MESSAGE_DELETED', subject, occurredAt: receivedAt }];
}
