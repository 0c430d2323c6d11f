import { consentChanged } from '../consent/ledger-entry.ts';
import { subscriptionsOf } from '../consent/subscriptions.ts';
import { withdrawAll } from '../consent/withdraw-consent.ts';
import { linkWithin } from '../inbox/link-identity.ts';
import type { ContactId, IdentityId, TopicId, WorkspaceId } from '../model/ids.ts';
import { readConsentsOfIdentity } from '../store/consent-ledger.ts';
import { findConsentingIdentity } from '../store/consent-people.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { listIdentitiesOf } from '../store/identity-lookup.ts';
import { revokeLinks, updateArrival } from '../store/migration-links.ts';
import { findReader, lockReader, updateReader } from '../store/migration-readers.ts';
import type { MigrationArrival } from '../store/rows.ts';
import { recorder } from './acting-viewer.ts';
import { evidenceOf } from './arrive.ts';
import { readerChanged } from './migration-events.ts';

/**
 * What a reader's yes means beside the consent itself, in the same transaction: the new identity is the contact's,
 * every other subscription of theirs to the topic ends, and what is left of their links is void. Before and after
 * there is exactly one that lives.
 */
export async function confirmMove(
  queries: Queries,
  arrival: MigrationArrival,
  now: Date,
): Promise<readonly EventDraft[]> {
  const { workspaceId, identityId, readerId } = arrival;
  const reader = await lockReader(queries, workspaceId, readerId);
  const known = await findReader(queries, workspaceId, readerId);
  if (known === null) throw new Error('A reader that an arrival names is missing.');
  const linked = await linkWithin(queries, {
    workspaceId,
    identityId,
    contactId: known.contact.id,
    evidence: evidenceOf(arrival),
    linkedBy: recorder(arrival.migrationId),
    now,
  });
  await updateArrival(queries, arrival, { outcome: 'CONFIRMED', settledAt: now });
  const withdrawn = await keepOneSubscription(queries, {
    workspaceId,
    contactId: known.contact.id,
    topicId: known.migration.topicId,
    kept: identityId,
    evidence: `Moved to ${arrival.channel}.`,
    recordedBy: recorder(arrival.migrationId),
    now,
  });
  await revokeLinks(queries, workspaceId, [readerId], now);
  const confirmed = await updateReader(queries, reader, {
    state: 'CONFIRMED',
    stateAt: now,
    confirmedAt: now,
    confirmedIdentityId: identityId,
    channel: arrival.channel,
  });
  return [...linked.events, ...withdrawn, readerChanged(confirmed, now)];
}

interface Kept {
  readonly workspaceId: WorkspaceId;
  readonly contactId: ContactId;
  readonly topicId: TopicId;
  readonly kept: IdentityId;
  readonly evidence: string;
  readonly recordedBy: string;
  readonly now: Date;
}

/**
 * Ends a contact's subscriptions to a topic everywhere but through one identity. A question that is open elsewhere
 * stays open: whoever says yes there later moves once more.
 */
export async function keepOneSubscription(
  queries: Queries,
  { workspaceId, contactId, topicId, kept, evidence, recordedBy, now }: Kept,
): Promise<EventDraft[]> {
  const events: EventDraft[] = [];
  for (const { id } of await listIdentitiesOf(queries, workspaceId, contactId)) {
    const who = id === kept ? null : await findConsentingIdentity(queries, workspaceId, id);
    if (who === null || (await isAsked(queries, who.identity, topicId, now))) continue;
    const withdrawal = {
      topicId,
      evidence,
      recordedBy,
      method: 'RECORDED',
      messageId: null,
      occurredAt: now,
    } as const;
    events.push(...(await withdrawAll(queries, who, withdrawal, now)).map(consentChanged));
  }
  return events;
}

async function isAsked(
  queries: Queries,
  { id, workspaceId }: { readonly id: IdentityId; readonly workspaceId: WorkspaceId },
  topicId: TopicId,
  now: Date,
): Promise<boolean> {
  const records = await readConsentsOfIdentity(queries, workspaceId, id);
  return subscriptionsOf(records, now).some((one) => one.topicId === topicId && one.state === 'REQUESTED');
}
