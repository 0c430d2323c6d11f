import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { linkWithin } from '../inbox/link-identity.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { WorkspaceEvent } from '../model/event.ts';
import type {
  ChannelAccountId,
  IdentityId,
  MigrationArrivalId,
  MigrationLinkId,
  WorkspaceId,
} from '../model/ids.ts';
import type { ArrivalHint, ArrivalOutcome } from '../model/migration.ts';
import { type ConsentingIdentity, findConsentingIdentity } from '../store/consent-people.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { findLink, insertArrival, lockLink, updateLink } from '../store/migration-links.ts';
import { findReader, type KnownReader, lockReader, updateReader } from '../store/migration-readers.ts';
import { newId } from '../store/new-id.ts';
import type { MigrationArrival, MigrationLink, MigrationReader } from '../store/rows.ts';
import { recorder } from './acting-viewer.ts';
import { askToMove, tellSpent } from './ask-to-move.ts';
import { readerChanged } from './migration-events.ts';
import { numbersOf } from './numbers-of.ts';
import { likeness } from './same-person.ts';

/** Follows a referral that may have come by a personal link: intake knows which, and keeps its token to itself. Following it twice is once. */
export async function followReferral(core: Core, event: WorkspaceEvent): Promise<void> {
  const { identityId, channelAccountId } = event.subject;
  const { linkId } = event.detail;
  if (typeof linkId !== 'string' || identityId === undefined || channelAccountId === undefined) return;
  const link = await findLink(core.db, event.workspaceId, linkId as MigrationLinkId);
  // Another account's: for us it is a referral like any other.
  if (link?.channelAccountId !== channelAccountId) return;
  const arrival = await arrive(core, link, { workspaceId: event.workspaceId, identityId, channelAccountId });
  if (arrival === null) return;
  if (arrival.outcome === 'PENDING') await askToMove(core, arrival);
  else await tellSpent(core, arrival);
}

interface Arriving {
  readonly workspaceId: WorkspaceId;
  readonly identityId: IdentityId;
  readonly channelAccountId: ChannelAccountId;
}

/** Null: nobody is there, or this use was written down before and has been answered. */
async function arrive(
  core: Core,
  { id: linkId, readerId }: MigrationLink,
  { workspaceId, identityId }: Arriving,
): Promise<MigrationArrival | null> {
  const who = await findConsentingIdentity(core.db, workspaceId, identityId);
  const known = await findReader(core.db, workspaceId, readerId);
  if (who === null || known === null) return null;
  const hint = likeness({
    numbers: [await numbersOf(core, core.db, known), await numbersOf(core, core.db, who)],
    names: [known.contact.name, who.identity.displayName ?? who.contact.name],
  });
  return commit(core, workspaceId, async (queries) => {
    const reader = await lockReader(queries, workspaceId, readerId);
    const link = await lockLink(queries, workspaceId, linkId);
    if (link === null) return { result: null, events: [] };
    const now = await workspaceNow({ db: queries, clock: core.clock }, workspaceId);
    const outcome = outcomeOf(link, reader, known, identityId, now);
    const arrival = await insertArrival(queries, {
      id: newId<MigrationArrivalId>(),
      workspaceId,
      migrationId: known.migration.id,
      readerId,
      linkId,
      identityId,
      channel: who.account.channel,
      outcome,
      hint,
      createdAt: now,
      settledAt: outcome === 'PENDING' ? null : now,
    });
    if (arrival === null || outcome !== 'PENDING') return { result: arrival, events: [] };
    const events = await welcome(queries, { reader, link, arrival, known, who, now });
    return { result: arrival, events };
  });
}

function outcomeOf(
  link: MigrationLink,
  reader: MigrationReader,
  { migration }: KnownReader,
  identityId: IdentityId,
  now: Date,
): ArrivalOutcome {
  if (link.revokedAt !== null) return reader.state === 'CONFIRMED' ? 'USED' : 'REVOKED';
  if (link.usedAt !== null && link.usedByIdentityId !== identityId) return 'USED';
  if (link.expiresAt <= now) return 'EXPIRED';
  const isOver = migration.status === 'ENDED' || reader.state === 'CONFIRMED' || reader.state === 'LAPSED';
  return isOver ? 'CLOSED' : 'PENDING';
}

/** The link is spent, the reader has arrived, and is the contact we know where that is plain. */
async function welcome(
  queries: Queries,
  {
    reader,
    link,
    arrival,
    known,
    who,
    now,
  }: {
    readonly reader: MigrationReader;
    readonly link: MigrationLink;
    readonly arrival: MigrationArrival;
    readonly known: KnownReader;
    readonly who: ConsentingIdentity;
    readonly now: Date;
  },
): Promise<EventDraft[]> {
  await updateLink(queries, link, { usedAt: now, usedByIdentityId: who.identity.id });
  const arrived = await updateReader(queries, reader, {
    state: 'ARRIVED',
    stateAt: now,
    arrivedAt: reader.arrivedAt ?? now,
    channel: arrival.channel,
  });
  const events = [readerChanged(arrived, now)];
  if (!isPlain(arrival.hint) || who.identity.contactId === known.contact.id) return events;
  const linked = await linkWithin(queries, {
    workspaceId: reader.workspaceId,
    identityId: who.identity.id,
    contactId: known.contact.id,
    evidence: evidenceOf(arrival),
    linkedBy: recorder(reader.migrationId),
    now,
  });
  return [...events, ...linked.events];
}

const isPlain = (hint: ArrivalHint): boolean => hint === 'NAME' || hint === 'NUMBER';

export function evidenceOf({ linkId, hint }: MigrationArrival): string {
  const agreement: Readonly<Record<ArrivalHint, string>> = {
    NUMBER: 'and has the same number',
    NAME: 'and has the same name',
    NONE: 'and said that it was theirs',
    DIFFERENT: 'has another name, and said that it was theirs',
  };
  return `Opened the personal link ${linkId}, ${agreement[hint]}.`;
}
