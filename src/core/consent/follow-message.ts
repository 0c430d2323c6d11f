import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { ApiKeyId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import { isPromotional } from '../model/words.ts';
import { readConsentsOfIdentity } from '../store/consent-ledger.ts';
import {
  type ConsentingIdentity,
  findConsentingIdentity,
  findProvingMessage,
} from '../store/consent-people.ts';
import type { Message, Topic } from '../store/rows.ts';
import { listTopics } from '../store/topics.ts';
import { answerRequest } from './answer-request.ts';
import { readConsentPayload } from './consent-payload.ts';
import { consentChanged } from './ledger-entry.ts';
import { requestConsent } from './request-consent.ts';
import { type Subscription, subscriptionsOf } from './subscriptions.ts';
import { withdrawAll } from './withdraw-consent.ts';
import { readConsentWord, readTopicName } from './words.ts';

/**
 * What a contact's message means for consent: a tap or word that answers a request, a word that ends everything,
 * a word that begins a subscription. Reading a message twice does nothing the second time.
 */
export async function followMessage(
  core: Core,
  workspaceId: WorkspaceId,
  messageId: MessageId,
): Promise<void> {
  const message = await findProvingMessage(core.db, workspaceId, messageId);
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
  const wanted = await topicNamed(
    core,
    workspaceId,
    word === 'start' ? null : readTopicName(part.text),
    word === 'start',
  );
  if (wanted !== null) await begin(core, who, message, wanted);
}

async function followTap(
  core: Core,
  who: ConsentingIdentity,
  message: Message,
  payload: string,
): Promise<void> {
  if (readConsentWord(payload) === 'stop') return stopAll(core, who, message);
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
  const now = await workspaceNow(core, who.identity.workspaceId);
  await commit(core, who.identity.workspaceId, async (queries) => {
    const withdrawal = {
      topicId: null,
      method: 'WORD',
      messageId: message.id,
      evidence: null,
      recordedBy: 'automation',
      occurredAt: message.sentAt,
    } as const;
    const records = await withdrawAll(queries, who, withdrawal, now);
    return { result: null, events: records.map(consentChanged) };
  });
}

/** The topic of that name; without a name, the only one that there is to subscribe to. */
async function topicNamed(
  core: Core,
  workspaceId: WorkspaceId,
  name: string | null,
  isAnyWanted: boolean,
): Promise<Topic | null> {
  if (name === null && !isAnyWanted) return null;
  const topics = await listTopics(core.db, workspaceId);
  const offered = topics.filter((topic) =>
    name === null ? isPromotional(topic.purpose) : topic.name.toLowerCase() === name,
  );
  const [only] = offered;
  return offered.length === 1 && only !== undefined ? only : null;
}

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

/** The workspace itself, where no member and no key is at work. */
const automationOf = (workspaceId: WorkspaceId): WorkspaceViewer => ({
  kind: 'api-key',
  workspaceId,
  id: workspaceId as unknown as ApiKeyId,
  name: 'Automation',
  role: 'AGENT',
});
