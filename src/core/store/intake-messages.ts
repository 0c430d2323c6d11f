import type {
  CaseId,
  ContactId,
  ConversationId,
  IdentityId,
  MediaId,
  MessageId,
  WorkspaceId,
} from '../model/ids.ts';
import type { Part } from '../model/part.ts';
import type { IdentityKind } from '../model/words.ts';
import type { Queries, Statement } from './database.ts';

/** One inbound message on its way into the store, with ids for everything that it may bring into being. */
export interface IntakeRow {
  readonly workspace_id: WorkspaceId;
  readonly account_id: string;
  readonly inbox_id: string;
  readonly grace_ms: number;
  readonly sender: string;
  readonly aliases: readonly string[];
  readonly identity_kind: IdentityKind;
  readonly display_name: string | null;
  readonly username: string | null;
  readonly locale: string | null;
  readonly country: string | null;
  readonly device_features: readonly string[] | null;
  readonly author_name: string | null;
  readonly author_external_id: string | null;
  readonly external_id: string;
  readonly album_key: string | null;
  readonly parts: readonly Part[];
  readonly preview: string;
  /** Base64 of the body as it came, where storing it as text lost something. */
  readonly raw: string | null;
  readonly reply_to_external_id: string | null;
  readonly quote: string | null;
  readonly is_forwarded: boolean;
  /** Whether the platform takes it for a word of the contact's. */
  readonly opens_window: boolean;
  readonly sent_at: Date;
  readonly received_at: Date;
  readonly media: readonly {
    readonly id: MediaId;
    readonly reference: string;
    readonly file_name: string | null;
  }[];
  readonly message_id: MessageId;
  readonly new_contact_id: ContactId;
  readonly new_identity_id: IdentityId;
  readonly new_conversation_id: ConversationId;
  readonly new_case_id: CaseId;
}

/** News of one workspace after a batch: its log has entries up to here. */
export interface IntakeNews {
  readonly workspaceId: WorkspaceId;
  readonly number: number;
  /** Messages that a change had overtaken: it waits to be applied. Null: none. */
  readonly overtaken: readonly MessageId[] | null;
}

/**
 * Everything that a batch of new messages means, in one statement: contact, identity, conversation, case,
 * message, media and numbered events.
 *
 * A message that is already here is passed over. Two statements that race with the same new message, sender or
 * conversation collide on a unique index, which aborts the later one whole (counters can not drift); its rows
 * are then tried one by one. Rows are locked in one order (identities, conversations, cases, messages), the
 * workspaces' counters last and in the order of their ids, so that another batch waits for little more than our
 * commit, and never for one that waits for it. Subqueries with LIMIT keep the plan on the indexes however small the
 * tables were when it was made.
 */
export const INTAKE_MESSAGES: Statement = {
  name: 'intake_messages',
  text: `
  WITH input AS MATERIALIZED (
    SELECT r.*, row_number() OVER () AS ord
      FROM jsonb_to_recordset($1::jsonb) AS r(
        workspace_id uuid, account_id uuid, inbox_id uuid, grace_ms float8, sender text, aliases text[],
        identity_kind text, display_name text, username text, locale text, country text,
        device_features jsonb, author_name text, author_external_id text, external_id text, album_key text, parts jsonb, preview text, raw text,
        reply_to_external_id text, quote text, is_forwarded boolean, opens_window boolean, sent_at timestamptz,
        received_at timestamptz, media jsonb, message_id uuid, new_contact_id uuid, new_identity_id uuid,
        new_conversation_id uuid, new_case_id uuid)
  ), fresh AS MATERIALIZED (
    SELECT DISTINCT ON (account_id, external_id) *
      FROM input i
     WHERE (SELECT 1 FROM messages m WHERE m.channel_account_id = i.account_id AND m.direction = 'INBOUND'
               AND m.external_id = i.external_id LIMIT 1) IS NULL
       AND (SELECT 1 FROM message_refs m WHERE m.channel_account_id = i.account_id AND m.direction = 'INBOUND'
               AND m.external_id = i.external_id LIMIT 1) IS NULL
     ORDER BY account_id, external_id, ord
  ), sender AS MATERIALIZED (
    SELECT account_id, sender,
           max(sent_at) AS last_sent_at, max(sent_at) FILTER (WHERE opens_window) AS window_opens_at, min(ord) AS ord,
           (array_agg(workspace_id))[1] AS workspace_id,
           (array_agg(aliases))[1] AS aliases_json,
           (array_agg(identity_kind ORDER BY ord))[1] AS identity_kind,
           (array_agg(display_name ORDER BY sent_at DESC, ord DESC) FILTER (WHERE display_name IS NOT NULL))[1] AS display_name,
           (array_agg(username ORDER BY sent_at DESC, ord DESC) FILTER (WHERE username IS NOT NULL))[1] AS username,
           (array_agg(locale ORDER BY sent_at DESC, ord DESC) FILTER (WHERE locale IS NOT NULL))[1] AS locale,
           (array_agg(country ORDER BY sent_at DESC, ord DESC) FILTER (WHERE country IS NOT NULL))[1] AS country,
           (array_agg(device_features ORDER BY sent_at DESC, ord DESC) FILTER (WHERE device_features IS NOT NULL))[1] AS device_features,
           (array_agg(received_at ORDER BY ord))[1] AS received_at,
           (array_agg(new_contact_id ORDER BY ord))[1] AS new_contact_id,
           (array_agg(new_identity_id ORDER BY ord))[1] AS new_identity_id
      FROM (SELECT f.account_id, f.sender, f.workspace_id, f.identity_kind, f.display_name, f.username, f.locale,
                   f.country, f.device_features, f.received_at, f.sent_at, f.opens_window, f.new_contact_id, f.new_identity_id, f.ord,
                   to_jsonb(f.aliases) AS aliases
              FROM fresh f) AS f
     GROUP BY account_id, sender
     ORDER BY account_id, sender
  ), known AS MATERIALIZED (
    SELECT s.account_id, s.sender, found.id AS identity_id, found.contact_id, found.display_name AS old_name,
           found.last_inbound_at IS NULL OR found.last_inbound_at <= s.last_sent_at AS is_newer,
           found.reachability <> 'REACHABLE'
             AND (found.reachability_at IS NULL OR found.reachability_at < s.last_sent_at) AS is_back
      FROM sender s
      CROSS JOIN LATERAL (
        SELECT d.id, d.contact_id, d.display_name, d.last_inbound_at, d.reachability, d.reachability_at
          FROM identities d
         WHERE d.id = coalesce(
           (SELECT e.id FROM identities e
             WHERE e.channel_account_id = s.account_id AND e.external_id = s.sender LIMIT 1),
           (SELECT a.identity_id FROM identity_aliases a
             WHERE a.channel_account_id = s.account_id
               AND a.alias IN (SELECT s.sender UNION ALL SELECT jsonb_array_elements_text(s.aliases_json))
             ORDER BY a.created_at LIMIT 1))
         LIMIT 1
           FOR NO KEY UPDATE
      ) AS found
  ), person AS MATERIALIZED (
    SELECT s.*, k.identity_id IS NULL AS is_new, k.old_name, k.is_newer, k.is_back,
           coalesce(k.identity_id, s.new_identity_id) AS identity_id,
           coalesce(k.contact_id, s.new_contact_id) AS contact_id
      FROM sender s LEFT JOIN known k USING (account_id, sender)
  ), new_contact AS (
    INSERT INTO contacts (id, workspace_id, name, locale, attributes, tags, created_at)
    SELECT contact_id, workspace_id, display_name, locale, '{}'::jsonb, '{}'::text[], received_at
      FROM person WHERE is_new
  ), new_identity AS (
    INSERT INTO identities (id, workspace_id, channel_account_id, contact_id, external_id, kind, display_name,
                            username, country, device_features, reachability, reachability_at, last_inbound_at,
                            created_at)
    SELECT identity_id, workspace_id, account_id, contact_id, sender, identity_kind, display_name,
           username, country, device_features, 'REACHABLE', last_sent_at, window_opens_at, received_at
      FROM person WHERE is_new
    RETURNING 1
  ), new_alias AS (
    INSERT INTO identity_aliases (workspace_id, channel_account_id, alias, identity_id, created_at)
    SELECT p.workspace_id, p.account_id, alias, p.identity_id, p.received_at
      FROM person p, jsonb_array_elements_text(p.aliases_json) AS alias
        ON CONFLICT DO NOTHING
  ), heard_identity AS (
    UPDATE identities d
       SET display_name = CASE WHEN p.is_newer THEN coalesce(p.display_name, d.display_name) ELSE d.display_name END,
           username = CASE WHEN p.is_newer THEN coalesce(p.username, d.username) ELSE d.username END,
           country = CASE WHEN p.is_newer THEN coalesce(p.country, d.country) ELSE d.country END,
           device_features = CASE WHEN p.is_newer THEN coalesce(p.device_features, d.device_features)
                                  ELSE d.device_features END,
           last_inbound_at = greatest(d.last_inbound_at, p.window_opens_at),
           reachability = CASE WHEN p.is_back THEN 'REACHABLE' ELSE d.reachability END,
           reachability_at = CASE WHEN p.is_back THEN p.last_sent_at ELSE d.reachability_at END
      FROM person p
     WHERE d.id = p.identity_id AND NOT p.is_new
  ), renamed AS (
    UPDATE contacts c
       SET name = CASE WHEN c.name IS NOT DISTINCT FROM p.old_name THEN coalesce(p.display_name, c.name)
                       ELSE c.name END,
           locale = coalesce(c.locale, p.locale)
      FROM person p
     WHERE c.id = p.contact_id AND p.is_newer
       AND ((p.display_name <> p.old_name AND c.name = p.old_name)
            OR (p.display_name IS NOT NULL AND p.old_name IS NULL AND c.name IS NULL)
            OR (c.locale IS NULL AND p.locale IS NOT NULL))
    RETURNING p.workspace_id, p.ord, p.contact_id, p.identity_id, p.account_id, p.received_at
  ), placed AS MATERIALIZED (
    SELECT f.*, p.identity_id, p.contact_id,
           row_number() OVER (PARTITION BY f.inbox_id, p.contact_id ORDER BY f.sent_at, f.ord) AS place,
           count(*) OVER (PARTITION BY f.inbox_id, p.contact_id) AS places
      FROM fresh f JOIN person p USING (account_id, sender)
  ), thread AS MATERIALIZED (
    SELECT p.*
      FROM placed p WHERE p.place = p.places
     ORDER BY p.inbox_id, p.contact_id
  ), conversation AS (
    INSERT INTO conversations AS c (id, workspace_id, inbox_id, contact_id, last_inbound_identity_id,
      last_inbound_at, last_message_at, last_message_id, unread_count, message_count, open_case_id, last_case_id,
      created_at)
    SELECT new_conversation_id, workspace_id, inbox_id, contact_id, identity_id, sent_at, sent_at, message_id,
           places, places, new_case_id, new_case_id, received_at
      FROM thread
     ORDER BY inbox_id, contact_id
        ON CONFLICT (inbox_id, contact_id) DO UPDATE SET
           last_inbound_identity_id = CASE WHEN c.last_inbound_at IS NULL OR c.last_inbound_at <= excluded.last_inbound_at
                                           THEN excluded.last_inbound_identity_id ELSE c.last_inbound_identity_id END,
           last_inbound_at = greatest(c.last_inbound_at, excluded.last_inbound_at),
           last_message_id = CASE WHEN c.last_message_id IS NULL
                                    OR (c.last_message_at, c.last_message_id) <= (excluded.last_message_at, excluded.last_message_id)
                                  THEN excluded.last_message_id ELSE c.last_message_id END,
           last_message_at = greatest(c.last_message_at, excluded.last_message_at),
           unread_count = c.unread_count + excluded.unread_count,
           message_count = c.message_count + excluded.message_count,
           open_case_id = coalesce(c.open_case_id,
             CASE WHEN c.last_case_resolved_at > (
                    SELECT t.received_at - make_interval(secs => t.grace_ms / 1000) FROM thread t
                     WHERE t.inbox_id = excluded.inbox_id AND t.contact_id = excluded.contact_id)
                  THEN c.last_case_id ELSE excluded.open_case_id END)
    RETURNING c.id, c.inbox_id, c.contact_id, c.message_count, c.open_case_id
  ), joined AS MATERIALIZED (
    SELECT t.workspace_id, t.contact_id, t.inbox_id, t.identity_id, t.account_id, t.received_at, t.ord,
           c.id AS conversation_id, c.message_count, c.open_case_id,
           c.id = t.new_conversation_id AS is_new, c.open_case_id = t.new_case_id AS opens_case
      FROM thread t JOIN conversation c USING (inbox_id, contact_id)
  ), reopened AS (
    UPDATE cases k
       SET status = 'OPEN', resolved_at = NULL, snoozed_until = NULL
      FROM joined j
     WHERE k.id = j.open_case_id AND NOT j.opens_case AND k.status <> 'OPEN'
    RETURNING k.id, j.workspace_id, j.conversation_id, j.contact_id, j.received_at, j.ord
  ), happened AS MATERIALIZED (
    SELECT p.workspace_id, p.ord, 1 AS step, 'CONTACT_CREATED' AS type, NULL::uuid AS conversation_id,
           NULL::uuid AS message_id, p.contact_id, NULL::uuid AS case_id, p.identity_id,
           p.account_id, p.received_at, NULL::jsonb AS detail
      FROM person p WHERE p.is_new
    UNION ALL
    SELECT r.workspace_id, r.ord, 1, 'CONTACT_CHANGED', NULL, NULL, r.contact_id, NULL, r.identity_id,
           r.account_id, r.received_at, NULL
      FROM renamed r
    UNION ALL
    SELECT p.workspace_id, p.ord, 1, 'REACHABILITY_CHANGED', NULL, NULL, p.contact_id, NULL, p.identity_id,
           p.account_id, p.received_at, '{"reachability": "REACHABLE"}'
      FROM person p WHERE p.is_back
    UNION ALL
    SELECT j.workspace_id, j.ord, 2, 'CONVERSATION_CREATED', j.conversation_id, NULL, j.contact_id, NULL, NULL,
           NULL, j.received_at, NULL
      FROM joined j WHERE j.is_new
    UNION ALL
    SELECT j.workspace_id, j.ord, 3, 'CASE_OPENED', j.conversation_id, NULL, j.contact_id, j.open_case_id, NULL,
           NULL, j.received_at, NULL
      FROM joined j WHERE j.opens_case
    UNION ALL
    SELECT r.workspace_id, r.ord, 3, 'CASE_CHANGED', r.conversation_id, NULL, r.contact_id, r.id, NULL, NULL,
           r.received_at, NULL
      FROM reopened r
    UNION ALL
    SELECT p.workspace_id, p.ord, 4, 'MESSAGE_RECEIVED', j.conversation_id, p.message_id, p.contact_id,
           j.open_case_id, p.identity_id, p.account_id, p.received_at, NULL
      FROM placed p JOIN joined j USING (inbox_id, contact_id)
  ), new_message AS (
    INSERT INTO messages (id, workspace_id, conversation_id, channel_account_id, identity_id, direction,
      author_kind, author_name, author_external_id, external_id, album_key, parts, preview, raw, reply_to_id,
      reply_to_external_id, quote, is_forwarded, number, sent_at, received_at)
    SELECT p.message_id, p.workspace_id, j.conversation_id, p.account_id, p.identity_id, 'INBOUND', 'CONTACT',
           p.author_name, p.author_external_id, p.external_id, p.album_key, p.parts, p.preview,
           decode(p.raw, 'base64'),
           CASE WHEN p.reply_to_external_id IS NULL THEN NULL ELSE coalesce(
             (SELECT m.id FROM messages m WHERE m.channel_account_id = p.account_id
                 AND m.direction IN ('INBOUND', 'OUTBOUND') AND m.external_id = p.reply_to_external_id LIMIT 1),
             (SELECT m.message_id FROM message_refs m WHERE m.channel_account_id = p.account_id
                 AND m.direction IN ('INBOUND', 'OUTBOUND') AND m.external_id = p.reply_to_external_id LIMIT 1),
             (SELECT f.message_id FROM fresh f
               WHERE f.account_id = p.account_id AND f.external_id = p.reply_to_external_id LIMIT 1))
           END,
           p.reply_to_external_id, p.quote, p.is_forwarded, j.message_count - p.places + p.place,
           p.sent_at, p.received_at
      FROM placed p JOIN joined j USING (inbox_id, contact_id)
    RETURNING 1
  ), news AS MATERIALIZED (
    SELECT workspace_id, count(*) AS events, count(*) FILTER (WHERE type = 'CASE_OPENED') AS cases
      FROM happened
     WHERE (SELECT (SELECT count(*) FROM new_identity) + (SELECT count(*) FROM new_message)) > 0
     GROUP BY workspace_id
  ), numbering AS MATERIALIZED (
    SELECT w.workspace_id
      FROM workspace_counters w
     WHERE w.workspace_id IN (SELECT n.workspace_id FROM news n)
     ORDER BY w.workspace_id
       FOR NO KEY UPDATE
  ), counter AS (
    UPDATE workspace_counters w
       SET last_event_number = w.last_event_number + n.events,
           last_case_number = w.last_case_number + n.cases
      FROM news n JOIN numbering USING (workspace_id)
     WHERE w.workspace_id = n.workspace_id
    RETURNING w.workspace_id, w.last_event_number - n.events AS before_events,
              w.last_case_number - n.cases AS before_cases, w.last_event_number AS last
  ), new_case AS (
    INSERT INTO cases (id, workspace_id, conversation_id, number, status, opened_at)
    SELECT j.open_case_id, j.workspace_id, j.conversation_id,
           c.before_cases + row_number() OVER (PARTITION BY j.workspace_id ORDER BY j.ord), 'OPEN', j.received_at
      FROM joined j JOIN counter c USING (workspace_id) WHERE j.opens_case
  ), new_media AS (
    INSERT INTO media (id, workspace_id, message_id, channel_account_id, reference, status, file_name,
                       next_attempt_at, created_at)
    SELECT m.id, p.workspace_id, p.message_id, p.account_id, m.reference, 'PENDING', m.file_name,
           now(), p.received_at
      FROM placed p, jsonb_to_recordset(p.media) AS m(id uuid, reference text, file_name text)
  ), new_event AS (
    INSERT INTO events (workspace_id, number, type, conversation_id, message_id, contact_id, case_id, identity_id,
                        channel_account_id, detail, occurred_at)
    SELECT h.workspace_id,
           c.before_events + row_number() OVER (PARTITION BY h.workspace_id ORDER BY h.ord, h.step),
           h.type, h.conversation_id, h.message_id, h.contact_id, h.case_id, h.identity_id, h.account_id,
           coalesce(h.detail, '{}'::jsonb), h.received_at
      FROM happened h JOIN counter c USING (workspace_id)
  )
  SELECT workspace_id AS "workspaceId", last::float8 AS number,
         (SELECT jsonb_agg(f.message_id)
            FROM fresh f
           WHERE (SELECT 1 FROM parked_changes p WHERE p.channel_account_id = f.account_id
                     AND p.target_external_id = f.external_id LIMIT 1) IS NOT NULL) AS overtaken
    FROM counter`,
};

/**
 * Stores a batch. Parts, names and texts must be storable already; the order of the rows is the order in which
 * they came.
 *
 * @returns what each workspace's readers should hear; empty when every message was here already.
 */
export async function insertInboundMessages(
  queries: Queries,
  rows: readonly IntakeRow[],
): Promise<readonly IntakeNews[]> {
  return queries.run<IntakeNews>(INTAKE_MESSAGES, [JSON.stringify(rows)]);
}
