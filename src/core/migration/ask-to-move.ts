import { consentPayload, requestIdOf } from '../consent/consent-payload.ts';
import { consentChanged, draftEntry } from '../consent/ledger-entry.ts';
import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { sendMessage } from '../inbox/send-message.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { ConsentRecordId, MigrationArrivalId } from '../model/ids.ts';
import type { Part } from '../model/part.ts';
import { appendConsent } from '../store/consent-ledger.ts';
import { findConsentingIdentity } from '../store/consent-people.ts';
import { findArrival, updateArrival } from '../store/migration-links.ts';
import { findReader, type KnownReader } from '../store/migration-readers.ts';
import type { MigrationArrival, Topic } from '../store/rows.ts';
import { findTopic } from '../store/topics.ts';
import { migrationViewer, recorder } from './acting-viewer.ts';
import { numbersOf } from './numbers-of.ts';
import { moveWords } from './words.ts';

/** Whoever has not answered by then has not agreed. */
const ANSWER_WITHIN_MS = 7 * 24 * 60 * 60 * 1000;
const OPTIONS = { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false } as const;

/** What the third button sends back. */
const NOT_ME = /^move:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):not-me$/u;

export function readNotMe(payload: string): MigrationArrivalId | null {
  return (NOT_ME.exec(payload)?.[1] as MigrationArrivalId | undefined) ?? null;
}

/**
 * Asks whoever came by a personal link whether they are the reader and want the newsletter here: one tap says both.
 * Where the platform lets nobody write yet, nothing happens; the contact's first word asks again.
 */
export async function askToMove(core: Core, { id, workspaceId }: MigrationArrival): Promise<void> {
  const arrival = await findArrival(core.db, workspaceId, id);
  if (arrival === null || arrival.outcome !== 'PENDING' || arrival.requestId !== null) return;
  const known = await findReader(core.db, workspaceId, arrival.readerId);
  const who = await findConsentingIdentity(core.db, workspaceId, arrival.identityId);
  const topic = known === null ? null : await findTopic(core.db, workspaceId, known.migration.topicId);
  if (known === null || who === null || topic === null) return;

  // As in `requestConsent`: the question goes first, under a key that makes asking again the same question.
  const key = `move:${arrival.id}`;
  const requestId = requestIdOf(workspaceId, key);
  const [number] = await numbersOf(core, core.db, known);
  const wording = wordingOf(known, topic, { arrivedLocale: who.contact.locale, number });
  const sent = await sendMessage(
    core,
    migrationViewer(workspaceId),
    {
      conversationId: null,
      identityId: arrival.identityId,
      parts: [question(arrival, requestId, wording, languageOf(known, who.contact.locale))],
      purpose: 'SERVICE',
      replyToId: null,
      options: OPTIONS,
      idempotencyKey: key,
    },
    'AUTOMATION',
  );
  if (sent.kind !== 'queued') {
    core.log.info({ arrivalId: id, outcome: sent.kind }, 'a reader who arrived could not be asked yet');
    return;
  }
  await commit(core, workspaceId, async (queries) => {
    const now = await workspaceNow({ db: queries, clock: core.clock }, workspaceId);
    const said = {
      topic,
      wording,
      purpose: topic.purpose,
      action: 'REQUESTED',
      method: 'DOUBLE_OPT_IN',
      recordedBy: recorder(arrival.migrationId),
      messageId: sent.message.id,
      privacyNoticeUrl: topic.privacyNoticeUrl,
      privacyNoticeVersion: topic.privacyNoticeVersion,
      occurredAt: now,
      expiresAt: new Date(now.getTime() + ANSWER_WITHIN_MS),
    } as const;
    const record = await appendConsent(queries, draftEntry(who, said, now, requestId));
    await updateArrival(queries, arrival, { requestId });
    return { result: null, events: record === null ? [] : [consentChanged(record)] };
  });
}

/** Tells somebody who came by a link that is not good any more; they can subscribe by themselves all the same. */
export async function tellSpent(core: Core, arrival: MigrationArrival): Promise<void> {
  const { workspaceId } = arrival;
  const known = await findReader(core.db, workspaceId, arrival.readerId);
  const who = await findConsentingIdentity(core.db, workspaceId, arrival.identityId);
  const topic = known === null ? null : await findTopic(core.db, workspaceId, known.migration.topicId);
  // Somebody who has moved already and presses Start once more needs no lecture.
  if (known === null || who === null || topic === null || known.contact.id === who.contact.id) return;
  await sendMessage(
    core,
    migrationViewer(workspaceId),
    {
      conversationId: null,
      identityId: arrival.identityId,
      parts: [{ type: 'text', text: moveWords(who.contact.locale).spent(topic.name) }],
      purpose: 'SERVICE',
      replyToId: null,
      options: OPTIONS,
      idempotencyKey: `move:${arrival.id}:spent`,
    },
    'AUTOMATION',
  );
}

const languageOf = ({ reader, contact }: KnownReader, arrivedLocale: string | null): string | null =>
  reader.language ?? contact.locale ?? arrivedLocale;

function wordingOf(
  known: KnownReader,
  topic: Topic,
  { arrivedLocale, number }: { readonly arrivedLocale: string | null; readonly number: string | undefined },
): string {
  const words = moveWords(languageOf(known, arrivedLocale));
  const notice = topic.privacyNoticeUrl === null ? '' : `\n${topic.privacyNoticeUrl}`;
  return `${words.question(topic.name, number?.slice(-2) ?? null, topic.wording)}${notice}`;
}

function question(
  arrival: MigrationArrival,
  requestId: ConsentRecordId,
  text: string,
  language: string | null,
): Part {
  const words = moveWords(language);
  return {
    type: 'choice',
    style: 'buttons',
    text,
    options: [
      { action: 'reply', payload: consentPayload(requestId, 'yes'), title: words.yes },
      { action: 'reply', payload: consentPayload(requestId, 'no'), title: words.no },
      { action: 'reply', payload: `move:${arrival.id}:not-me`, title: words.notMe },
    ],
  };
}
