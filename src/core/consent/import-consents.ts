import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { LegalBasis } from '../model/consent.ts';
import type { IdentityId, TopicId } from '../model/ids.ts';
import { forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { appendConsents, type ConsentDraft, readConsentsOfIdentities } from '../store/consent-ledger.ts';
import { type ConsentingIdentity, findConsentingIdentities } from '../store/consent-people.ts';
import type { ConsentRecord, Topic } from '../store/rows.ts';
import { findTopic } from '../store/topics.ts';
import { consentChanged, draftEntry } from './ledger-entry.ts';
import { subscriptionsOf } from './subscriptions.ts';

const MOST_AT_ONCE = 500;

export interface ImportedConsent {
  readonly identityId: IdentityId;
  /** When the contact agreed, as the other system has it. */
  readonly occurredAt: Date;
  /** Of this one alone; null: what is said of all. */
  readonly evidence: string | null;
}

export interface ConsentsImported {
  readonly kind: 'imported';
  readonly records: readonly ConsentRecord[];
  /** Whoever took back or refused this topic here: an old list does not speak for them any more. */
  readonly passedOver: readonly IdentityId[];
}

/** Takes over consents that were given elsewhere, on a declared legal basis and with evidence. All of them or none. */
export async function importConsents(
  core: Core,
  viewer: WorkspaceViewer,
  command: {
    readonly topicId: TopicId;
    readonly legalBasis: LegalBasis;
    /** Where the proof of all of them lies. */
    readonly evidence: string;
    readonly consents: readonly ImportedConsent[];
  },
): Promise<ConsentsImported | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const { workspaceId } = viewer;
  const { consents, evidence, legalBasis } = command;
  const now = await workspaceNow(core, workspaceId);
  if (evidence.trim() === '') return validationFailed('Say where the evidence lies.', ['evidence']);
  if (consents.length > MOST_AT_ONCE) {
    return validationFailed(`At most ${MOST_AT_ONCE} at once, got ${consents.length}.`, ['consents']);
  }
  const blank = consents.findIndex((consent) => consent.evidence !== null && consent.evidence.trim() === '');
  if (blank !== -1)
    return validationFailed('Leave it out, or say where it lies.', ['consents', blank, 'evidence']);
  const future = consents.findIndex(({ occurredAt }) => occurredAt > now);
  if (future !== -1) return validationFailed('It lies in the future.', ['consents', future, 'occurredAt']);
  const topic = await findTopic(core.db, workspaceId, command.topicId);
  if (topic === null) return notFound('topic', ['topicId']);

  return commit<ConsentsImported | UserError>(core, workspaceId, async (queries) => {
    const ids = consents.map(({ identityId }) => identityId);
    const people = await findConsentingIdentities(queries, workspaceId, ids);
    const unknown = ids.findIndex((id) => !people.has(id));
    if (unknown !== -1) {
      return { result: notFound('identity', ['consents', unknown, 'identityId']), events: [] };
    }
    const earlier = new Map<IdentityId, ConsentRecord[]>();
    for (const record of await readConsentsOfIdentities(queries, workspaceId, ids)) {
      earlier.set(record.identityId, [...(earlier.get(record.identityId) ?? []), record]);
    }
    const drafts: ConsentDraft[] = [];
    const passedOver: IdentityId[] = [];
    for (const consent of consents) {
      const who = people.get(consent.identityId);
      if (who === undefined || hasRefused(who, earlier.get(consent.identityId) ?? [], topic, now)) {
        passedOver.push(consent.identityId);
        continue;
      }
      const said = {
        topic,
        purpose: topic.purpose,
        legalBasis,
        action: 'CONFIRMED',
        method: 'IMPORT',
        evidence: consent.evidence ?? evidence,
        recordedBy: viewer.id,
        occurredAt: consent.occurredAt,
      } as const;
      drafts.push(draftEntry(who, said, now));
    }
    const records = await appendConsents(queries, workspaceId, drafts);
    return { result: { kind: 'imported', records, passedOver }, events: records.map(consentChanged) };
  });
}

/** @param records  All of theirs, newest first. */
function hasRefused(
  { identity }: ConsentingIdentity,
  records: readonly ConsentRecord[],
  topic: Topic,
  now: Date,
): boolean {
  if (identity.promotionalOptOutAt !== null) return true;
  return subscriptionsOf(records, now).some(
    ({ topicId, state }) => topicId === topic.id && state === 'WITHDRAWN',
  );
}
