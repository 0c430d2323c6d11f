/**
 * Every id is a UUIDv7, made by us and branded by what it names, so that a contact's id can not be handed
 * to something that wants a conversation's. Platform ids are plain strings and never leave `externalId` fields.
 */
// A string key and no symbol: declaration files of inferred types must be able to write it down.
export type Id<Noun extends string> = string & { readonly '~names': Noun };

export type WorkspaceId = Id<'Workspace'>;
export type ApiKeyId = Id<'ApiKey'>;
export type MemberId = Id<'Member'>;
export type InboxId = Id<'Inbox'>;
export type ChannelAccountId = Id<'ChannelAccount'>;
export type ContactId = Id<'Contact'>;
export type IdentityId = Id<'Identity'>;
export type ConversationId = Id<'Conversation'>;
export type CaseId = Id<'Case'>;
export type MessageId = Id<'Message'>;
export type AttemptId = Id<'Attempt'>;
export type ReceiptId = Id<'Receipt'>;
export type MediaId = Id<'Media'>;
export type ReferralId = Id<'Referral'>;
export type DeadLetterId = Id<'DeadLetter'>;
export type TopicId = Id<'Topic'>;
export type ConsentRecordId = Id<'ConsentRecord'>;
export type OperatorRuleId = Id<'OperatorRule'>;
export type TemplateId = Id<'Template'>;
export type AudienceId = Id<'Audience'>;
export type SnippetId = Id<'Snippet'>;
export type CampaignId = Id<'Campaign'>;
export type CampaignRecipientId = Id<'CampaignRecipient'>;
export type IdentityLinkId = Id<'IdentityLink'>;
export type MigrationId = Id<'Migration'>;
export type MigrationReaderId = Id<'MigrationReader'>;
export type MigrationLinkId = Id<'MigrationLink'>;
export type MigrationArrivalId = Id<'MigrationArrival'>;
export type MigrationImportId = Id<'MigrationImport'>;
