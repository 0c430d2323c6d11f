import type { PagedList } from './page.ts';
import {
  apiKeyShape,
  audienceShape,
  campaignRecipientShape,
  campaignShape,
  caseShape,
  channelAccountShape,
  contactShape,
  deadLetterShape,
  inboxShape,
  memberShape,
  messageShape,
  migrationImportShape,
  migrationReaderShape,
  migrationShape,
} from './shapes.ts';

/** The lists that have one order only. Each is served by an index or is short by nature. */

/** Oldest first, as one reads. */
export const messagesInOrder = inOrder(messageShape, 'sentAt', 'ASC');
export const newestContacts = inOrder(contactShape, 'createdAt', 'DESC');
export const newestCases = inOrder(caseShape, 'openedAt', 'DESC');
export const newestDeadLetters = inOrder(deadLetterShape, 'receivedAt', 'DESC');
export const inboxesInOrder = inOrder(inboxShape, 'createdAt', 'ASC');
export const channelAccountsInOrder = inOrder(channelAccountShape, 'createdAt', 'ASC');
export const membersInOrder = inOrder(memberShape, 'createdAt', 'ASC');
export const apiKeysInOrder = inOrder(apiKeyShape, 'createdAt', 'ASC');
export const newestCampaigns = inOrder(campaignShape, 'createdAt', 'DESC');
export const recipientsInOrder = inOrder(campaignRecipientShape, 'createdAt', 'ASC');
export const newestAudiences = inOrder(audienceShape, 'createdAt', 'DESC');
export const newestMigrations = inOrder(migrationShape, 'createdAt', 'DESC');
export const migrationReadersInOrder = inOrder(migrationReaderShape, 'createdAt', 'ASC');
export const newestMigrationImports = inOrder(migrationImportShape, 'createdAt', 'DESC');

function inOrder<Row>(
  shape: PagedList<Row>['shape'],
  sortedBy: PagedList<Row>['sortedBy'],
  direction: PagedList<Row>['direction'],
): PagedList<Row> {
  return { shape, sortedBy, direction };
}
