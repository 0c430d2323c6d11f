import type { CaseId, ContactId, ConversationId, IdentityId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import { newId } from './new-id.ts';

/**
 * A row as the database has it, every column by its name and every instant to the microsecond: what is put back
 * from it is the same, byte for byte.
 */
export type Snapshot = Readonly<Record<string, unknown>>;

/** The messages of one identity in one conversation, and the conversation that they go to. */
export interface ThreadPair {
  readonly sourceId: ConversationId;
  readonly targetId: ConversationId;
  /** True: the target was made for them. */
  readonly isTargetNew: boolean;
}

const FIND: Statement = {
  name: 'find_threads_of_identity',
  text: `
    SELECT s.id AS "conversationId", s.inbox_id AS "inboxId"
      FROM conversations s
     WHERE s.workspace_id = $1::uuid AND s.contact_id = $2::uuid
       AND EXISTS (SELECT 1 FROM messages m WHERE m.identity_id = $3::uuid AND m.conversation_id = s.id)
     ORDER BY s.id`,
};

/** The conversations of a contact that hold messages of one identity. */
export async function findThreads(
  queries: Queries,
  workspaceId: WorkspaceId,
  contactId: ContactId,
  identityId: IdentityId,
): Promise<readonly { readonly conversationId: ConversationId; readonly inboxId: string }[]> {
  return queries.run(FIND, [workspaceId, contactId, identityId]);
}

const ENSURE: Statement = {
  name: 'ensure_thread',
  text: `
    INSERT INTO conversations (id, workspace_id, inbox_id, contact_id, last_message_at, created_at)
    SELECT $1::uuid, s.workspace_id, s.inbox_id, $3::uuid, s.last_message_at, $4::timestamptz
      FROM conversations s WHERE s.id = $2::uuid
        ON CONFLICT (inbox_id, contact_id) DO UPDATE SET inbox_id = excluded.inbox_id
    RETURNING id`,
};

/** The conversation of another contact at the same desk; made where there is none. */
export async function ensureThread(
  queries: Queries,
  beside: ConversationId,
  contactId: ContactId,
  now: Date,
): Promise<{ readonly id: ConversationId; readonly isNew: boolean }> {
  const candidate = newId<ConversationId>();
  const [row] = await queries.run<{ id: ConversationId }>(ENSURE, [candidate, beside, contactId, now]);
  if (row === undefined) throw new Error('An upsert returned no row.');
  return { id: row.id, isNew: row.id === candidate };
}

const LOCK: Statement = {
  name: 'lock_threads',
  text: `
    SELECT id, to_jsonb(c) AS row FROM conversations c WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
};

/** Locks conversations in the order of their ids and returns them as they are now. */
export async function lockThreads(
  queries: Queries,
  ids: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, Snapshot>> {
  const rows = await queries.run<{ id: ConversationId; row: Snapshot }>(LOCK, [[...ids]]);
  return new Map(rows.map(({ id, row }) => [id, row]));
}

const CASES: Statement = {
  name: 'cases_of_thread',
  text: `SELECT to_jsonb(k) AS row FROM cases k WHERE k.conversation_id = $1::uuid ORDER BY k.number FOR UPDATE`,
};

/** The cases of a conversation, locked, oldest first. */
export async function lockCases(queries: Queries, id: ConversationId): Promise<readonly Snapshot[]> {
  return (await queries.run<{ row: Snapshot }>(CASES, [id])).map(({ row }) => row);
}

const MOVE: Statement = {
  name: 'move_thread',
  text: `
    WITH unread AS (
      SELECT count(*) FILTER (WHERE u.identity_id = $3::uuid) AS mine
        FROM (SELECT m.identity_id FROM messages m
               WHERE m.conversation_id = $1::uuid AND m.direction = 'INBOUND'
               ORDER BY m.sent_at DESC, m.id DESC LIMIT $6::int) u
    ), placed AS (
      SELECT id, CASE WHEN number <= $5::bigint THEN number + $4::bigint
                      ELSE $7::bigint + row_number() OVER (PARTITION BY number > $5::bigint ORDER BY number) END
                   AS number
        FROM messages WHERE conversation_id = $1::uuid AND identity_id = $3::uuid
    ), moved AS (
      UPDATE messages m SET conversation_id = $2::uuid, number = p.number FROM placed p WHERE m.id = p.id
      RETURNING 1
    )
    SELECT (SELECT mine FROM unread)::float8 AS unread,
           (SELECT count(*) FROM messages m
             WHERE m.conversation_id = $1::uuid AND m.identity_id <> $3::uuid)::float8 AS remaining
      FROM (SELECT count(*) FROM moved) done`,
};

export interface ThreadMove {
  readonly from: ConversationId;
  readonly to: ConversationId;
  readonly identityId: IdentityId;
  /** Numbers up to `upTo` are shifted by this much; later ones follow behind `base`, in their order. */
  readonly shift: number;
  readonly upTo: number;
  readonly base: number;
  /** How many of the latest messages are unread. */
  readonly unreadCount: number;
}

/**
 * Gives one identity's messages to another conversation.
 *
 * @returns how many of the unread ones were theirs, and how many messages of others stayed behind.
 */
export async function moveThread(
  queries: Queries,
  { from, to, identityId, shift, upTo, unreadCount, base }: ThreadMove,
): Promise<{ readonly unread: number; readonly remaining: number }> {
  const [row] = await queries.run<{ unread: number; remaining: number }>(MOVE, [
    from,
    to,
    identityId,
    shift,
    upTo,
    unreadCount,
    base,
  ]);
  if (row === undefined) throw new Error('A count returned no row.');
  return row;
}

const SINCE: Statement = {
  name: 'thread_since',
  text: `
    SELECT count(*) FILTER (WHERE m.identity_id = $2::uuid)::float8 AS mine,
           count(*) FILTER (WHERE m.identity_id = $2::uuid AND m.direction = 'INBOUND')::float8 AS "mineInbound",
           count(*) FILTER (WHERE m.identity_id <> $2::uuid)::float8 AS others,
           count(*) FILTER (WHERE m.identity_id <> $2::uuid AND m.direction = 'INBOUND')::float8 AS "othersInbound"
      FROM messages m WHERE m.conversation_id = $1::uuid AND m.number > $3::bigint`,
};

export interface Since {
  readonly mine: number;
  readonly mineInbound: number;
  readonly others: number;
  readonly othersInbound: number;
}

/** What one identity and the others have added to a conversation behind a number. */
export async function countSince(
  queries: Queries,
  id: ConversationId,
  identityId: IdentityId,
  number: number,
): Promise<Since> {
  const [row] = await queries.run<Since>(SINCE, [id, identityId, number]);
  if (row === undefined) throw new Error('A count returned no row.');
  return row;
}

const COUNTS: Statement = {
  name: 'set_thread_counts',
  text: `
    UPDATE conversations SET unread_count = $2::int, message_count = $3::bigint WHERE id = $1::uuid`,
};

export async function setCounts(
  queries: Queries,
  id: ConversationId,
  counts: { readonly unread: number; readonly messages: number },
): Promise<void> {
  await queries.run(COUNTS, [id, counts.unread, counts.messages]);
}

const REFRESH: Statement = {
  name: 'refresh_threads',
  text: `
    UPDATE conversations c
       SET last_message_id = last.id,
           last_message_at = coalesce(last.sent_at, c.last_message_at),
           last_inbound_at = heard.sent_at,
           last_inbound_identity_id = coalesce(heard.identity_id, last.identity_id),
           open_case_id = open.id,
           last_case_id = coalesce(closed.id, open.id),
           last_case_resolved_at = closed.resolved_at
      FROM unnest($1::uuid[]) AS wanted(id)
      LEFT JOIN LATERAL (SELECT m.id, m.sent_at, m.identity_id FROM messages m
                          WHERE m.conversation_id = wanted.id
                          ORDER BY m.sent_at DESC, m.id DESC LIMIT 1) last ON true
      LEFT JOIN LATERAL (SELECT m.sent_at, m.identity_id FROM messages m
                          WHERE m.conversation_id = wanted.id AND m.direction = 'INBOUND'
                          ORDER BY m.sent_at DESC, m.id DESC LIMIT 1) heard ON true
      LEFT JOIN LATERAL (SELECT k.id FROM cases k
                          WHERE k.conversation_id = wanted.id AND k.status <> 'RESOLVED'
                          ORDER BY k.number DESC LIMIT 1) open ON true
      LEFT JOIN LATERAL (SELECT k.id, k.resolved_at FROM cases k
                          WHERE k.conversation_id = wanted.id AND k.status = 'RESOLVED'
                          ORDER BY k.resolved_at DESC, k.number DESC LIMIT 1) closed ON true
     WHERE c.id = wanted.id`,
};

/** Works out anew what conversations say of their messages and cases. */
export async function refreshThreads(queries: Queries, ids: readonly ConversationId[]): Promise<void> {
  await queries.run(REFRESH, [[...ids]]);
}

const RESTORE: Statement = {
  name: 'restore_thread',
  text: `
    UPDATE conversations c
       SET last_inbound_identity_id = s.last_inbound_identity_id, last_inbound_at = s.last_inbound_at,
           last_message_at = s.last_message_at, last_message_id = s.last_message_id,
           unread_count = s.unread_count, message_count = s.message_count, open_case_id = s.open_case_id,
           last_case_id = s.last_case_id, last_case_resolved_at = s.last_case_resolved_at
      FROM jsonb_populate_record(NULL::conversations, $1::jsonb) s
     WHERE c.id = s.id`,
};

/** Puts a conversation back to what it was. */
export async function restoreThread(queries: Queries, before: Snapshot): Promise<void> {
  await queries.run(RESTORE, [JSON.stringify(before)]);
}

const MOVE_CASES: Statement = {
  name: 'move_cases',
  text: 'UPDATE cases SET conversation_id = $2::uuid WHERE conversation_id = $1::uuid',
};

export async function moveCases(queries: Queries, from: ConversationId, to: ConversationId): Promise<void> {
  await queries.run(MOVE_CASES, [from, to]);
}

const CLOSE_CASE: Statement = {
  name: 'close_case',
  text: `
    UPDATE cases SET status = 'RESOLVED', resolved_at = $2::timestamptz, snoozed_until = NULL WHERE id = $1::uuid`,
};

/** Two open cases become one: this one ends where the other goes on. */
export async function closeCase(queries: Queries, id: CaseId, now: Date): Promise<void> {
  await queries.run(CLOSE_CASE, [id, now]);
}

const RESTORE_CASE: Statement = {
  name: 'restore_case',
  text: `
    UPDATE cases k
       SET conversation_id = b.conversation_id,
           status = CASE WHEN same.it THEN b.status ELSE k.status END,
           resolved_at = CASE WHEN same.it THEN b.resolved_at ELSE k.resolved_at END,
           snoozed_until = CASE WHEN same.it THEN b.snoozed_until ELSE k.snoozed_until END
      FROM jsonb_populate_record(NULL::cases, $1::jsonb) b,
           LATERAL (SELECT $3::boolean AND to_jsonb(k2) = $2::jsonb AS it FROM cases k2 WHERE k2.id = b.id) same
     WHERE k.id = b.id`,
};

/**
 * Gives a case back to its conversation. What was done to it since the link stays done; untouched, it is again what
 * it was before, if `mayReopen`.
 */
export async function restoreCase(
  queries: Queries,
  {
    before,
    after,
    mayReopen,
  }: { readonly before: Snapshot; readonly after: Snapshot; readonly mayReopen: boolean },
): Promise<void> {
  await queries.run(RESTORE_CASE, [JSON.stringify(before), JSON.stringify(after), mayReopen]);
}

const OPEN_CASE: Statement = {
  name: 'open_case',
  text: `
    WITH counter AS (
      UPDATE workspace_counters SET last_case_number = last_case_number + 1 WHERE workspace_id = $2::uuid
      RETURNING last_case_number AS number
    ), opened AS (
      INSERT INTO cases (id, workspace_id, conversation_id, number, status, opened_at)
      SELECT $1::uuid, $2::uuid, $3::uuid, counter.number, 'OPEN', $4::timestamptz FROM counter
    )
    UPDATE conversations SET open_case_id = $1::uuid, last_case_id = coalesce(last_case_id, $1::uuid)
     WHERE id = $3::uuid`,
};

/** A further work item: somebody wrote, and the case that covered it belongs to somebody else now. */
export async function openCase(
  queries: Queries,
  workspaceId: WorkspaceId,
  id: ConversationId,
  now: Date,
): Promise<CaseId> {
  const caseId = newId<CaseId>();
  await queries.run(OPEN_CASE, [caseId, workspaceId, id, now]);
  return caseId;
}

const REMOVE: Statement = {
  name: 'remove_thread',
  text: 'DELETE FROM conversations WHERE id = $1::uuid',
};

/** Removes a conversation that was made for a link and holds nothing any more. */
export async function removeThread(queries: Queries, id: ConversationId): Promise<void> {
  await queries.run(REMOVE, [id]);
}
