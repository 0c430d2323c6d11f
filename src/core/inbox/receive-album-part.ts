import { and, eq } from 'drizzle-orm';
import type { MessageEvent } from '../channel/index.ts';
import { describeParts } from '../model/describe-parts.ts';
import { storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { messageRefs, messages } from '../store/tables/index.ts';
import { insertMedia } from './insert-media.ts';
import { storableParts } from './intake-row.ts';
import type { ReceivingAccount } from './receiving-account.ts';

/**
 * Adds one picture of an album to the message that its first picture made. Parts stand in the platform's order
 * whichever came first.
 *
 * @returns null when there is no such message yet: then this part makes it, and `nameAlbumPart` names it.
 */
export async function joinAlbum(
  queries: Queries,
  account: ReceivingAccount,
  event: MessageEvent & { readonly album: NonNullable<MessageEvent['album']> },
  receivedAt: Date,
): Promise<EventDraft[] | null> {
  const [message] = await queries.orm
    .select()
    .from(messages)
    .where(
      and(eq(messages.channelAccountId, account.id), eq(messages.albumKey, storableText(event.album.key))),
    )
    .for('update');
  if (message === undefined) return null;
  const refs = await queries.orm
    .select()
    .from(messageRefs)
    .where(eq(messageRefs.messageId, message.id))
    .orderBy(messageRefs.position);
  const externalId = storableText(event.externalId);
  if (refs.some((ref) => ref.externalId === externalId)) return [];
  const index = refs.filter((ref) => ref.position < event.album.position).length;
  const { parts: added, media } = storableParts(event.parts);
  const parts = message.parts.toSpliced(index, 0, ...added.slice(0, 1));
  await insertMedia(queries, account, message.id, media, receivedAt);
  await queries.orm
    .update(messages)
    .set({ parts, preview: storableText(describeParts(parts)) })
    .where(eq(messages.id, message.id));
  for (const [place, ref] of refs.entries()) {
    if (place < index) continue;
    await queries.orm
      .update(messageRefs)
      .set({ partIndex: place + 1 })
      .where(and(eq(messageRefs.channelAccountId, account.id), eq(messageRefs.externalId, ref.externalId)));
  }
  await nameAlbumPart(queries, account, event, message.id, index);
  return [
    {
      type: 'MESSAGE_EDITED',
      subject: { conversationId: message.conversationId, messageId: message.id },
      occurredAt: receivedAt,
    },
  ];
}

/** Remembers under which id the platform knows one part of an album. */
export async function nameAlbumPart(
  queries: Queries,
  account: ReceivingAccount,
  event: MessageEvent & { readonly album: NonNullable<MessageEvent['album']> },
  messageId: (typeof messages.$inferSelect)['id'],
  partIndex: number,
): Promise<void> {
  await queries.orm.insert(messageRefs).values({
    workspaceId: account.workspaceId,
    channelAccountId: account.id,
    direction: 'INBOUND',
    externalId: storableText(event.externalId),
    messageId,
    partIndex,
    position: event.album.position,
  });
}
