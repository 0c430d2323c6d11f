import { and, asc, eq, isNull } from 'drizzle-orm';
import type { TopicId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Topic } from './rows.ts';
import { topics } from './tables/index.ts';

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
