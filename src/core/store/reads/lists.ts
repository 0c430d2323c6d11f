import type { PagedList } from './page.ts';
import {
  apiKeyShape,
  caseShape,
  channelAccountShape,
  contactShape,
  deadLetterShape,
  inboxShape,
  memberShape,
  messageShape,
} from './shapes.ts';

/** The lists that have one order only. Each is served by an index or is short by nature. */

/** Oldest first, as one reads. */
export const messagesInOrder = inOrder(messageShape, 'sent_at', 'ASC');
export const newestContacts = inOrder(contactShape, 'created_at', 'DESC');
export const newestCases = inOrder(caseShape, 'opened_at', 'DESC');
export const newestDeadLetters = inOrder(deadLetterShape, 'received_at', 'DESC');
export const inboxesInOrder = inOrder(inboxShape, 'created_at', 'ASC');
export const channelAccountsInOrder = inOrder(channelAccountShape, 'created_at', 'ASC');
export const membersInOrder = inOrder(memberShape, 'created_at', 'ASC');
export const apiKeysInOrder = inOrder(apiKeyShape, 'created_at', 'ASC');

function inOrder<Row>(
  shape: PagedList<Row>['shape'],
  sortedBy: string,
  direction: PagedList<Row>['direction'],
): PagedList<Row> {
  return { shape, sortedBy, direction };
}
