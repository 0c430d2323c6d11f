import type { EventSubject, EventType } from '../model/event.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';

/** An event before it has its number. */
export interface EventDraft {
  readonly type: EventType;
  readonly subject: EventSubject;
  readonly occurredAt: Date;
  /** Small, type-specific facts that would be gone by the time somebody reads. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

const APPEND: Statement = {
  name: 'append_events',
  text: `
    WITH counter AS (
      UPDATE workspace_counters
         SET last_event_number = last_event_number + jsonb_array_length($2::jsonb)
       WHERE workspace_id = $1::uuid
      RETURNING last_event_number AS last
    ), numbered AS (
      INSERT INTO events (workspace_id, number, type, conversation_id, message_id, contact_id, case_id,
                          identity_id, channel_account_id, detail, occurred_at)
      SELECT $1::uuid, counter.last - jsonb_array_length($2::jsonb) + draft.ordinality,
             draft.value->>'type',
             (draft.value#>>'{subject,conversationId}')::uuid,
             (draft.value#>>'{subject,messageId}')::uuid,
             (draft.value#>>'{subject,contactId}')::uuid,
             (draft.value#>>'{subject,caseId}')::uuid,
             (draft.value#>>'{subject,identityId}')::uuid,
             (draft.value#>>'{subject,channelAccountId}')::uuid,
             coalesce(draft.value->'detail', '{}'::jsonb),
             (draft.value->>'occurredAt')::timestamptz
        FROM counter, jsonb_array_elements($2::jsonb) WITH ORDINALITY AS draft(value, ordinality)
    )
    SELECT last::float8 AS last FROM counter`,
};

/**
 * Appends to the workspace's log and returns the number of the last entry. The workspace's counter stays locked
 * until the transaction ends: call it last, so that every writer takes its locks in the same order.
 */
export async function appendEvents(
  queries: Queries,
  workspaceId: WorkspaceId,
  drafts: readonly EventDraft[],
): Promise<number> {
  const [row] = await queries.run<{ last: number }>(APPEND, [workspaceId, JSON.stringify(drafts)]);
  if (row === undefined) throw new Error(`Workspace ${workspaceId} has no event counter.`);
  return row.last;
}
