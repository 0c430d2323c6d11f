import type { Core } from '../inbox/core.ts';
import { type MessageQueued, type MessageRefused, sendMessage } from '../inbox/send-message.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { IdentityId } from '../model/ids.ts';
import type { Part } from '../model/part.ts';
import { conflict, forbidden, notFound, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { readConsentsOfIdentity } from '../store/consent-ledger.ts';
import { findConsentingIdentity } from '../store/consent-people.ts';
import type { Topic } from '../store/rows.ts';
import { listTopics } from '../store/topics.ts';
import { subscriptionPayload } from './subscription-payload.ts';
import { subscriptionsOf } from './subscriptions.ts';

/** Platforms show short titles, and few of them: the rest is left by word. */
const MOST_TOPICS = 9;
const MAX_TITLE = 20;

/** Shows a contact what they get, each with a button to leave it. */
export async function sendPreferences(
  core: Core,
  viewer: WorkspaceViewer,
  command: { readonly identityId: IdentityId; readonly idempotencyKey: string },
): Promise<MessageQueued | MessageRefused | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const who = await findConsentingIdentity(core.db, viewer.workspaceId, command.identityId);
  if (who === null) return notFound('identity', ['identityId']);
  const records = await readConsentsOfIdentity(core.db, viewer.workspaceId, command.identityId);
  const standing = new Set(
    subscriptionsOf(records, await workspaceNow(core, viewer.workspaceId))
      .filter(({ state }) => state === 'CONFIRMED')
      .map(({ topicId }) => topicId),
  );
  const topics = (await listTopics(core.db, viewer.workspaceId)).filter(({ id }) => standing.has(id));
  if (topics.length === 0) return conflict('The contact is subscribed to nothing here.', ['identityId']);
  const isGerman = who.contact.locale?.toLowerCase().startsWith('de') === true;
  return sendMessage(
    core,
    viewer,
    {
      conversationId: null,
      identityId: command.identityId,
      parts: [choiceOf(topics, isGerman)],
      purpose: 'SERVICE',
      replyToId: null,
      options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
      idempotencyKey: command.idempotencyKey,
    },
    'AUTOMATION',
  );
}

function choiceOf(topics: readonly Topic[], isGerman: boolean): Part {
  const shown = topics.slice(0, MOST_TOPICS);
  return {
    type: 'choice',
    style: 'list',
    text: isGerman
      ? `Das bekommen Sie hier. Was möchten Sie nicht mehr?\n${linesOf(topics)}`
      : `This is what you get here. What do you want no more?\n${linesOf(topics)}`,
    listLabel: isGerman ? 'Auswählen' : 'Choose',
    options: [
      ...shown.map(({ id, name }) => ({
        action: 'reply' as const,
        payload: subscriptionPayload({ wish: 'leave', topicId: id }),
        title: name.length > MAX_TITLE ? `${name.slice(0, MAX_TITLE - 1)}…` : name,
      })),
      { action: 'reply', payload: 'stop', title: isGerman ? 'Alles beenden' : 'Stop everything' },
    ],
  };
}

const linesOf = (topics: readonly Topic[]): string => topics.map(({ name }) => `• ${name}`).join('\n');
