import type { Core } from '../inbox/core.ts';
import { sendMessage } from '../inbox/send-message.ts';
import type { ApiKeyId, MessageId, WorkspaceId } from '../model/ids.ts';
import { findContact } from '../store/identity-links.ts';
import { findTravelledMessage } from '../store/message-lookup.ts';
import type { Message } from '../store/rows.ts';
import { findWorkspace } from '../store/workspaces.ts';

/** What the answers of a gateway may name. */
interface Situation {
  readonly businessName: string;
  readonly privacyPolicyUrl: string | null;
  readonly greeting: string | null;
}

type Answer = (situation: Situation) => string | null;

const ENGLISH: Readonly<Record<string, Answer>> = {
  start: ({ greeting }) => greeting,
  help: ({ businessName }) =>
    `You are writing with ${businessName}. A person will answer here. /stop ends news, /privacy tells what happens to your data.`,
  privacy: ({ businessName, privacyPolicyUrl }) =>
    privacyPolicyUrl === null
      ? `${businessName} keeps what you write here in order to answer you. Ask us here for details.`
      : `How ${businessName} handles your data: ${privacyPolicyUrl}`,
  stop: ({ businessName }) =>
    `You will get no more news from ${businessName} here. You can still write to us.`,
};

const GERMAN: Readonly<Record<string, Answer>> = {
  start: ({ greeting }) => greeting,
  help: ({ businessName }) =>
    `Sie schreiben mit ${businessName}. Hier antwortet ein Mensch. /stop beendet Neuigkeiten, /privacy sagt, was mit Ihren Daten geschieht.`,
  privacy: ({ businessName, privacyPolicyUrl }) =>
    privacyPolicyUrl === null
      ? `${businessName} speichert, was Sie hier schreiben, um Ihnen zu antworten. Fragen Sie uns hier nach Einzelheiten.`
      : `Wie ${businessName} mit Ihren Daten umgeht: ${privacyPolicyUrl}`,
  stop: ({ businessName }) =>
    `Sie bekommen hier keine Neuigkeiten von ${businessName} mehr. Schreiben können Sie uns weiterhin.`,
};

const COMMAND = /^\/(start|help|privacy|stop|unsubscribe)(?:@\w+)?(?:\s|$)/iu;

/** The command that a text is, lower case and without slash; null when it is none that a gateway answers. */
export function commandOf(text: string): string | null {
  const name = COMMAND.exec(text)?.[1]?.toLowerCase();
  if (name === undefined) return null;
  return name === 'unsubscribe' ? 'stop' : name;
}

/** Answers a message that is a command; every other one is for people. Answering twice makes one answer. */
export async function answerCommand(
  core: Core,
  workspaceId: WorkspaceId,
  messageId: MessageId,
): Promise<void> {
  const travelled = await findTravelledMessage(core.db, workspaceId, messageId);
  const command = travelled === null ? null : commandIn(travelled.message);
  if (travelled === null || command === null) return;
  const { identity } = travelled;
  const contact = await findContact(core.db, workspaceId, identity.contactId);
  const workspace = await findWorkspace(core.db, workspaceId);
  if (workspace === null) return;
  const { settings } = travelled.account;
  const setting = (name: string) => {
    const value = settings[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const texts = contact?.locale?.toLowerCase().startsWith('de') === true ? GERMAN : ENGLISH;
  const text = texts[command]?.({
    businessName: workspace.name,
    privacyPolicyUrl: setting('privacyPolicyUrl'),
    greeting: setting('greeting'),
  });
  if (text == null) return;
  const outcome = await sendMessage(
    core,
    // The automation acts for the workspace itself.
    {
      kind: 'api-key',
      workspaceId,
      id: workspaceId as unknown as ApiKeyId,
      name: workspace.name,
      role: 'AGENT',
    },
    {
      conversationId: null,
      identityId: identity.id,
      parts: [{ type: 'text', text }],
      purpose: 'SERVICE',
      replyToId: null,
      options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
      idempotencyKey: `command:${messageId}`,
    },
    'AUTOMATION',
  );
  if (outcome.kind !== 'queued') {
    core.log.info({ messageId, outcome: outcome.kind }, 'a command was not answered');
  }
}

function commandIn(message: Message): string | null {
  const [first] = message.parts;
  return message.parts.length === 1 && first?.type === 'text' ? commandOf(first.text) : null;
}
