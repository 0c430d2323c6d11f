import { and, eq, sql } from 'drizzle-orm';
import type { WorkspaceId } from '../model/ids.ts';
import { storableText } from '../model/storable-text.ts';
import type { Queries } from './database.ts';
import { newId } from './new-id.ts';
import type { ChannelAccount, DeadLetter } from './rows.ts';
import { deadLetters } from './tables/index.ts';

/** Keeps a body raw that was authentic and could not be taken in; one that is kept already stays as it is. */
export async function insertDeadLetter(
  queries: Queries,
  account: Pick<ChannelAccount, 'id' | 'workspaceId'>,
  letter: Pick<DeadLetter, 'reason' | 'detail' | 'body' | 'receivedAt'>,
): Promise<void> {
  await queries.orm
    .insert(deadLetters)
    .values({
      ...letter,
      id: newId(),
      detail: storableText(letter.detail),
      workspaceId: account.workspaceId,
      channelAccountId: account.id,
    })
    .onConflictDoNothing();
}

export async function findDeadLetter(
  queries: Queries,
  workspaceId: WorkspaceId,
  id: DeadLetter['id'],
): Promise<DeadLetter | null> {
  const [letter] = await queries.orm
    .select()
    .from(deadLetters)
    .where(and(eq(deadLetters.workspaceId, workspaceId), eq(deadLetters.id, id)));
  return letter ?? null;
}

/** Counts a replay. @param at  When it came to life; null: it did not. */
export async function setReplayed(
  queries: Queries,
  { id, workspaceId }: Pick<DeadLetter, 'id' | 'workspaceId'>,
  at: Date | null,
): Promise<DeadLetter> {
  const [letter] = await queries.orm
    .update(deadLetters)
    .set({ replayedAt: at, replayCount: sql`${deadLetters.replayCount} + 1` })
    .where(and(eq(deadLetters.workspaceId, workspaceId), eq(deadLetters.id, id)))
    .returning();
  if (letter === undefined) throw new Error('A dead letter vanished.');
  return letter;
}
