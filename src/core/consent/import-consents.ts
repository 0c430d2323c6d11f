import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { LegalBasis } from '../model/consent.ts';
import type { IdentityId, TopicId } from '../model/ids.ts';
import { forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import {
  appendConsents,
  type ConsentDraft,
  lockLedger,
  readConsentsOfIdentities,
} from '../store/consent-ledger.ts';
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
  /** What this one was shown, where it was in other words than for most; absent: what is said of all. */
  readonly wording?: string | null;
}

export interface ConsentsImported {
  readonly kind: 'imported';
  readonly records: readonly ConsentRecord[];
  /** Whoever refused, took back or confirmed this topic here themselves: a list does not speak for them any more. */
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
    /** What they were shown there; absent or null: nobody knows. The topic's own words are not put in their mouths. */
    readonly wording?: string | null;
    readonly privacyNoticeUrl?: string | null;
    readonly privacyNoticeVersion?: string | null;
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
  const bad = consents.flatMap((consent, row) => {
    const problem = problemOf(consent, now);
    return problem === null ? [] : [{ row, ...problem }];
  });
  const [first] = bad;
  if (first !== undefined) {
    return validationFailed(withOthers(first.message, bad), ['consents', first.row, first.field]);
  }
  const topic = await findTopic(core.db, workspaceId, command.topicId);
  if (topic === null) return notFound('topic', ['topicId']);

  return commit<ConsentsImported | UserError>(core, workspaceId, async (queries) => {
    await lockLedger(queries, workspaceId);
    const ids = consents.map(({ identityId }) => identityId);
    const people = await findConsentingIdentities(queries, workspaceId, ids);
    const unknown = ids.flatMap((id, row) => (people.has(id) ? [] : [{ row }]));
    if (unknown[0] !== undefined) {
      const { message, ...rest } = notFound('identity', ['consents', unknown[0].row, 'identityId']);
      return { result: { ...rest, message: withOthers(message, unknown) }, events: [] };
    }
    const earlier = new Map<IdentityId, ConsentRecord[]>();
    for (const record of await readConsentsOfIdentities(queries, workspaceId, ids)) {
      earlier.set(record.identityId, [...(earlier.get(record.identityId) ?? []), record]);
    }
    const drafts: ConsentDraft[] = [];
    const passedOver: IdentityId[] = [];
    for (const consent of consents) {
      const who = people.get(consent.identityId);
      if (who === undefined || hasDecided(who, earlier.get(consent.identityId) ?? [], topic, now)) {
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
        wording: consent.wording ?? command.wording ?? null,
        privacyNoticeUrl: command.privacyNoticeUrl ?? null,
        privacyNoticeVersion: command.privacyNoticeVersion ?? null,
        recordedBy: viewer.id,
        occurredAt: consent.occurredAt,
      } as const;
      drafts.push(draftEntry(who, said, now));
    }
    const records = await appendConsents(queries, workspaceId, drafts);
    return { result: { kind: 'imported', records, passedOver }, events: records.map(consentChanged) };
  });
}

/** What is wrong with one row in itself; null: nothing. */
function problemOf(
  { occurredAt, evidence }: ImportedConsent,
  now: Date,
): { readonly field: string; readonly message: string } | null {
  if (evidence !== null && evidence.trim() === '') {
    return { field: 'evidence', message: 'Leave it out, or say where it lies.' };
  }
  return occurredAt > now ? { field: 'occurredAt', message: 'It lies in the future.' } : null;
}

/** As many rows as a person looks through; whoever has more has the wrong list. */
const MOST_NAMED = 50;

/** The path names the first bad row; the sentence names them all, so that a list is mended in one go. */
function withOthers(message: string, bad: readonly { readonly row: number }[]): string {
  if (bad.length < 2) return message;
  const rows = bad.slice(0, MOST_NAMED).map(({ row }) => row);
  const more = bad.length > MOST_NAMED ? ` and ${bad.length - MOST_NAMED} more` : '';
  return `${message} Rows that can not be taken, from 0: ${rows.join(', ')}${more}.`;
}

/** @param records  All of theirs, newest first. */
function hasDecided(
  { identity }: ConsentingIdentity,
  records: readonly ConsentRecord[],
  topic: Topic,
  now: Date,
): boolean {
  if (identity.promotionalOptOutAt !== null) return true;
  return subscriptionsOf(records, now).some(
    ({ topicId, state, record }) =>
      topicId === topic.id && (state === 'WITHDRAWN' || (state === 'CONFIRMED' && record.isOwnWord)),
  );
}
