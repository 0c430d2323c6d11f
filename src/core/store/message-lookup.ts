import { and, eq } from 'drizzle-orm';
import type { ChannelAccountId, MessageId } from '../model/ids.ts';
import type { Direction } from '../model/words.ts';
import type { Queries } from './database.ts';
import type { Message } from './rows.ts';
import { messageRefs, messages } from './tables/index.ts';

export interface FoundMessage {
  readonly message: Message;
  /** Which of its parts the id names; null: the message as a whole. */
  readonly partIndex: number | null;
}

/** The message that the platform calls by this id, locked until the transaction ends; null when there is none. */
export async function lockMessageByExternalId(
  queries: Queries,
  channelAccountId: ChannelAccountId,
  externalId: string,
  direction?: Direction,
): Promise<FoundMessage | null> {
  const [ref] = await queries.orm
    .select()
    .from(messageRefs)
    .where(
      and(
        eq(messageRefs.channelAccountId, channelAccountId),
        eq(messageRefs.externalId, externalId),
        direction === undefined ? undefined : eq(messageRefs.direction, direction),
      ),
    );
  const [message] = await queries.orm
    .select()
    .from(messages)
    .where(
      ref === undefined
        ? and(
            eq(messages.channelAccountId, channelAccountId),
            eq(messages.externalId, externalId),
            direction === undefined ? undefined : eq(messages.direction, direction),
          )
        : eq(messages.id, ref.messageId),
    )
    .for('update');
  return message === undefined ? null : { message, partIndex: ref?.partIndex ?? null };
}

/** The message that holds an album, locked until the transaction ends; null before its first part. */
export async function lockAlbum(
  queries: Queries,
  channelAccountId: ChannelAccountId,
  albumKey: string,
): Promise<Message | null> {
  const [album] = await queries.orm
    .select()
    .from(messages)
    .where(and(eq(messages.channelAccountId, channelAccountId), eq(messages.albumKey, albumKey)))
    .for('no key update');
  return album ?? null;
}

/** Whether an id that came from outside names a message of this account. */
export async function isMessageOfAccount(
  queries: Queries,
  channelAccountId: ChannelAccountId,
  id: MessageId,
): Promise<boolean> {
  const found = await queries.orm
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.id, id), eq(messages.channelAccountId, channelAccountId)));
  return found.length > 0;
}
