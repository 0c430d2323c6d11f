import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { type MessageRefused, sendMessage } from '../inbox/send-message.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { IdentityId, TopicId } from '../model/ids.ts';
import { inLanguage } from '../model/language.ts';
import type { Part } from '../model/part.ts';
import { conflict, forbidden, notFound, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { AuthorKind } from '../model/words.ts';
import { appendConsent, findConsentRecord, readConsentsOfIdentity } from '../store/consent-ledger.ts';
import { findConsentingIdentity } from '../store/consent-people.ts';
import type { ConsentRecord, Message, Topic } from '../store/rows.ts';
import { findTopic } from '../store/topics.ts';
import { consentPayload, requestIdOf } from './consent-payload.ts';
import { consentChanged, draftEntry } from './ledger-entry.ts';
import { subscriptionsOf } from './subscriptions.ts';

/** Whoever has not answered by then has not agreed. */
const ANSWER_WITHIN_MS = 7 * 24 * 60 * 60 * 1000;

export interface RequestConsentCommand {
  readonly identityId: IdentityId;
  readonly topicId: TopicId;
  /** The same key asks once, however often it comes. */
  readonly idempotencyKey: string;
  /** How it came to be asked, for the ledger; absent: `recordedBy` says all. */
  readonly context?: string;
}

export interface ConsentRequested {
  readonly kind: 'requested';
  readonly record: ConsentRecord;
  /** The question, on its way. */
  readonly message: Message;
}

/**
 * Asks a contact to confirm, in the conversation itself: the first half of a double opt-in. Whoever has confirmed in
 * their own words is not asked again, because a question that nobody answers would end what stands.
 */
export async function requestConsent(
  core: Core,
  viewer: WorkspaceViewer,
  command: RequestConsentCommand,
  author: AuthorKind = 'AUTOMATION',
): Promise<ConsentRequested | MessageRefused | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const { workspaceId } = viewer;
  const who = await findConsentingIdentity(core.db, workspaceId, command.identityId);
  if (who === null) return notFound('identity', ['identityId']);
  const topic = await findTopic(core.db, workspaceId, command.topicId);
  if (topic === null || topic.archivedAt !== null) return notFound('topic', ['topicId']);

  // The question goes out first: an entry that says "asked" without a question would be a false one, while a
  // question without its entry is mended by asking again with the same key.
  const id = requestIdOf(workspaceId, command.idempotencyKey);
  const records = await readConsentsOfIdentity(core.db, workspaceId, command.identityId);
  const standing = subscriptionsOf(records, await workspaceNow(core, workspaceId)).find(
    ({ topicId }) => topicId === topic.id,
  );
  const isConfirmed = standing?.state === 'CONFIRMED' && standing.record.isOwnWord;
  if (isConfirmed && !records.some((record) => record.id === id)) {
    return conflict('The contact has confirmed this topic already.', ['topicId']);
  }
  const sent = await sendMessage(
    core,
    viewer,
    {
      conversationId: null,
      identityId: command.identityId,
      parts: [question(topic, id, who.contact.locale)],
      purpose: 'SERVICE',
      replyToId: null,
      options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
      idempotencyKey: `consent:${command.idempotencyKey}`,
    },
    author,
  );
  if (sent.kind !== 'queued') return sent;

  const now = await workspaceNow(core, workspaceId);
  return commit(core, workspaceId, async (queries) => {
    const said = {
      topic,
      purpose: topic.purpose,
      action: 'REQUESTED',
      method: 'DOUBLE_OPT_IN',
      recordedBy: viewer.id,
      messageId: sent.message.id,
      evidence: command.context ?? null,
      wording: wordingFor(topic, who.contact.locale),
      privacyNoticeUrl: topic.privacyNoticeUrl,
      privacyNoticeVersion: topic.privacyNoticeVersion,
      occurredAt: now,
      expiresAt: new Date(now.getTime() + ANSWER_WITHIN_MS),
    } as const;
    const record = await appendConsent(queries, draftEntry(who, said, now, id));
    const kept = record ?? (await findConsentRecord(queries, workspaceId, id));
    if (kept === null) throw new Error('A request for consent vanished from the ledger.');
    return {
      result: { kind: 'requested', record: kept, message: sent.message },
      events: record === null ? [] : [consentChanged(record)],
    };
  });
}

function question(topic: Topic, id: ConsentRecord['id'], locale: string | null): Part {
  const isGerman = locale?.toLowerCase().startsWith('de') === true;
  const notice = topic.privacyNoticeUrl === null ? '' : `\n${topic.privacyNoticeUrl}`;
  return {
    type: 'choice',
    style: 'buttons',
    text: `${wordingFor(topic, locale)}${notice}`,
    options: [
      { action: 'reply', payload: consentPayload(id, 'yes'), title: isGerman ? 'Ja' : 'Yes' },
      { action: 'reply', payload: consentPayload(id, 'no'), title: isGerman ? 'Nein' : 'No' },
    ],
  };
}

/** The question in the contact's language, else the one for all. */
const wordingFor = ({ wording, wordings }: Topic, locale: string | null): string =>
  inLanguage(wordings, locale, wording);
