import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { TopicId } from '../model/ids.ts';
import { readConsentsOfIdentity } from '../store/consent-ledger.ts';
import type { ConsentingIdentity } from '../store/consent-people.ts';
import type { Message } from '../store/rows.ts';
import { findTopic } from '../store/topics.ts';
import { consentChanged } from './ledger-entry.ts';
import { sayFarewell } from './say-farewell.ts';
import { withdrawAll } from './withdraw-consent.ts';

/** A contact's message takes everything back. */
export async function stopAll(core: Core, who: ConsentingIdentity, message: Message): Promise<void> {
  const isNews = await withdraw(core, who, message, null);
  // A command is answered as one.
  if (isNews && !message.preview.trim().startsWith('/')) await sayFarewell(core, who, null, message.id);
}

/** A contact's tap takes back one topic. */
export async function leaveTopic(
  core: Core,
  who: ConsentingIdentity,
  message: Message,
  topicId: TopicId,
): Promise<void> {
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
  const { id, workspaceId } = who.identity;
  const records = await readConsentsOfIdentity(core.db, workspaceId, id);
  // Read a second time, it must not take back what the contact agreed to since.
  if (records.some(({ action, messageId }) => action === 'WITHDRAWN' && messageId === message.id))
    return false;
  const now = await workspaceNow(core, workspaceId);
  return commit(core, workspaceId, async (queries) => {
    const withdrawal = {
      topicId,
      method: message.parts[0]?.type === 'choice-reply' ? 'BUTTON' : 'WORD',
      messageId: message.id,
      evidence: null,
      recordedBy: 'automation',
      occurredAt: message.sentAt,
    } as const;
    const withdrawn = await withdrawAll(queries, who, withdrawal, now);
    const isRefusal = topicId === null && who.identity.promotionalOptOutAt === null;
    return { result: withdrawn.length > 0 || isRefusal, events: withdrawn.map(consentChanged) };
  });
}
