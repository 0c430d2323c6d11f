import { and, eq, inArray, ne } from 'drizzle-orm';
import type { ChannelAccountId, TemplateId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import type { TemplateRow } from './rows.ts';
import { templates } from './tables/index.ts';

/** What identifies a template of an account, for people and for messages. */
export interface TemplateName {
  readonly channelAccountId: ChannelAccountId;
  readonly name: string;
  readonly language: string;
}

export async function findTemplate(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: TemplateId,
): Promise<TemplateRow | null> {
  const [row] = await orm
    .select()
    .from(templates)
    .where(and(eq(templates.id, id), eq(templates.workspaceId, workspaceId)));
  return row ?? null;
}

export async function findTemplateByName(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  { channelAccountId, name, language }: TemplateName,
): Promise<TemplateRow | null> {
  const [row] = await orm
    .select()
    .from(templates)
    .where(
      and(
        eq(templates.workspaceId, workspaceId),
        eq(templates.channelAccountId, channelAccountId),
        eq(templates.name, name),
        eq(templates.language, language),
      ),
    );
  return row ?? null;
}

/** By the platform's id, else by the name and language that it says; the row is locked until the transaction ends. */
export async function lockTemplate(
  { orm }: Queries,
  { channelAccountId, name, language }: TemplateName,
  externalId: string,
): Promise<TemplateRow | null> {
  const lock = (condition: ReturnType<typeof and>) =>
    orm
      .select()
      .from(templates)
      .where(and(eq(templates.channelAccountId, channelAccountId), condition))
      .limit(1)
      .for('no key update');
  const [byId] = await lock(eq(templates.externalId, externalId));
  if (byId !== undefined) return byId;
  const [byName] = await lock(and(eq(templates.name, name), eq(templates.language, language)));
  return byName ?? null;
}

/** All languages of a name that the platform still has. */
export async function listTemplateLanguages(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  { channelAccountId, name }: Omit<TemplateName, 'language'>,
): Promise<readonly TemplateRow[]> {
  return orm
    .select()
    .from(templates)
    .where(
      and(
        eq(templates.workspaceId, workspaceId),
        eq(templates.channelAccountId, channelAccountId),
        eq(templates.name, name),
        ne(templates.status, 'DELETED'),
      ),
    );
}

export async function listTemplatesByIds(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  ids: readonly TemplateId[],
): Promise<readonly TemplateRow[]> {
  if (ids.length === 0) return [];
  return orm
    .select()
    .from(templates)
    .where(and(eq(templates.workspaceId, workspaceId), inArray(templates.id, [...ids])))
    .orderBy(templates.name, templates.language);
}

export async function changeTemplate(
  { orm }: Queries,
  id: TemplateId,
  change: Partial<typeof templates.$inferInsert>,
): Promise<TemplateRow> {
  const [row] = await orm.update(templates).set(change).where(eq(templates.id, id)).returning();
  if (row === undefined) throw new Error('A template vanished.');
  return row;
}

/**
 * Stores one that was just sent in. Where another of that name stood (it was deleted before) the new one takes its
 * place; the same one, told of in the meantime, stays as it was told.
 */
export async function insertTemplate(
  queries: Queries,
  row: typeof templates.$inferInsert,
): Promise<TemplateRow> {
  const { id: _id, createdAt: _createdAt, ...news } = row;
  const [stored] = await queries.orm
    .insert(templates)
    .values(row)
    .onConflictDoUpdate({
      target: [templates.channelAccountId, templates.name, templates.language],
      set: news,
      setWhere: ne(templates.externalId, row.externalId),
    })
    .returning();
  if (stored !== undefined) return stored;
  const known = await findTemplateByName(queries, row.workspaceId, row);
  if (known === null) throw new Error('A template vanished.');
  return known;
}

/** One of the platform's list, ready to be stored. */
export type ListedTemplate = Pick<
  TemplateRow,
  | 'id'
  | 'externalId'
  | 'name'
  | 'language'
  | 'category'
  | 'status'
  | 'platformStatus'
  | 'isApproved'
  | 'quality'
  | 'rejectionReason'
  | 'content'
>;

export interface ListWritten {
  /** New or otherwise than before. */
  readonly changedIds: readonly TemplateId[];
  /** No longer in the list. */
  readonly vanishedIds: readonly TemplateId[];
  /** Changed since the list was asked for: they stay as they are. */
  readonly overtakenCount: number;
}

const WRITE_LIST: Statement = {
  name: 'write_template_list',
  text: `
    WITH listed AS (
      SELECT * FROM jsonb_to_recordset($3::jsonb)
        AS l(id uuid, "externalId" text, name text, language text, category text, status text,
             "platformStatus" text, "isApproved" boolean, quality text, "rejectionReason" text, content jsonb)
    ), different AS (
      SELECT l.name, l.language
        FROM listed l LEFT JOIN templates t
          ON t.channel_account_id = $2::uuid AND t.name = l.name AND t.language = l.language
       WHERE t.id IS NULL OR t.vanished_at IS NOT NULL
          OR (t.external_id, t.category, t.status, t.platform_status, t.quality, t.rejection_reason, t.content)
             IS DISTINCT FROM
             (l."externalId", l.category, l.status, l."platformStatus", l.quality, l."rejectionReason", l.content)
    ), written AS (
      INSERT INTO templates AS t (id, workspace_id, channel_account_id, external_id, name, language, category,
                                  status, platform_status, is_approved, quality, rejection_reason, content,
                                  created_at, changed_at, synced_at)
      SELECT l.id, $1::uuid, $2::uuid, l."externalId", l.name, l.language, l.category, l.status,
             l."platformStatus", l."isApproved", l.quality, l."rejectionReason", l.content,
             $5::timestamptz, $5::timestamptz, $4::timestamptz
        FROM listed l
      ON CONFLICT (channel_account_id, name, language) DO UPDATE
         SET external_id = excluded.external_id, category = excluded.category, status = excluded.status,
             platform_status = excluded.platform_status, is_approved = excluded.is_approved,
             quality = excluded.quality, content = excluded.content, synced_at = excluded.synced_at,
             vanished_at = NULL,
             previous_category = CASE WHEN t.external_id = excluded.external_id
                                           AND t.category IS DISTINCT FROM excluded.category
                                      THEN coalesce(t.category, t.previous_category)
                                      WHEN t.external_id = excluded.external_id THEN t.previous_category END,
             coming_category = CASE WHEN t.coming_category IS DISTINCT FROM excluded.category
                                    THEN t.coming_category END,
             rejection_reason = excluded.rejection_reason,
             rejection_detail = CASE WHEN excluded.rejection_reason IS NOT DISTINCT FROM t.rejection_reason
                                     THEN t.rejection_detail END,
             changed_at = CASE WHEN (t.name, t.language) IN (SELECT d.name, d.language FROM different d)
                               THEN excluded.changed_at ELSE t.changed_at END
       WHERE t.changed_at <= $4::timestamptz
      RETURNING t.id, t.name, t.language
    ), vanished AS (
      UPDATE templates t
         SET status = 'DELETED', platform_status = 'DELETED', is_approved = false, vanished_at = $5::timestamptz, changed_at = $5::timestamptz
       WHERE t.channel_account_id = $2::uuid AND t.vanished_at IS NULL AND t.changed_at <= $4::timestamptz
         AND NOT EXISTS (SELECT 1 FROM listed l WHERE l.name = t.name AND l.language = t.language)
      RETURNING t.id
    )
    SELECT coalesce((SELECT jsonb_agg(w.id) FROM written w JOIN different d USING (name, language)),
                    '[]'::jsonb) AS "changedIds",
           coalesce((SELECT jsonb_agg(v.id) FROM vanished v), '[]'::jsonb) AS "vanishedIds",
           ((SELECT count(*) FROM listed) - (SELECT count(*) FROM written))::float8 AS "overtakenCount"`,
};

/**
 * Makes an account's templates what the platform's list says.
 *
 * @param askedAt  When the list was asked for: what has changed here since then is newer than the list.
 * @param listed   Each name and language once.
 */
export async function writeTemplateList(
  queries: Queries,
  account: { readonly id: ChannelAccountId; readonly workspaceId: WorkspaceId },
  listed: readonly ListedTemplate[],
  askedAt: Date,
  now: Date,
): Promise<ListWritten> {
  const [written] = await queries.run<ListWritten>(WRITE_LIST, [
    account.workspaceId,
    account.id,
    JSON.stringify(listed),
    askedAt,
    now,
  ]);
  if (written === undefined) throw new Error('A statement returned no row.');
  return written;
}
