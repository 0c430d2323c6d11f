import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { ConsentMethod } from '../model/consent.ts';
import type { IdentityId, MessageId, TopicId } from '../model/ids.ts';
import { forbidden, notFound, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { appendConsent, lockLedger, readConsentsOfIdentity } from '../store/consent-ledger.ts';
import {
  type ConsentingIdentity,
  findConsentingIdentity,
  setPromotionalOptOut,
} from '../store/consent-people.ts';
import type { Queries } from '../store/database.ts';
import type { ConsentRecord } from '../store/rows.ts';
import { findTopic } from '../store/topics.ts';
import { consentChanged, draftEntry } from './ledger-entry.ts';
import { isStanding, subscriptionsOf } from './subscriptions.ts';

export interface ConsentWithdrawn {
  readonly kind: 'withdrawn';
  /** Empty: there was nothing to take back. */
  readonly records: readonly ConsentRecord[];
}

/** Takes consents back, at once and for what already waits in the queue. Doing it twice is once. */
export async function withdrawConsent(
  core: Core,
  viewer: WorkspaceViewer,
  command: {
    readonly identityId: IdentityId;
    /** Null: everything, and no news or offers any more. */
    readonly topicId: TopicId | null;
    readonly evidence: string | null;
  },
): Promise<ConsentWithdrawn | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const who = await findConsentingIdentity(core.db, viewer.workspaceId, command.identityId);
  if (who === null) return notFound('identity', ['identityId']);
  if (command.topicId !== null && (await findTopic(core.db, viewer.workspaceId, command.topicId)) === null) {
    return notFound('topic', ['topicId']);
  }
  const now = await workspaceNow(core, viewer.workspaceId);
  return commit(core, viewer.workspaceId, async (queries) => {
    const records = await withdrawAll(
      queries,
      who,
      {
        topicId: command.topicId,
        method: 'RECORDED',
        messageId: null,
        evidence: command.evidence,
        recordedBy: viewer.id,
        occurredAt: now,
      },
      now,
    );
    return { result: { kind: 'withdrawn', records }, events: records.map(consentChanged) };
  });
}

export interface Withdrawal {
  /** Null: all of them. */
  readonly topicId: TopicId | null;
  readonly method: ConsentMethod;
  readonly messageId: MessageId | null;
  readonly evidence: string | null;
  readonly recordedBy: string;
  readonly occurredAt: Date;
}

/** One entry for each consent that still stands; without a topic, also the refusal of all that may come. */
export async function withdrawAll(
  queries: Queries,
  who: Pick<ConsentingIdentity, 'identity' | 'account'>,
  { topicId, ...withdrawal }: Withdrawal,
  now: Date,
): Promise<readonly ConsentRecord[]> {
  const { id, workspaceId } = who.identity;
  await lockLedger(queries, workspaceId);
  const standing = subscriptionsOf(await readConsentsOfIdentity(queries, workspaceId, id), now).filter(
    (subscription) => isStanding(subscription) && (topicId === null || subscription.topicId === topicId),
  );
  const records: ConsentRecord[] = [];
  for (const { topicId: subject, purpose, record } of standing) {
    const said = {
      ...withdrawal,
      topic: subject === null ? null : { id: subject, purpose },
      purpose,
      action: 'WITHDRAWN',
      legalBasis: record.legalBasis,
      isOwnWord: withdrawal.messageId !== null,
    } as const;
    const entry = await appendConsent(queries, draftEntry(who, said, now));
    if (entry !== null) records.push(entry);
  }
  if (topicId === null) await setPromotionalOptOut(queries, who.identity, withdrawal.occurredAt);
  return records;
}
