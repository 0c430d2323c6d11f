import type { Core } from '../inbox/core.ts';
import type { MessageId, WorkspaceId } from '../model/ids.ts';
import { isPromotional } from '../model/words.ts';
import { readConsentsOfIdentity } from '../store/consent-ledger.ts';
import { type ConsentingIdentity, findConsentingIdentity } from '../store/consent-people.ts';
import { findMessage, hasPersonWrittenBetween } from '../store/message-lookup.ts';
import type { ConsentRecord, Message, Topic } from '../store/rows.ts';
import { findTopic, listTopics } from '../store/topics.ts';
import { answerRequest } from './answer-request.ts';
import { automationOf } from './automation-viewer.ts';
import { beginSubscription } from './begin-subscription.ts';
import { readConsentPayload } from './consent-payload.ts';
import { followReferral } from './follow-referral.ts';
import { leaveTopic, stopAll } from './leave-by-message.ts';
import { requestConsent } from './request-consent.ts';
import { sendPreferences } from './send-preferences.ts';
import { readSubscriptionPayload } from './subscription-payload.ts';
import { subscriptionsOf } from './subscriptions.ts';
import { isStopTap, normalised, readConsentWord, readTopicName } from './words.ts';

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
  if (word === 'yes' || word === 'no') return followAnswer(core, who, message, word);
  if (word === 'preferences') return showPreferences(core, who, message);
  const topics = await listTopics(core.db, workspaceId);
  const keyword = normalised(part.text);
  const named = topics.find(({ keywords }) => keywords.includes(keyword));
  if (named !== undefined) {
    return beginSubscription(core, who, named, { key: message.id, context: wroteIn(message) });
  }
  const wanted = topicNamed(topics, word === 'start' ? null : readTopicName(part.text), word === 'start');
  if (wanted !== null) return begin(core, who, message, wanted);
  // A link may have brought somebody whom we could not write to before they did.
  await followReferral(core, workspaceId, message.identityId);
}

/**
 * A bare yes or no answers the latest question, unless a colleague has written since: then it is most likely theirs,
 * and nobody shall have agreed by mistake. The buttons of the question stay good.
 */
async function followAnswer(
  core: Core,
  who: ConsentingIdentity,
  message: Message,
  answer: 'yes' | 'no',
): Promise<void> {
  const records = await readConsentsOfIdentity(core.db, message.workspaceId, who.identity.id);
  const request = subscriptionsOf(records, message.receivedAt).find(({ state }) => state === 'REQUESTED');
  if (request === undefined) return;
  const question = request.record.messageId;
  const isQuoted = question !== null && message.replyToId === question;
  if (question !== null && !isQuoted && (await hasPersonWrittenBetween(core.db, question, message))) return;
  await answerRequest(core, { who, message, request, answer, method: 'WORD' });
}

async function followTap(
  core: Core,
  who: ConsentingIdentity,
  message: Message,
  payload: string,
): Promise<void> {
  if (isStopTap(payload)) return stopAll(core, who, message);
  const wish = readSubscriptionPayload(payload);
  if (wish?.wish === 'leave') return leaveTopic(core, who, message, wish.topicId);
  if (wish?.wish === 'subscribe') {
    const topic = await findTopic(core.db, who.identity.workspaceId, wish.topicId);
    if (topic === null || topic.archivedAt !== null) return;
    return beginSubscription(core, who, topic, { key: message.id, context: tappedIn(message) });
  }
  const tapped = readConsentPayload(payload);
  if (tapped === null) return;
  // Only among this very contact's requests: a payload is what an app says that it is.
  const records = await readConsentsOfIdentity(core.db, message.workspaceId, who.identity.id);
  const asked = records.find(({ id, action }) => id === tapped.requestId && action === 'REQUESTED');
  if (asked === undefined) return;
  const request = subscriptionsOf(records, message.receivedAt).find(
    ({ record, state }) => record.id === asked.id && state === 'REQUESTED',
  );
  if (request !== undefined) {
    await answerRequest(core, { who, message, request, answer: tapped.answer, method: 'BUTTON' });
  } else if (tapped.answer === 'no') {
    await changeMind(core, who, message, asked);
  }
}

/** The question is no longer open, but its *No* stays a way out for as long as it stands in the chat. */
async function changeMind(
  core: Core,
  who: ConsentingIdentity,
  message: Message,
  { topicId }: ConsentRecord,
): Promise<void> {
  if (topicId !== null) await leaveTopic(core, who, message, topicId);
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
    name === null ? isPromotional(topic.purpose) : normalised(topic.name) === name,
  );
  const [only] = offered;
  return offered.length === 1 && only !== undefined ? only : null;
}

/** A plain word asks again, however often it comes: somebody may have lost the question. Who has agreed sees it. */
async function begin(core: Core, who: ConsentingIdentity, message: Message, topic: Topic): Promise<void> {
  const outcome = await requestConsent(core, automationOf(message.workspaceId), {
    identityId: who.identity.id,
    topicId: topic.id,
    idempotencyKey: `subscribe:${message.id}`,
    context: wroteIn(message),
  });
  if (outcome.kind === 'conflict') return showPreferences(core, who, message);
  if (outcome.kind !== 'requested') {
    core.log.info({ messageId: message.id, outcome: outcome.kind }, 'a wish to subscribe was not answered');
  }
}

const wroteIn = ({ id }: Message): string => `The contact asked for it in message ${id}.`;
const tappedIn = ({ id }: Message): string => `The contact tapped a button for it in message ${id}.`;
