import type { ContactId, InboxId, MemberId } from '../../model/ids.ts';
import type { CaseStatus } from '../../model/words.ts';
import type { Filter, PagedList } from './page.ts';
import { type ConversationView, conversationShape } from './shapes.ts';

/** Which conversations a list shows; absent conditions ask nothing. */
export interface ConversationConditions {
  readonly inboxId?: InboxId;
  readonly contactId?: ContactId;
  readonly caseStatuses?: readonly CaseStatus[];
  readonly assigneeId?: MemberId;
  readonly isAssigned?: boolean;
  readonly isUnread?: boolean;
  readonly channel?: string;
}

export const conversationsByActivity = (direction: 'ASC' | 'DESC'): PagedList<ConversationView> => ({
  shape: conversationShape,
  sortedBy: 'lastMessageAt',
  direction,
});

/** A conversation's current case is the unresolved one, else the one resolved last. */
const CURRENT_CASE = 'SELECT 1 FROM cases k WHERE k.id = coalesce(r.open_case_id, r.last_case_id)';

export function conversationFilters(conditions: ConversationConditions): Filter[] {
  const filters: Filter[] = [HAS_MESSAGES];
  const add = (name: string, value: unknown, sql: Filter['sql']) => filters.push({ name, value, sql });

  if (conditions.inboxId !== undefined) {
    add('inbox', conditions.inboxId, (parameter) => `r.inbox_id = ${parameter}::uuid`);
  }
  if (conditions.contactId !== undefined) {
    add('contact', conditions.contactId, (parameter) => `r.contact_id = ${parameter}::uuid`);
  }
  if (conditions.caseStatuses !== undefined) {
    add(
      'status',
      conditions.caseStatuses,
      (parameter) => `EXISTS (${CURRENT_CASE} AND k.status = ANY (${parameter}::text[]))`,
    );
  }
  if (conditions.assigneeId !== undefined) {
    add(
      'assignee',
      conditions.assigneeId,
      (parameter) => `EXISTS (${CURRENT_CASE} AND k.assignee_id = ${parameter}::uuid)`,
    );
  }
  if (conditions.isAssigned !== undefined) {
    add(
      'assigned',
      conditions.isAssigned,
      (parameter) => `EXISTS (${CURRENT_CASE} AND k.assignee_id IS NOT NULL) = ${parameter}::boolean`,
    );
  }
  if (conditions.isUnread !== undefined) {
    add('unread', conditions.isUnread, (parameter) => `(r.unread_count > 0) = ${parameter}::boolean`);
  }
  if (conditions.channel !== undefined) {
    add(
      'channel',
      conditions.channel,
      (
        parameter,
      ) => `EXISTS (SELECT 1 FROM identities i JOIN channel_accounts a ON a.id = i.channel_account_id
                       WHERE i.contact_id = r.contact_id AND a.inbox_id = r.inbox_id
                         AND a.channel = ${parameter}::text)`,
    );
  }
  return filters;
}

/** Whose messages all went along with a linked identity is empty, and kept only for the way back. */
const HAS_MESSAGES: Filter = {
  name: 'spoken',
  value: true,
  sql: (parameter) => `(r.last_message_id IS NOT NULL OR r.message_count = 0) = ${parameter}::boolean`,
};
