import { isDeepStrictEqual } from 'node:util';
import type { MessageEditedEvent } from '../channel/index.ts';
import { describeParts } from '../model/describe-parts.ts';
import type { Part } from '../model/part.ts';
import { storableJson, storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import {
  changeMessageContent,
  changeMessageRef,
  readMediaReferences,
  readMessageRefs,
} from '../store/intake-changes.ts';
import { insertPendingMedia } from '../store/media.ts';
import type { FoundMessage } from '../store/message-lookup.ts';
import type { Message } from '../store/rows.ts';
import { storableParts } from './intake-row.ts';
import type { ReceivingAccount } from './receiving-account.ts';

/**
 * The contact changed what they had said. Older than the last change of the same words, or without any
 * difference, it changes nothing. Two edits of one second count in the order in which they come.
 */
export async function editMessage(
  queries: Queries,
  account: ReceivingAccount,
  { message, partIndex }: FoundMessage,
  event: MessageEditedEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  if (message.deletedAt !== null) return [];
  const externalId = storableText(event.targetExternalId);
  const refs = message.albumKey === null ? [] : await readMessageRefs(queries, message.id);
  const ref = refs.find((one) => one.externalId === externalId);
  // The parts of an album are edited each by itself, often within one second.
  const lastEditedAt = message.albumKey === null ? message.editedAt : (ref?.editedAt ?? null);
  if (lastEditedAt !== null && lastEditedAt > event.editedAt) return [];
  const isPart = message.albumKey !== null && partIndex !== null;
  const before = isPart ? message.parts.slice(partIndex, partIndex + 1) : message.parts;
  if (await saysTheSame(queries, message, before, event.parts)) return [];

  const { parts: edited, media } = storableParts(event.parts);
  const parts = isPart ? message.parts.toSpliced(partIndex, 1, ...edited.slice(0, 1)) : edited;
  await insertPendingMedia(queries, account, message.id, media, receivedAt);
  if (ref !== undefined) await changeMessageRef(queries, ref, { editedAt: event.editedAt });
  await changeMessageContent(queries, message.id, {
    parts,
    preview: storableText(describeParts(parts)),
    editedAt: laterOf(message.editedAt, event.editedAt),
  });
  return [
    {
      type: 'MESSAGE_EDITED',
      subject: { conversationId: message.conversationId, messageId: message.id },
      occurredAt: receivedAt,
    },
  ];
}

/** Stored parts name files by our ids, the platform by its own: they are compared as the platform says them. */
async function saysTheSame(
  queries: Queries,
  message: Message,
  stored: readonly Part[],
  said: readonly Part[],
): Promise<boolean> {
  const references = await readMediaReferences(queries, message.id);
  const asSaid = stored.map((part): Part => {
    if (part.type !== 'media' || part.source.from !== 'store') return part;
    const reference = references.get(part.source.mediaId) ?? null;
    return reference === null ? part : { ...part, source: { from: 'platform', reference } };
  });
  // Through JSON, because a fact that is absent and one that is undefined are the same there.
  return isDeepStrictEqual(asSaid, JSON.parse(JSON.stringify(storableJson(said))));
}

const laterOf = (one: Date | null, other: Date): Date => (one !== null && one > other ? one : other);
