import type {
  CaseId,
  ChannelAccountId,
  ContactId,
  ConversationId,
  IdentityId,
  MessageId,
  WorkspaceId,
} from './ids.ts';

export const EVENT_TYPES = [
  'MESSAGE_RECEIVED',
  'MESSAGE_QUEUED',
  'MESSAGE_STATUS_CHANGED',
  'MESSAGE_EDITED',
  'MESSAGE_DELETED',
  'MESSAGE_ECHOED',
  'REACTION_CHANGED',
  'MEDIA_CHANGED',
  'CONVERSATION_CREATED',
  'CONVERSATION_READ',
  'CASE_OPENED',
  'CASE_CHANGED',
  'CONTACT_CREATED',
  'CONTACT_CHANGED',
  'REACHABILITY_CHANGED',
  'CONSENT_CHANGED',
  'THREAD_CONTROL_CHANGED',
  'REFERRAL_RECEIVED',
  'IDENTITY_LINKED',
  'IDENTITY_UNLINKED',
  'MIGRATION_CHANGED',
  'MIGRATION_READER_CHANGED',
  'CHANNEL_ACCOUNT_CHANGED',
  'TEMPLATE_CHANGED',
  'CAMPAIGN_CHANGED',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** One entry of a workspace's ordered log: what changed, by id. Readers load the rest when they need it. */
export interface WorkspaceEvent {
  readonly workspaceId: WorkspaceId;
  /** Dense: n is followed by n + 1, so a hole is visible. The cursor that outsiders hold encodes it. */
  readonly number: number;
  readonly type: EventType;
  readonly occurredAt: Date;
  readonly subject: EventSubject;
  /** Small, type-specific facts that would be gone by the time somebody reads (a status at that moment). */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventSubject {
  readonly conversationId?: ConversationId;
  readonly messageId?: MessageId;
  readonly contactId?: ContactId;
  readonly caseId?: CaseId;
  readonly identityId?: IdentityId;
  readonly channelAccountId?: ChannelAccountId;
}
