import type * as tables from './tables/index.ts';

/** Rows as the store returns them; what use cases answer with and resolvers expose. */
export type Workspace = typeof tables.workspaces.$inferSelect;
export type ApiKey = typeof tables.apiKeys.$inferSelect;
export type Member = typeof tables.members.$inferSelect;
export type Inbox = typeof tables.inboxes.$inferSelect;
export type ChannelAccount = typeof tables.channelAccounts.$inferSelect;
export type Contact = typeof tables.contacts.$inferSelect;
export type Identity = typeof tables.identities.$inferSelect;
export type Referral = typeof tables.referrals.$inferSelect;
export type Conversation = typeof tables.conversations.$inferSelect;
export type Case = typeof tables.cases.$inferSelect;
export type Message = typeof tables.messages.$inferSelect;
export type MessageRef = typeof tables.messageRefs.$inferSelect;
export type Attempt = typeof tables.attempts.$inferSelect;
export type Receipt = typeof tables.receipts.$inferSelect;
export type Reaction = typeof tables.reactions.$inferSelect;
export type Media = typeof tables.media.$inferSelect;
export type DeadLetter = typeof tables.deadLetters.$inferSelect;
export type Topic = typeof tables.topics.$inferSelect;
export type ConsentRecord = typeof tables.consentRecords.$inferSelect;
export type OperatorRuleRow = typeof tables.operatorRules.$inferSelect;
export type RateCardRow = typeof tables.rateCards.$inferSelect;
export type TemplateRow = typeof tables.templates.$inferSelect;
export type Audience = typeof tables.audiences.$inferSelect;
export type Snippet = typeof tables.snippets.$inferSelect;
export type Campaign = typeof tables.campaigns.$inferSelect;
export type CampaignRecipient = typeof tables.campaignRecipients.$inferSelect;
