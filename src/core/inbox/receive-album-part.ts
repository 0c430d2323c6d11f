import type { MessageEvent } from '../channel/index.ts';
import { describeParts } from '../model/describe-parts.ts';
import type { MessageId } from '../model/ids.ts';
import { storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import { appendEvents } from '../store/event-log.ts';
import {
  changeMessageContent,
  changeMessageRef,
  insertMessageRef,
  readMessageRefs,
} from '../store/intake-changes.ts';
import { insertInboundMessages } from '../store/intake-messages.ts';
import { insertPendingMedia } from '../store/media.ts';
import { lockAlbum } from '../store/message-lookup.ts';
import type { Message } from '../store/rows.ts';
import type { Core } from './core.ts';
import { storableParts, toIntakeRow } from './intake-row.ts';
import type { ReceivingAccount } from './receiving-account.ts';

export type AlbumEvent = MessageEvent & { readonly album: NonNullable<MessageEvent['album']> };

/**
 * One picture of an album, which comes as an event of its own. The first one makes the message, the others join
 * it in the platform's order, whichever came first. Two first ones at once collide on the album's key; the later
 * tries again and joins.
 */
export async function receiveAlbumPart(
  core: Pick<Core, 'db' | 'wake'>,
  account: ReceivingAccount,
  event: AlbumEvent,
  body: Uint8Array,
  receivedAt: Date,
): Promise<void> {
  const number = await core.db.transaction(async (queries) => {
    const album = await lockAlbum(queries, account.id, storableText(event.album.key));
    if (album !== null) return joinAlbum(queries, account, event, album, receivedAt);
    const row = toIntakeRow(account, event, receivedAt, body);
    const [news] = await insertInboundMessages(queries, [row]);
    if (news === undefined) return null;
    await namePart(queries, account, event, row.message_id, 0);
    return news.number;
  });
  if (number !== null) core.wake.news({ workspaceId: account.workspaceId, number });
}

/** The number of the event that tells of it; null: the part was there already, or its album is deleted. */
async function joinAlbum(
  queries: Queries,
  account: ReceivingAccount,
  event: AlbumEvent,
  album: Message,
  receivedAt: Date,
): Promise<number | null> {
  const refs = await readMessageRefs(queries, album.id);
  const externalId = storableText(event.externalId);
  if (album.deletedAt !== null || refs.some((ref) => ref.externalId === externalId)) return null;
  const shown = refs.filter(({ partIndex }) => partIndex !== null);
  const index = shown.filter(({ position }) => position < event.album.position).length;
  const { parts: added, media } = storableParts(event.parts.slice(0, 1));
  const parts = album.parts.toSpliced(index, 0, ...added);
  await insertPendingMedia(queries, account, album.id, media, receivedAt);
  await changeMessageContent(queries, album.id, { parts, preview: storableText(describeParts(parts)) });
  for (const [place, ref] of shown.entries()) {
    if (place >= index) await changeMessageRef(queries, ref, { partIndex: place + 1 });
  }
  await namePart(queries, account, event, album.id, index);
  return appendEvents(queries, account.workspaceId, [
    {
      type: 'MESSAGE_EDITED',
      subject: { conversationId: album.conversationId, messageId: album.id },
      occurredAt: receivedAt,
    },
  ]);
}

/** Remembers under which id the platform knows one part of an album. */
async function namePart(
  queries: Queries,
  account: ReceivingAccount,
  event: AlbumEvent,
  messageId: MessageId,
  partIndex: number,
): Promise<void> {
  await insertMessageRef(queries, {
    workspaceId: account.workspaceId,
    channelAccountId: account.id,
    direction: 'INBOUND',
    externalId: storableText(event.externalId),
    messageId,
    partIndex,
    position: event.album.position,
  });
}
