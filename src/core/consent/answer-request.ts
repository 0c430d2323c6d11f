import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { ConsentMethod } from '../model/consent.ts';
import { appendConsent, lockLedger, readConsentsOfIdentity } from '../store/consent-ledger.ts';
import { type ConsentingIdentity, liftPromotionalOptOut } from '../store/consent-people.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import type { ConsentRecord, Message } from '../store/rows.ts';
import { consentChanged, draftEntry } from './ledger-entry.ts';
import { type Subscription, subscriptionsOf } from './subscriptions.ts';

export interface RequestAnswer {
  readonly who: ConsentingIdentity;
  /** What the contact says. */
  readonly message: Message;
  /** The request that it answers, still open. */
  readonly request: Subscription;
  readonly answer: 'yes' | 'no';
  readonly method: Extract<ConsentMethod, 'WORD' | 'BUTTON'>;
}

/** What else becomes so with an answer, in the same transaction; returns what readers shall hear of it. */
export type WithAnswer = (queries: Queries, record: ConsentRecord) => Promise<readonly EventDraft[]>;

/**
 * The second half of a double opt-in. The contact's own word also takes back an earlier refusal of promotion.
 *
 * @returns null when the request is open no more: it was answered, taken back or had expired before this came.
 */
export async function answerRequest(
  core: Pick<Core, 'db' | 'wake' | 'clock'>,
  { who, message, request, answer, method }: RequestAnswer,
  also: WithAnswer = async () => [],
): Promise<ConsentRecord | null> {
  const now = await workspaceNow(core, who.identity.workspaceId);
  return commit(core, who.identity.workspaceId, async (queries) => {
    await lockLedger(queries, who.identity.workspaceId);
    const records = await readConsentsOfIdentity(queries, who.identity.workspaceId, who.identity.id);
    if (!isOpen(records, request, message.receivedAt)) return { result: null, events: [] };
    const { wording, privacyNoticeUrl, privacyNoticeVersion } = request.record;
    const said = {
      topic: request.topicId === null ? null : { id: request.topicId, purpose: request.purpose },
      purpose: request.purpose,
      action: answer === 'yes' ? 'CONFIRMED' : 'DECLINED',
      method,
      isOwnWord: true,
      messageId: message.id,
      evidence: `Answers the question of entry ${request.record.number}.`,
      wording,
      privacyNoticeUrl,
      privacyNoticeVersion,
      recordedBy: 'automation',
      occurredAt: message.sentAt,
    } as const;
    const record = await appendConsent(queries, draftEntry(who, said, now));
    if (record !== null && answer === 'yes')
      await liftPromotionalOptOut(queries, who.identity, message.receivedAt);
    if (record === null) return { result: null, events: [] };
    return { result: record, events: [consentChanged(record), ...(await also(queries, record))] };
  });
}

/** Whether it waited for an answer when the answer reached us. */
function isOpen(records: readonly ConsentRecord[], { record }: Subscription, at: Date): boolean {
  return subscriptionsOf(records, at).some(
    (standing) => standing.record.id === record.id && standing.state === 'REQUESTED',
  );
}
