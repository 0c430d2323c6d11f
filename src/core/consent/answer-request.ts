import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { ConsentMethod } from '../model/consent.ts';
import { appendConsent } from '../store/consent-ledger.ts';
import { type ConsentingIdentity, liftPromotionalOptOut } from '../store/consent-people.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import type { ConsentRecord, Message } from '../store/rows.ts';
import { consentChanged, draftEntry } from './ledger-entry.ts';
import type { Subscription } from './subscriptions.ts';

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

/** The second half of a double opt-in. The contact's own word also takes back an earlier refusal of promotion. */
export async function answerRequest(
  core: Pick<Core, 'db' | 'wake' | 'clock'>,
  { who, message, request, answer, method }: RequestAnswer,
  also: WithAnswer = async () => [],
): Promise<ConsentRecord | null> {
  const now = await workspaceNow(core, who.identity.workspaceId);
  return commit(core, who.identity.workspaceId, async (queries) => {
    const { wording, privacyNoticeUrl, privacyNoticeVersion } = request.record;
    const said = {
      topic: request.topicId === null ? null : { id: request.topicId, purpose: request.purpose },
      purpose: request.purpose,
      action: answer === 'yes' ? 'CONFIRMED' : 'DECLINED',
      method,
      isOwnWord: true,
      messageId: message.id,
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
