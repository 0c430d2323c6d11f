import type {
  ChannelAccountId,
  ContactId,
  IdentityId,
  MigrationId,
  TopicId,
  WorkspaceId,
} from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import { newId } from './new-id.ts';

/** One reader as a list has them. */
export interface AudienceRow {
  readonly externalId: string;
  readonly country: string | null;
  readonly name: string | null;
  readonly language: string | null;
  readonly timeZone: string | null;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a list's reader is here, once the row is stored. */
export interface StoredAudienceRow {
  /** The row's place in the batch. */
  readonly ord: number;
  readonly identityId: IdentityId;
  readonly contactId: ContactId;
  /** True: this row made them a reader of the migration. */
  readonly isAdded: boolean;
  /** When they became one before; null: they have now. */
  readonly readerSince: Date | null;
  /** Where their consent to the topic stands; null: nothing was recorded. */
  readonly consent: string | null;
  /** True: they refused or took back what the list says that they agreed to. */
  readonly hasRefused: boolean;
}

export interface AudienceTarget {
  readonly workspaceId: WorkspaceId;
  readonly channelAccountId: ChannelAccountId;
  readonly migrationId: MigrationId;
  readonly topicId: TopicId;
  readonly now: Date;
}

const STORE: Statement = {
  name: 'store_audience_rows',
  text: `
    WITH input AS MATERIALIZED (
      SELECT r.* FROM jsonb_to_recordset($1::jsonb) AS r(
        ord int, external_id text, country text, name text, language text, time_zone text, attributes jsonb,
        new_contact_id uuid, new_identity_id uuid, new_reader_id uuid)
    ), found AS MATERIALIZED (
      SELECT i.*, known.id AS known_id, known.contact_id AS known_contact_id
        FROM input i
        LEFT JOIN LATERAL (
          SELECT d.id, d.contact_id FROM identities d
           WHERE d.id = coalesce(
             (SELECT e.id FROM identities e
               WHERE e.channel_account_id = $3::uuid AND e.external_id = i.external_id LIMIT 1),
             (SELECT a.identity_id FROM identity_aliases a
               WHERE a.channel_account_id = $3::uuid AND a.alias = i.external_id LIMIT 1))) known ON true
    ), person AS MATERIALIZED (
      SELECT DISTINCT ON (coalesce(known_id, new_identity_id))
             ord, external_id, country, name, language, time_zone, attributes, new_reader_id,
             known_id IS NULL AS is_new,
             coalesce(known_id, new_identity_id) AS identity_id,
             coalesce(known_contact_id, new_contact_id) AS contact_id
        FROM found ORDER BY coalesce(known_id, new_identity_id), ord
    ), new_contact AS (
      INSERT INTO contacts (id, workspace_id, name, locale, time_zone, attributes, tags, created_at)
      SELECT contact_id, $2::uuid, name, language, time_zone, attributes, '{}'::text[], $6::timestamptz
        FROM person WHERE is_new
    ), new_identity AS (
      INSERT INTO identities (id, workspace_id, channel_account_id, contact_id, external_id, kind, display_name,
                              country, reachability, created_at)
      SELECT identity_id, $2::uuid, $3::uuid, contact_id, external_id, 'PERSON', name, country, 'UNKNOWN',
             $6::timestamptz
        FROM person WHERE is_new
      RETURNING 1
    ), new_alias AS (
      INSERT INTO identity_aliases (workspace_id, channel_account_id, alias, identity_id, created_at)
      SELECT $2::uuid, $3::uuid, external_id, identity_id, $6::timestamptz FROM person WHERE is_new
          ON CONFLICT DO NOTHING
    ), filled AS (
      UPDATE contacts c
         SET name = coalesce(c.name, p.name), locale = coalesce(c.locale, p.language),
             time_zone = coalesce(c.time_zone, p.time_zone), attributes = p.attributes || c.attributes
        FROM person p
       WHERE c.id = p.contact_id AND NOT p.is_new
         AND (c.name, c.locale, c.time_zone, c.attributes) IS DISTINCT FROM
             (coalesce(c.name, p.name), coalesce(c.locale, p.language), coalesce(c.time_zone, p.time_zone),
              p.attributes || c.attributes)
    ), standing AS MATERIALIZED (
      SELECT p.*, consent.state, before.created_at AS reader_since,
             coalesce(d.promotional_opt_out_at IS NOT NULL OR consent.state = 'WITHDRAWN', false) AS has_refused
        FROM person p
        LEFT JOIN identities d ON d.id = p.identity_id
        LEFT JOIN migration_readers before
               ON before.migration_id = $4::uuid AND before.identity_id = p.identity_id
        LEFT JOIN LATERAL (
          SELECT CASE WHEN r.action = 'DECLINED' THEN 'WITHDRAWN' ELSE r.action END AS state
            FROM consent_records r
           WHERE r.identity_id = p.identity_id AND r.topic_id = $5::uuid
           ORDER BY r.number DESC LIMIT 1) consent ON true
    ), reader AS (
      INSERT INTO migration_readers (id, workspace_id, migration_id, identity_id, language, state, state_at,
                                     declined_at, created_at)
      SELECT new_reader_id, $2::uuid, $4::uuid, identity_id, language,
             CASE WHEN has_refused THEN 'DECLINED' ELSE 'IMPORTED' END, $6::timestamptz,
             CASE WHEN has_refused THEN $6::timestamptz END, $6::timestamptz
        FROM standing WHERE reader_since IS NULL
          ON CONFLICT (migration_id, identity_id) DO NOTHING
      RETURNING identity_id
    )
    SELECT s.ord, s.identity_id AS "identityId", s.contact_id AS "contactId", r.identity_id IS NOT NULL AS "isAdded",
           s.reader_since AS "readerSince", s.state AS consent, s.has_refused AS "hasRefused"
      FROM standing s LEFT JOIN reader r ON r.identity_id = s.identity_id
     ORDER BY s.ord`,
};

/**
 * Makes readers of a batch of rows: contact, identity and reader where they are new; what we know of somebody already
 * is filled up, never overwritten. Rows of one batch that name the same person count once.
 */
export async function storeAudienceRows(
  queries: Queries,
  { workspaceId, channelAccountId, migrationId, topicId, now }: AudienceTarget,
  rows: readonly AudienceRow[],
): Promise<readonly StoredAudienceRow[]> {
  const wire = rows.map((row, ord) => ({
    ord,
    external_id: row.externalId,
    country: row.country,
    name: row.name,
    language: row.language,
    time_zone: row.timeZone,
    attributes: row.attributes,
    new_contact_id: newId(),
    new_identity_id: newId(),
    new_reader_id: newId(),
  }));
  return queries.run<StoredAudienceRow>(STORE, [
    JSON.stringify(wire),
    workspaceId,
    channelAccountId,
    migrationId,
    topicId,
    now,
  ]);
}

const ADD_KNOWN: Statement = {
  name: 'add_known_readers',
  text: `
    WITH wanted AS (
      SELECT i.id, i.promotional_opt_out_at, c.locale, consent.action
        FROM identities i
        JOIN contacts c ON c.id = i.contact_id
        LEFT JOIN LATERAL (
          SELECT r.action FROM consent_records r
           WHERE r.identity_id = i.id AND r.topic_id = $5::uuid ORDER BY r.number DESC LIMIT 1) consent ON true
       WHERE i.workspace_id = $1::uuid AND i.channel_account_id = $2::uuid AND i.kind = 'PERSON'
         AND consent.action IN ('GRANTED', 'CONFIRMED')
         AND NOT EXISTS (SELECT 1 FROM migration_readers r WHERE r.migration_id = $3::uuid AND r.identity_id = i.id)
       ORDER BY i.id LIMIT $6::int
    ), added AS (
      INSERT INTO migration_readers (id, workspace_id, migration_id, identity_id, language, state, state_at,
                                     declined_at, created_at)
      SELECT gen_random_uuid(), $1::uuid, $3::uuid, id, lower(locale),
             CASE WHEN promotional_opt_out_at IS NULL THEN 'IMPORTED' ELSE 'DECLINED' END, $4::timestamptz,
             CASE WHEN promotional_opt_out_at IS NOT NULL THEN $4::timestamptz END, $4::timestamptz
        FROM wanted
          ON CONFLICT (migration_id, identity_id) DO NOTHING
      RETURNING 1
    )
    SELECT count(*)::float8 AS added FROM added`,
};

/** Makes readers of up to `limit` people whose consent to the topic stands through this account; returns how many. */
export async function addKnownReaders(
  queries: Queries,
  { workspaceId, channelAccountId, migrationId, topicId, now }: AudienceTarget,
  limit: number,
): Promise<number> {
  const [row] = await queries.run<{ added: number }>(ADD_KNOWN, [
    workspaceId,
    channelAccountId,
    migrationId,
    now,
    topicId,
    limit,
  ]);
  return row?.added ?? 0;
}
