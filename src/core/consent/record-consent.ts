import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { LegalBasis } from '../model/consent.ts';
import type { IdentityId, MessageId, TopicId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { Purpose } from '../model/words.ts';
import { appendConsent, lockLedger, readConsentsOfIdentity } from '../store/consent-ledger.ts';
import { findConsentingIdentity, liftPromotionalOptOut } from '../store/consent-people.ts';
import { findMessage } from '../store/message-lookup.ts';
import type { ConsentRecord } from '../store/rows.ts';
import { findTopic } from '../store/topics.ts';
import { consentChanged, draftEntry } from './ledger-entry.ts';
import { subscriptionsOf } from './subscriptions.ts';

export interface RecordConsentCommand {
  readonly identityId: IdentityId;
  /** Null: the purpose as a whole. */
  readonly topicId: TopicId | null;
  /** Of a topic it is the topic's own. */
  readonly purpose: Purpose;
  /** `GRANTED`: given once. `CONFIRMED`: confirmed, or proven as well as that. */
  readonly action: 'GRANTED' | 'CONFIRMED';
  readonly legalBasis: LegalBasis;
  /** One of the two at the least: the contact's message, or where other proof lies. */
  readonly messageId: MessageId | null;
  readonly evidence: string | null;
  /** Null: the topic's. */
  readonly wording: string | null;
  readonly privacyNoticeUrl: string | null;
  readonly privacyNoticeVersion: string | null;
  /** Null: now. */
  readonly occurredAt: Date | null;
}

const TAKEN_BACK = 'The contact took this consent back after that: only a newer one counts.';

export interface ConsentRecorded {
  readonly kind: 'recorded';
  readonly record: ConsentRecord;
}

/** Puts on record that a contact agreed, with proof. What they took back since then stays taken back. */
export async function recordConsent(
  core: Core,
  viewer: WorkspaceViewer,
  command: RecordConsentCommand,
): Promise<ConsentRecorded | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const { workspaceId } = viewer;
  const { messageId, evidence, topicId } = command;
  if (messageId === null && (evidence ?? '').trim() === '') {
    return validationFailed('A consent needs proof: the message, or where the evidence lies.', ['evidence']);
  }
  const now = await workspaceNow(core, workspaceId);
  if (command.occurredAt !== null && command.occurredAt > now) {
    return validationFailed('A consent can not be given in the future.', ['occurredAt']);
  }
  const who = await findConsentingIdentity(core.db, workspaceId, command.identityId);
  if (who === null) return notFound('identity', ['identityId']);
  const topic = topicId === null ? null : await findTopic(core.db, workspaceId, topicId);
  if (topicId !== null && topic === null) return notFound('topic', ['topicId']);
  const proof = messageId === null ? null : await findMessage(core.db, workspaceId, messageId);
  if (messageId !== null && proof?.identityId !== who.identity.id) return notFound('message', ['messageId']);

  const isOwnWord = proof?.direction === 'INBOUND';
  const said = {
    ...command,
    topic,
    isOwnWord,
    method: 'RECORDED',
    wording: command.wording ?? topic?.wording ?? null,
    privacyNoticeUrl: command.privacyNoticeUrl ?? topic?.privacyNoticeUrl ?? null,
    privacyNoticeVersion: command.privacyNoticeVersion ?? topic?.privacyNoticeVersion ?? null,
    recordedBy: viewer.id,
    occurredAt: command.occurredAt ?? proof?.sentAt ?? now,
  } as const;
  return commit<ConsentRecorded | UserError>(core, workspaceId, async (queries) => {
    await lockLedger(queries, workspaceId);
    const standing = subscriptionsOf(
      await readConsentsOfIdentity(queries, workspaceId, who.identity.id),
      now,
    );
    const withdrawn = standing.find(
      (subscription) =>
        subscription.state === 'WITHDRAWN' &&
        subscription.topicId === topicId &&
        (topicId !== null || subscription.purpose === command.purpose),
    );
    if (withdrawn !== undefined && withdrawn.since > said.occurredAt) {
      return { result: conflict(TAKEN_BACK, ['occurredAt']), events: [] };
    }
    const record = await appendConsent(queries, draftEntry(who, said, now));
    if (record === null) throw new Error('A new entry of the ledger had an old id.');
    if (isOwnWord) await liftPromotionalOptOut(queries, who.identity, proof.receivedAt);
    return { result: { kind: 'recorded', record }, events: [consentChanged(record)] };
  });
}
