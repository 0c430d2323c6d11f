import type { ConsentAction, ConsentMethod, LegalBasis } from '../model/consent.ts';
import type { ConsentRecordId, MessageId } from '../model/ids.ts';
import { storableText } from '../model/storable-text.ts';
import type { Purpose } from '../model/words.ts';
import type { ConsentDraft } from '../store/consent-ledger.ts';
import type { ConsentingIdentity } from '../store/consent-people.ts';
import type { EventDraft } from '../store/event-log.ts';
import { newId } from '../store/new-id.ts';
import type { ConsentRecord, Topic } from '../store/rows.ts';

/** What one entry says; what is absent was not there. */
export interface Said {
  readonly topic: Pick<Topic, 'id' | 'purpose'> | null;
  readonly purpose: Purpose;
  readonly action: ConsentAction;
  readonly method: ConsentMethod;
  readonly recordedBy: string;
  readonly occurredAt: Date;
  readonly legalBasis?: LegalBasis;
  readonly isOwnWord?: boolean;
  readonly messageId?: MessageId | null;
  readonly evidence?: string | null;
  readonly wording?: string | null;
  readonly privacyNoticeUrl?: string | null;
  readonly privacyNoticeVersion?: string | null;
  readonly expiresAt?: Date | null;
}

/** Who agrees, and through what: as much of them as an entry holds. */
export interface Agreeing {
  readonly identity: Pick<ConsentingIdentity['identity'], 'id' | 'contactId' | 'workspaceId'>;
  readonly account: Pick<ConsentingIdentity['account'], 'id' | 'channel'>;
}

export function draftEntry(
  { identity, account }: Agreeing,
  said: Said,
  recordedAt: Date,
  id: ConsentRecordId = newId<ConsentRecordId>(),
): ConsentDraft {
  const text = (value: string | null | undefined) => (value == null ? null : storableText(value));
  return {
    id,
    workspaceId: identity.workspaceId,
    contactId: identity.contactId,
    identityId: identity.id,
    channelAccountId: account.id,
    channel: account.channel,
    topicId: said.topic?.id ?? null,
    purpose: said.topic?.purpose ?? said.purpose,
    action: said.action,
    method: said.method,
    legalBasis: said.legalBasis ?? 'CONSENT',
    wording: text(said.wording),
    privacyNoticeUrl: text(said.privacyNoticeUrl),
    privacyNoticeVersion: text(said.privacyNoticeVersion),
    messageId: said.messageId ?? null,
    isOwnWord: said.isOwnWord ?? false,
    evidence: text(said.evidence),
    recordedBy: storableText(said.recordedBy),
    occurredAt: said.occurredAt,
    recordedAt,
    expiresAt: said.expiresAt ?? null,
  };
}

/** What the workspace's readers hear of it. */
export const consentChanged = (record: ConsentRecord): EventDraft => ({
  type: 'CONSENT_CHANGED',
  subject: {
    contactId: record.contactId,
    identityId: record.identityId,
    channelAccountId: record.channelAccountId,
  },
  occurredAt: record.recordedAt,
  detail: { topicId: record.topicId, purpose: record.purpose, action: record.action, method: record.method },
});
