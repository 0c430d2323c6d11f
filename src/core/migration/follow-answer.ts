import { answerRequest } from '../consent/answer-request.ts';
import { readConsentPayload } from '../consent/consent-payload.ts';
import { consentChanged } from '../consent/ledger-entry.ts';
import { requestConsent } from '../consent/request-consent.ts';
import { subscriptionsOf } from '../consent/subscriptions.ts';
import { withdrawAll } from '../consent/withdraw-consent.ts';
import { readConsentWord } from '../consent/words.ts';
import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { unlinkWithin } from '../inbox/unlink-identity.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { MessageId, WorkspaceId } from '../model/ids.ts';
import type { ReaderState } from '../model/migration.ts';
import { readConsentsOfIdentity } from '../store/consent-ledger.ts';
import { type ConsentingIdentity, findConsentingIdentity } from '../store/consent-people.ts';
import type { EventDraft } from '../store/event-log.ts';
import { findStandingLink } from '../store/identity-links.ts';
import { findMessage } from '../store/message-lookup.ts';
import {
  listArrivalsOfReader,
  listPendingArrivals,
  lockLink,
  updateArrival,
  updateLink,
} from '../store/migration-links.ts';
import { findReader, lockReader, updateReader } from '../store/migration-readers.ts';
import type { Message, MigrationArrival, MigrationReader } from '../store/rows.ts';
import { migrationViewer, recorder } from './acting-viewer.ts';
import { askToMove, readNotMe } from './ask-to-move.ts';
import { confirmMove } from './confirm-move.ts';
import { readerChanged } from './migration-events.ts';

/**
 * What a message means for somebody who came by a personal link and has not answered yet.
 *
 * @returns true when it was an answer, and needs no further reading.
 */
export async function followAnswer(
  core: Core,
  workspaceId: WorkspaceId,
  messageId: MessageId,
): Promise<boolean> {
  const message = await findMessage(core.db, workspaceId, messageId);
  if (message === null || message.direction !== 'INBOUND') return false;
  const pending = await listPendingArrivals(core.db, workspaceId, message.identityId);
  const [latest] = pending;
  if (latest === undefined) return false;
  for (const arrival of pending) {
    const answer = readAnswer(message, arrival, arrival === latest);
    if (answer === null) continue;
    await take(core, message, arrival, answer);
    return true;
  }
  // Until now the platform may have let nobody write to them.
  await askToMove(core, latest);
  return false;
}

type Answer = 'yes' | 'no' | 'not-me';

function readAnswer(message: Message, arrival: MigrationArrival, isLatest: boolean): Answer | null {
  const [part] = message.parts;
  if (part === undefined || message.parts.length !== 1) return null;
  if (part.type === 'choice-reply') {
    if (readNotMe(part.payload) === arrival.id) return 'not-me';
    const tapped = readConsentPayload(part.payload);
    return tapped !== null && tapped.requestId === arrival.requestId ? tapped.answer : null;
  }
  if (part.type !== 'text' || !isLatest || arrival.requestId === null) return null;
  const word = readConsentWord(part.text);
  return word === 'yes' || word === 'no' ? word : null;
}

async function take(core: Core, message: Message, arrival: MigrationArrival, answer: Answer): Promise<void> {
  const who = await findConsentingIdentity(core.db, message.workspaceId, message.identityId);
  if (who === null) return;
  if (answer === 'not-me') return notMe(core, who, message, arrival);
  const records = await readConsentsOfIdentity(core.db, message.workspaceId, who.identity.id);
  const now = await workspaceNow(core, message.workspaceId);
  const request = subscriptionsOf(records, now).find(
    ({ record, state }) => record.id === arrival.requestId && state === 'REQUESTED',
  );
  if (request === undefined) return;
  const method = message.parts[0]?.type === 'text' ? 'WORD' : 'BUTTON';
  await answerRequest(core, { who, message, request, answer, method }, (queries) =>
    answer === 'yes' ? confirmMove(queries, arrival, now) : settle(queries, arrival, 'DECLINED', now),
  );
}

type Queries = Parameters<Parameters<typeof commit>[2]>[0];

/** The arrival brought nobody over; the reader stands where they stood, or has said no. */
async function settle(
  queries: Queries,
  arrival: MigrationArrival,
  outcome: 'DECLINED' | 'FOREIGN',
  now: Date,
): Promise<readonly EventDraft[]> {
  const reader = await lockReader(queries, arrival.workspaceId, arrival.readerId);
  await updateArrival(queries, arrival, { outcome, settledAt: now });
  const others = await listArrivalsOfReader(queries, arrival.workspaceId, arrival.readerId);
  const isElsewhere = others.some((other) => other.id !== arrival.id && other.outcome === 'PENDING');
  if (reader.state !== 'ARRIVED' || isElsewhere) return [];
  const state = outcome === 'DECLINED' ? 'DECLINED' : stateBefore(reader);
  const changed = await updateReader(queries, reader, {
    state,
    stateAt: now,
    ...(outcome === 'DECLINED' ? { declinedAt: now } : { arrivedAt: null, channel: null }),
  });
  return [readerChanged(changed, now)];
}

function stateBefore({ openedAt, invitedAt }: MigrationReader): ReaderState {
  if (openedAt !== null) return 'OPENED';
  return invitedAt === null ? 'IMPORTED' : 'INVITED';
}

/**
 * The link was passed on. Whoever used it is somebody of their own again, the link is the reader's once more, and
 * the newcomer is asked for themselves.
 */
async function notMe(
  core: Core,
  who: ConsentingIdentity,
  message: Message,
  arrival: MigrationArrival,
): Promise<void> {
  const { workspaceId } = arrival;
  const known = await findReader(core.db, workspaceId, arrival.readerId);
  if (known === null) return;
  await commit(core, workspaceId, async (queries) => {
    const now = await workspaceNow({ db: queries, clock: core.clock }, workspaceId);
    const events = [...(await settle(queries, arrival, 'FOREIGN', now))];
    const withdrawal = {
      topicId: known.migration.topicId,
      method: 'BUTTON',
      messageId: message.id,
      evidence: 'It was not their link.',
      recordedBy: recorder(arrival.migrationId),
      occurredAt: message.sentAt,
    } as const;
    events.push(...(await withdrawAll(queries, who, withdrawal, now)).map(consentChanged));
    const link = await findStandingLink(queries, workspaceId, who.identity.id);
    if (link?.linkedBy === recorder(arrival.migrationId)) {
      const undone = await unlinkWithin(queries, workspaceId, {
        identityId: who.identity.id,
        reason: 'They said that it was not their link.',
        unlinkedBy: recorder(arrival.migrationId),
        now,
      });
      events.push(...undone.events);
    }
    const personal = await lockLink(queries, workspaceId, arrival.linkId);
    if (personal !== null) await updateLink(queries, personal, { usedAt: null, usedByIdentityId: null });
    return { result: null, events };
  });
  await requestConsent(core, migrationViewer(workspaceId), {
    identityId: who.identity.id,
    topicId: known.migration.topicId,
    idempotencyKey: `not-me:${arrival.id}`,
  });
}
