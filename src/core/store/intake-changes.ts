import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { ChannelAccountId, IdentityId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Message, MessageRef } from './rows.ts';
import { media, messageRefs, messages, parkedChanges, reactions, reactionTimes } from './tables/index.ts';

export async function changeMessageContent(
  queries: Queries,
  id: MessageId,
  change: Partial<Pick<Message, 'parts' | 'preview' | 'raw' | 'quote' | 'editedAt' | 'deletedAt'>>,
): Promise<void> {
  await queries.orm.update(messages).set(change).where(eq(messages.id, id));
}

/** Under which ids the platform knows the parts of a message, in their order. */
export async function readMessageRefs(queries: Queries, messageId: MessageId): Promise<MessageRef[]> {
  return queries.orm
    .select()
    .from(messageRefs)
    .where(eq(messageRefs.messageId, messageId))
    .orderBy(asc(messageRefs.position), asc(messageRefs.externalId));
}

export async function insertMessageRef(
  queries: Queries,
  ref: typeof messageRefs.$inferInsert,
): Promise<void> {
  await queries.orm.insert(messageRefs).values(ref);
}

const refIs = (ref: MessageRef) =>
  and(
    eq(messageRefs.channelAccountId, ref.channelAccountId),
    eq(messageRefs.direction, ref.direction),
    eq(messageRefs.externalId, ref.externalId),
  );

export async function changeMessageRef(
  queries: Queries,
  ref: MessageRef,
  change: Partial<Pick<MessageRef, 'partIndex' | 'editedAt'>>,
): Promise<void> {
  await queries.orm.update(messageRefs).set(change).where(refIs(ref));
}

/** The part is gone: its id names the message as a whole from now on, and the parts behind it move up. */
export async function closeMessageRef(queries: Queries, ref: MessageRef, partIndex: number): Promise<void> {
  await queries.orm.update(messageRefs).set({ partIndex: null }).where(refIs(ref));
  await queries.orm
    .update(messageRefs)
    .set({ partIndex: sql`${messageRefs.partIndex} - 1` })
    .where(and(eq(messageRefs.messageId, ref.messageId), gt(messageRefs.partIndex, partIndex)));
}

/** Which platform reference each of a message's files came from. */
export async function readMediaReferences(
  queries: Queries,
  messageId: MessageId,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await queries.orm
    .select({ id: media.id, reference: media.reference })
    .from(media)
    .where(eq(media.messageId, messageId));
  return new Map(rows.map(({ id, reference }) => [id, reference]));
}

/** Files that have not come yet are not wanted any more. */
export async function dropPendingMedia(queries: Queries, messageId: MessageId): Promise<void> {
  await queries.orm.delete(media).where(and(eq(media.messageId, messageId), eq(media.status, 'PENDING')));
}

/** What still waits to be sent to somebody, locked. */
export async function lockQueuedMessages(queries: Queries, identityId: IdentityId): Promise<Message[]> {
  return queries.orm
    .select()
    .from(messages)
    .where(and(eq(messages.identityId, identityId), eq(messages.status, 'QUEUED')))
    .orderBy(asc(messages.id))
    .for('update');
}

export interface ReactionSet {
  readonly workspaceId: WorkspaceId;
  readonly messageId: MessageId;
  readonly actor: string;
  readonly emojis: readonly string[];
  readonly changedAt: Date;
}

/**
 * Replaces an actor's reactions to a message whose row is locked. False: they are so already, or the set is
 * older than the last one, which may have been "none".
 */
export async function replaceReactions(queries: Queries, set: ReactionSet): Promise<boolean> {
  const { workspaceId, messageId, actor, emojis, changedAt } = set;
  const mine = and(eq(reactions.messageId, messageId), eq(reactions.actor, actor));
  const [last] = await queries.orm
    .select()
    .from(reactionTimes)
    .where(and(eq(reactionTimes.messageId, messageId), eq(reactionTimes.actor, actor)));
  if (last !== undefined && last.changedAt > changedAt) return false;
  await queries.orm
    .insert(reactionTimes)
    .values({ workspaceId, messageId, actor, changedAt })
    .onConflictDoUpdate({ target: [reactionTimes.messageId, reactionTimes.actor], set: { changedAt } });
  const before = await queries.orm.select().from(reactions).where(mine);
  if (before.length === emojis.length && before.every(({ emoji }) => emojis.includes(emoji))) return false;
  await queries.orm.delete(reactions).where(mine);
  if (emojis.length > 0) {
    await queries.orm
      .insert(reactions)
      .values(emojis.map((emoji) => ({ workspaceId, messageId, actor, emoji, reactedAt: changedAt })));
  }
  return true;
}

export type ParkedChange = typeof parkedChanges.$inferSelect;

/** Keeps a change until its message comes; of several of a kind the latest. */
export async function parkChange(queries: Queries, change: ParkedChange): Promise<void> {
  await queries.orm
    .insert(parkedChanges)
    .values(change)
    .onConflictDoUpdate({
      target: [
        parkedChanges.channelAccountId,
        parkedChanges.targetExternalId,
        parkedChanges.kind,
        parkedChanges.actor,
      ],
      set: { event: change.event, happenedAt: change.happenedAt, receivedAt: change.receivedAt },
      setWhere: sql`excluded.happened_at >= ${parkedChanges.happenedAt}`,
    });
}

/** What waited for a message, oldest first; it waits no longer. */
export async function takeParkedChanges(
  queries: Queries,
  channelAccountId: ChannelAccountId,
  targetExternalId: string,
): Promise<ParkedChange[]> {
  const taken = await queries.orm
    .delete(parkedChanges)
    .where(
      and(
        eq(parkedChanges.channelAccountId, channelAccountId),
        eq(parkedChanges.targetExternalId, targetExternalId),
      ),
    )
    .returning();
  return taken.sort((one, other) => one.happenedAt.getTime() - other.happenedAt.getTime());
}
