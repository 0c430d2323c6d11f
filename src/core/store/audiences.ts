import type { ContactId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import type { Audience } from './rows.ts';
import { audiences } from './tables/index.ts';

/** Null: an audience of that name is there already. */
export async function insertAudience(
  { orm }: Queries,
  row: typeof audiences.$inferInsert,
): Promise<Audience | null> {
  const [audience] = await orm.insert(audiences).values(row).onConflictDoNothing().returning();
  return audience ?? null;
}

const ADD: Statement = {
  name: 'add_audience_members',
  text: `
    INSERT INTO audience_members (workspace_id, audience_id, contact_id)
    SELECT $1::uuid, $2::uuid, c.id
      FROM contacts c WHERE c.id = ANY ($3::uuid[]) AND c.workspace_id = $1::uuid
        ON CONFLICT DO NOTHING`,
};

/** Who stands there already stays. */
export async function addAudienceMembers(
  queries: Queries,
  { workspaceId, id }: Audience,
  contactIds: readonly ContactId[],
): Promise<void> {
  if (contactIds.length > 0) await queries.run(ADD, [workspaceId, id, contactIds]);
}

const UNKNOWN: Statement = {
  name: 'find_unknown_contact',
  text: `
    SELECT (asked.place - 1)::float8 AS index
      FROM unnest($2::uuid[]) WITH ORDINALITY AS asked(id, place)
     WHERE NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = asked.id AND c.workspace_id = $1::uuid)
     ORDER BY asked.place LIMIT 1`,
};

/** The index of the first contact that is not there; null: all are. */
export async function findUnknownContact(
  queries: Queries,
  workspaceId: WorkspaceId,
  contactIds: readonly ContactId[],
): Promise<number | null> {
  const [row] = await queries.run<{ index: number }>(UNKNOWN, [workspaceId, contactIds]);
  return row?.index ?? null;
}
