import type { EventSubject, EventType, WorkspaceEvent } from '../model/event.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';

const READ: Statement = {
  name: 'read_events',
  text: `
    SELECT number::float8 AS number, type, occurred_at AS "occurredAt", detail,
           conversation_id AS "conversationId", message_id AS "messageId", contact_id AS "contactId",
           case_id AS "caseId", identity_id AS "identityId", channel_account_id AS "channelAccountId"
      FROM events WHERE workspace_id = $1::uuid AND number > $2::bigint
     ORDER BY number LIMIT $3::int`,
};

const BOUNDS: Statement = {
  name: 'read_event_bounds',
  text: `SELECT oldest_event_number::float8 AS oldest, last_event_number::float8 AS latest
           FROM workspace_counters WHERE workspace_id = $1::uuid`,
};

type Row = { number: number; type: EventType; occurredAt: Date; detail: Record<string, unknown> } & {
  readonly [Key in keyof Required<EventSubject>]: Required<EventSubject>[Key] | null;
};

/** The next entries behind a number, in order, without holes. */
export async function readEvents(
  queries: Queries,
  workspaceId: WorkspaceId,
  after: number,
  limit: number,
): Promise<readonly WorkspaceEvent[]> {
  const rows = await queries.run<Row>(READ, [workspaceId, after, limit]);
  return rows.map(({ number, type, occurredAt, detail, ...subject }) => ({
    workspaceId,
    number,
    type,
    occurredAt,
    detail,
    subject: Object.fromEntries(Object.entries(subject).filter(([, id]) => id !== null)),
  }));
}

/** The numbers of the oldest entry that is kept and of the latest; both 0-based where the log is empty. */
export async function readEventBounds(
  queries: Queries,
  workspaceId: WorkspaceId,
): Promise<{ readonly oldest: number; readonly latest: number }> {
  const [row] = await queries.run<{ oldest: number; latest: number }>(BOUNDS, [workspaceId]);
  if (row === undefined) throw new Error(`Workspace ${workspaceId} has no event counter.`);
  return row;
}
