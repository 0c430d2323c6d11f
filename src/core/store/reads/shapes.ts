import * as tables from '../tables/index.ts';
import { rowShape } from './row-shape.ts';

/**
 * What readers get of each noun. Secrets (keys' hashes, sealed credentials, wrapped data keys) and raw bodies
 * stay behind: what is never read can not be shown by mistake.
 */
export const workspaceShape = rowShape(tables.workspaces, ['wrappedDataKey']);
export const inboxShape = rowShape(tables.inboxes);
export const channelAccountShape = rowShape(tables.channelAccounts, ['sealedCredentials']);
export const memberShape = rowShape(tables.members);
export const apiKeyShape = rowShape(tables.apiKeys, ['hash']);
export const contactShape = rowShape(tables.contacts);
export const identityShape = rowShape(tables.identities);
export const referralShape = rowShape(tables.referrals);
export const conversationShape = rowShape(tables.conversations);
export const caseShape = rowShape(tables.cases);
export const messageShape = rowShape(tables.messages, [
  'raw',
  'albumKey',
  'authorExternalId',
  'options',
  'priority',
  'availableAt',
  'leaseUntil',
  'fence',
  'attemptCount',
  'acceptedRequests',
]);
export const attemptShape = rowShape(tables.attempts, ['requestHash']);
export const receiptShape = rowShape(tables.receipts);
export const reactionShape = rowShape(tables.reactions);
export const mediaShape = rowShape(tables.media);
export const topicShape = rowShape(tables.topics);
export const consentRecordShape = rowShape(tables.consentRecords);
export const templateShape = rowShape(tables.templates);
export const templateSyncShape = rowShape(tables.templateSyncs);
export const audienceShape = rowShape(tables.audiences);
export const snippetShape = rowShape(tables.snippets);
export const campaignShape = rowShape(tables.campaigns, [
  'leaseUntil',
  'fence',
  'dueAt',
  'toldAt',
  'nextReleaseAt',
  'fixedUpTo',
]);
export const campaignRecipientShape = rowShape(tables.campaignRecipients);
export const migrationShape = rowShape(tables.migrations);
export const migrationReaderShape = rowShape(tables.migrationReaders);
export const migrationLinkShape = rowShape(tables.migrationLinks, ['tokenHash']);
export const migrationImportShape = rowShape(tables.migrationImports, ['leaseUntil', 'fence']);
export const deadLetterShape = rowShape(tables.deadLetters, ['body']);

export type WorkspaceView = ReturnType<typeof workspaceShape.decode>;
export type InboxView = ReturnType<typeof inboxShape.decode>;
export type ChannelAccountView = ReturnType<typeof channelAccountShape.decode>;
export type MemberView = ReturnType<typeof memberShape.decode>;
export type ApiKeyView = ReturnType<typeof apiKeyShape.decode>;
export type ContactView = ReturnType<typeof contactShape.decode>;
export type IdentityView = ReturnType<typeof identityShape.decode>;
export type ReferralView = ReturnType<typeof referralShape.decode>;
export type ConversationView = ReturnType<typeof conversationShape.decode>;
export type CaseView = ReturnType<typeof caseShape.decode>;
export type MessageView = ReturnType<typeof messageShape.decode>;
export type AttemptView = ReturnType<typeof attemptShape.decode>;
export type ReceiptView = ReturnType<typeof receiptShape.decode>;
export type ReactionView = ReturnType<typeof reactionShape.decode>;
export type MediaView = ReturnType<typeof mediaShape.decode>;
export type TopicView = ReturnType<typeof topicShape.decode>;
export type ConsentRecordView = ReturnType<typeof consentRecordShape.decode>;
export type TemplateView = ReturnType<typeof templateShape.decode>;
export type TemplateSyncView = ReturnType<typeof templateSyncShape.decode>;
export type DeadLetterView = ReturnType<typeof deadLetterShape.decode>;
export type AudienceView = ReturnType<typeof audienceShape.decode>;
export type SnippetView = ReturnType<typeof snippetShape.decode>;
export type CampaignView = ReturnType<typeof campaignShape.decode>;
export type CampaignRecipientView = ReturnType<typeof campaignRecipientShape.decode>;
export type MigrationView = ReturnType<typeof migrationShape.decode>;
export type MigrationReaderView = ReturnType<typeof migrationReaderShape.decode>;
export type MigrationLinkView = ReturnType<typeof migrationLinkShape.decode>;
export type MigrationImportView = ReturnType<typeof migrationImportShape.decode>;
