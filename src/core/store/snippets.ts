import { and, asc, eq, inArray } from 'drizzle-orm';
import type { WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Snippet } from './rows.ts';
import { singleRow } from './single-row.ts';
import { snippets } from './tables/index.ts';

/** Written again under the same name, it says something else from then on. */
export async function putSnippet({ orm }: Queries, row: typeof snippets.$inferInsert): Promise<Snippet> {
  return singleRow(
    await orm
      .insert(snippets)
      .values(row)
      .onConflictDoUpdate({
        target: [snippets.workspaceId, snippets.name],
        set: { text: row.text, texts: row.texts },
      })
      .returning(),
  );
}

/** Those of these names that there are. */
export async function findSnippets(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  names: readonly string[],
): Promise<readonly Snippet[]> {
  if (names.length === 0) return [];
  return orm
    .select()
    .from(snippets)
    .where(and(eq(snippets.workspaceId, workspaceId), inArray(snippets.name, [...names])));
}

export async function listSnippets({ orm }: Queries, workspaceId: WorkspaceId): Promise<readonly Snippet[]> {
  return orm.select().from(snippets).where(eq(snippets.workspaceId, workspaceId)).orderBy(asc(snippets.name));
}
