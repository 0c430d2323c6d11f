import type { Core } from '../inbox/core.ts';
import { sendMessage } from '../inbox/send-message.ts';
import type { ConsentingIdentity } from '../store/consent-people.ts';
import { automationOf } from './automation-viewer.ts';

/**
 * Confirms to somebody that they have left; once for each time that they said so.
 *
 * @param topicName  Null: everything.
 * @param key        Names the occasion.
 */
export async function sayFarewell(
  core: Core,
  { identity, contact }: ConsentingIdentity,
  topicName: string | null,
  key: string,
): Promise<void> {
  const isGerman = contact.locale?.toLowerCase().startsWith('de') === true;
  const text = isGerman ? inGerman(topicName) : inEnglish(topicName);
  const outcome = await sendMessage(
    core,
    automationOf(identity.workspaceId),
    {
      conversationId: null,
      identityId: identity.id,
      parts: [{ type: 'text', text }],
      purpose: 'SERVICE',
      replyToId: null,
      options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
      idempotencyKey: `farewell:${key}`,
    },
    'AUTOMATION',
  );
  if (outcome.kind !== 'queued') {
    core.log.info({ identityId: identity.id, outcome: outcome.kind }, 'a farewell was not confirmed');
  }
}

const inEnglish = (topicName: string | null): string =>
  topicName === null
    ? 'You will get no more news here. You can still write to us.'
    : `You will get "${topicName}" here no more. You can still write to us.`;

const inGerman = (topicName: string | null): string =>
  topicName === null
    ? 'Sie bekommen hier keine Neuigkeiten mehr. Schreiben können Sie uns weiterhin.'
    : `Sie bekommen „${topicName}“ hier nicht mehr. Schreiben können Sie uns weiterhin.`;
