import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { MessageId, TopicId, WorkspaceId } from '../model/ids.ts';
import { isPromotional } from '../model/words.ts';
import { readConsentsOfIdentity } from '../store/consent-ledger.ts';
import { type ConsentingIdentity, findConsentingIdentity } from '../store/consent-people.ts';
import { findMessage } from '../store/message-lookup.ts';
import type { Message, Topic } from '../store/rows.ts';
import { findTopic, listTopics } from '../store/topics.ts';
import { answerRequest } from './answer-request.ts';
import { automationOf } from './automation-viewer.ts';
import { beginSubscription } from './begin-subscription.ts';
import { readConsentPayload } from './consent-payload.ts';
import { followReferral } from './follow-referral.ts';
import { consentChanged } from './ledger-entry.ts';
import { requestConsent } from './request-consent.ts';
import { sayFarewell } from './say-farewell.ts';
import { sendPreferences } from './send-preferences.ts';
import { readSubscriptionPayload } from './subscription-payload.ts';
import { type Subscription, subscriptionsOf } from './subscriptions.ts';
import { withdrawAll } from './withdraw-consent.ts';
import { normalised, readConsentWord, readTopicName } from './words.ts';

/**
 * What a contact's message means for consent: a tap or word that answers a request, a word that ends everything,
 * a word that begins a subscription. Reading a message twice does nothing the second time.
 */
export async function followMessage(
  core: Core,
  workspaceId: WorkspaceId,
  messageId: MessageId,
): Promise<void> {
  const message = await findMessage(core.db, workspaceId, messageId);
  const [part] = message?.parts ?? [];
  if (message === null || message.direction !== 'INBOUND' || part === undefined || message.parts.length !== 1)
    return;
  const who = await findConsentingIdentity(core.db, workspaceId, message.identityId);
  if (who === null) return;
  if (part.type === 'choice-reply') return followTap(core, who, message, part.payload);
  if (part.type !== 'text') return;
  const word = readConsentWord(part.text);
  if (word === 'stop') return stopAll(core, who, message);
  if (word === 'yes' || word === 'no') {
    const [request] = await openRequests(core, who);
    if (request !== undefined)
      await answerRequest(core, { who, message, request, answer: word, method: 'WORD' });
    return;
  }
  if (word === 'preferences') return showPreferences(core, who, message);
  const topics = await listTopics(core.db, workspaceId);
  const keyword = normalised(part.text);
  const named = topics.find(({ keywords }) => keywords.includes(keyword));
  if (named !== undefined) return beginSubscription(core, who, named, message.id);
  const wanted = topicNamed(topics, word === 'start' ? null : readTopicName(part.text), word === 'start');
  if (wanted !== null) return begin(core, who, message, wanted);
  // A link may have brought somebody whom we could not write to before they did.
  await followReferral(core, workspaceId, message.identityId);
}

async function followTap(
  core: Core,
  who: ConsentingIdentity,
  message: Message,
  payload: string,
): Promise<void> {
  if (readConsentWord(payload) === 'stop') return stopAll(core, who, message);
  const wish = readSubscriptionPayload(payload);
  if (wish?.wish === 'leave') return leave(core, who, message, wish.topicId);
  if (wish?.wish === 'subscribe') {
    const topic = await findTopic(core.db, who.identity.workspaceId, wish.topicId);
    if (topic !== null && topic.archivedAt === null) await beginSubscription(core, who, topic, message.id);
    return;
  }
  const tapped = readConsentPayload(payload);
  if (tapped === null) return;
  // Only among this very contact's requests: a payload is what an app says that it is.
  const request = (await openRequests(core, who)).find(({ record }) => record.id === tapped.requestId);
  if (request === undefined) return;
  await answerRequest(core, { who, message, request, answer: tapped.answer, method: 'BUTTON' });
}

/** Still waiting for an answer, the latest first. */
async function openRequests(core: Core, { identity }: ConsentingIdentity): Promise<readonly Subscription[]> {
  const records = await readConsentsOfIdentity(core.db, identity.workspaceId, identity.id);
  return subscriptionsOf(records, await workspaceNow(core, identity.workspaceId)).filter(
    ({ state }) => state === 'REQUESTED',
  );
}

async function stopAll(core: Core, who: ConsentingIdentity, message: Message): Promise<void> {
  const isNews = await withdraw(core, who, message, null);
  // A command is answered as one.
  if (isNews && !message.preview.trim().startsWith('/')) await sayFarewell(core, who, null, message.id);
}

async function leave(core: Core, who: ConsentingIdentity, message: Message, topicId: TopicId): Promise<void> {
  const topic = await findTopic(core.db, who.identity.workspaceId, topicId);
  if (topic === null) return;
  const isNews = await withdraw(core, who, message, topicId);
  if (isNews) await sayFarewell(core, who, topic.name, message.id);
}

/** True: there was something to take back, or to refuse from now on. */
async function withdraw(
  core: Core,
  who: ConsentingIdentity,
  message: Message,
  topicId: TopicId | null,
): Promise<boolean> {
  const now = await workspaceNow(core, who.identity.workspaceId);
  return commit(core, who.identity.workspaceId, async (queries) => {
    const withdrawal = {
      topicId,
      method: topicId === null ? 'WORD' : 'BUTTON',
      messageId: message.id,
      evidence: null,
      recordedBy: 'automation',
      occurredAt: message.sentAt,
    } as const;
    const records = await withdrawAll(queries, who, withdrawal, now);
    const isRefusal = topicId === null && who.identity.promotionalOptOutAt === null;
    return { result: records.length > 0 || isRefusal, events: records.map(consentChanged) };
  });
}

async function showPreferences(core: Core, who: ConsentingIdentity, message: Message): Promise<void> {
  const outcome = await sendPreferences(core, automationOf(message.workspaceId), {
    identityId: who.identity.id,
    idempotencyKey: `preferences:${message.id}`,
  });
  if (outcome.kind !== 'queued') {
    core.log.info({ messageId: message.id, outcome: outcome.kind }, 'preferences were not shown');
  }
}

/** The topic of that name; without a name, the only one that there is to subscribe to. */
function topicNamed(topics: readonly Topic[], name: string | null, isAnyWanted: boolean): Topic | null {
  if (name === null && !isAnyWanted) return null;
  const offered = topics.filter((topic) =>
    name === null ? isPromotional(topic.purpose) : topic.name.toLowerCase() === name,
  );
  const [only] = offered;
  return offered.length === 1 && only !== undefined ? only : null;
}

/** A plain word asks again, however often it comes: somebody may have lost the question. */
async function begin(core: Core, who: ConsentingIdentity, message: Message, topic: Topic): Promise<void> {
  const outcome = await requestConsent(core, automationOf(message.workspaceId), {
    identityId: who.identity.id,
    topicId: topic.id,
    idempotencyKey: `subscribe:${message.id}`,
  });
  if (outcome.kind !== 'requested') {
    core.log.info({ messageId: message.id, outcome: outcome.kind }, 'a wish to subscribe was not answered');
  }
}
