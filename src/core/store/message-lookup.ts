import { and, eq, gt, inArray, isNull, lt, notInArray, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ChannelAccountId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { Direction } from '../model/words.ts';
import type { Queries } from './database.ts';
import type { ChannelAccount, Identity, Message } from './rows.ts';
import { singleRow } from './single-row.ts';
import { channelAccounts, identities, messageRefs, messages } from './tables/index.ts';

export async function insertMessage(
  { orm }: Queries,
  message: typeof messages.$inferInsert,
): Promise<Message> {
  return singleRow(await orm.insert(messages).values(message).returning());
}

/** Null: none of this workspace. */
export async function findMessage(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: MessageId,
): Promise<Message | null> {
  const [message] = await orm.select().from(messages).where(mine(workspaceId, id));
  return message ?? null;
}

/**
 * Whether a colleague wrote something in the conversation of `answer` behind the message `question` and before
 * `answer`, and it left.
 */
export async function hasPersonWrittenBetween(
  { orm }: Queries,
  question: MessageId,
  answer: Pick<Message, 'workspaceId' | 'conversationId' | 'number'>,
): Promise<boolean> {
  const asked = alias(messages, 'asked');
  const found = await orm
    .select({ id: messages.id })
    .from(messages)
    .innerJoin(asked, and(eq(asked.id, question), eq(asked.conversationId, messages.conversationId)))
    .where(
      and(
        eq(messages.workspaceId, answer.workspaceId),
        eq(messages.conversationId, answer.conversationId),
        eq(messages.direction, 'OUTBOUND'),
        inArray(messages.authorKind, ['MEMBER', 'NATIVE_APP']),
        or(isNull(messages.status), notInArray(messages.status, ['QUEUED', 'REFUSED', 'FAILED', 'CANCELED'])),
        gt(messages.number, asked.number),
        lt(messages.number, answer.number),
      ),
    )
    .limit(1);
  return found.length > 0;
}

/** A message with whom and what it went through. */
export interface TravelledMessage {
  readonly message: Message;
  readonly identity: Identity;
  readonly account: ChannelAccount;
}

/** Null: none of this workspace. */
export async function findTravelledMessage(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: MessageId,
): Promise<TravelledMessage | null> {
  const [found] = await orm
    .select({ message: messages, identity: identities, account: channelAccounts })
    .from(messages)
    .innerJoin(identities, eq(identities.id, messages.identityId))
    .innerJoin(channelAccounts, eq(channelAccounts.id, messages.channelAccountId))
    .where(mine(workspaceId, id));
  return found ?? null;
}

const mine = (workspaceId: WorkspaceId, id: MessageId) =>
  and(eq(messages.id, id), eq(messages.workspaceId, workspaceId));

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
