import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { IdentityId, TopicId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Referral, Topic } from './rows.ts';
import { referrals, topics } from './tables/index.ts';

/** Null: a topic of that name is there already. */
export async function insertTopic(
  { orm }: Queries,
  topic: typeof topics.$inferInsert,
): Promise<Topic | null> {
  const [row] = await orm.insert(topics).values(topic).onConflictDoNothing().returning();
  return row ?? null;
}

export async function findTopic(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: TopicId,
): Promise<Topic | null> {
  const [row] = await orm
    .select()
    .from(topics)
    .where(and(eq(topics.id, id), eq(topics.workspaceId, workspaceId)));
  return row ?? null;
}

/** Those that are still offered, by name. */
export async function listTopics({ orm }: Queries, workspaceId: WorkspaceId): Promise<readonly Topic[]> {
  return orm
    .select()
    .from(topics)
    .where(and(eq(topics.workspaceId, workspaceId), isNull(topics.archivedAt)))
    .orderBy(asc(topics.name));
}

export interface TakenKeyword {
  readonly keyword: string;
  readonly topicName: string;
}

/** One of these words that brings people to another topic that is still offered; null: none does. */
export async function findTakenKeyword(
  queries: Queries,
  workspaceId: WorkspaceId,
  keywords: readonly string[],
  except: TopicId | null,
): Promise<TakenKeyword | null> {
  for (const { id, name, keywords: theirs } of await listTopics(queries, workspaceId)) {
    const keyword = id === except ? undefined : keywords.find((word) => theirs.includes(word));
    if (keyword !== undefined) return { keyword, topicName: name };
  }
  return null;
}

/** Null: another topic has that name. */
export async function changeTopic(
  { orm }: Queries,
  { id, workspaceId }: Pick<Topic, 'id' | 'workspaceId'>,
  change: Partial<Topic>,
): Promise<Topic | null> {
  const others = sql`NOT EXISTS (SELECT 1 FROM ${topics} other WHERE other.workspace_id = ${workspaceId}
                                  AND other.name = ${change.name ?? ''} AND other.id <> ${id})`;
  const [row] = await orm
    .update(topics)
    .set(change)
    .where(and(eq(topics.id, id), eq(topics.workspaceId, workspaceId), others))
    .returning();
  return row ?? null;
}

/** The topic that links with this ref lead to, if it is still offered. */
export async function findTopicByRef(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  signUpRef: string,
): Promise<Topic | null> {
  const [row] = await orm
    .select()
    .from(topics)
    .where(
      and(eq(topics.workspaceId, workspaceId), eq(topics.signUpRef, signUpRef), isNull(topics.archivedAt)),
    );
  return row ?? null;
}

/** The ref with which an identity last came through a link; null: never. */
export async function findLastReferral(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  identityId: IdentityId,
): Promise<Referral | null> {
  const [row] = await orm
    .select()
    .from(referrals)
    .where(and(eq(referrals.identityId, identityId), eq(referrals.workspaceId, workspaceId)))
    .orderBy(desc(referrals.occurredAt), desc(referrals.id))
    .limit(1);
  return row ?? null;
}
