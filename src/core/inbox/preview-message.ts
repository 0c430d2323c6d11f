import {
  type ChannelDefinition,
  type FilledTemplate,
  fillTemplate,
  type Rendering,
  type RenderProblem,
} from '../channel/index.ts';
import type { ConversationId, IdentityId, MessageId } from '../model/ids.ts';
import type { Part } from '../model/part.ts';
import { notFound, type UserError, validationFailed } from '../model/result.ts';
import type { SendOptions } from '../model/send-options.ts';
import { storableJson } from '../model/storable-text.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import type { AuthorKind, Purpose } from '../model/words.ts';
import { listAliases } from '../store/identity-lookup.ts';
import { findMessage } from '../store/message-lookup.ts';
import { findRecipientByIdentity, type Recipient } from '../store/recipients.ts';
import { findRecipientsOfConversation } from '../store/recipients-of-conversation.ts';
import type { ChannelAccount, Identity, Message } from '../store/rows.ts';
import { listTemplateLanguages } from '../store/templates.ts';
import { checkParts } from './check-parts.ts';
import type { Core } from './core.ts';
import { templateProblems } from './template-problems.ts';
import { toOutbound } from './to-outbound.ts';
import { workspaceNow } from './workspace-now.ts';

/** A message that is not sent: what `sendMessage` takes, without a key. */
export interface PreviewMessageCommand {
  /** One of the two. A conversation is previewed for every identity that its inbox can write to. */
  readonly conversationId: ConversationId | null;
  readonly identityId: IdentityId | null;
  readonly parts: readonly Part[];
  readonly purpose: Purpose;
  readonly replyToId: MessageId | null;
  readonly options: SendOptions;
}

export interface MessagePreview {
  readonly kind: 'preview';
  readonly channels: readonly ChannelPreview[];
}

/** What one identity would get. */
export interface ChannelPreview {
  readonly identity: Identity;
  readonly account: ChannelAccount;
  /** True: `sendMessage` to this conversation goes here unless told otherwise. */
  readonly isDefault: boolean;
  /** The very requests that would be sent, but for the message's id, which it does not have yet. */
  readonly rendering: Rendering;
  /** The template of the message as the contact would see it; null: it has none that we know. */
  readonly template: FilledTemplate | null;
}

/** Stands where the id of the message will stand. */
export const PREVIEW_MESSAGE_ID = '00000000-0000-7000-8000-000000000000';

/** Shows how a message would look on the wire, and what would be lost, without promising or storing anything. */
export async function previewMessage(
  core: Core,
  viewer: WorkspaceViewer,
  command: PreviewMessageCommand,
): Promise<MessagePreview | UserError> {
  const problem = checkParts(command.parts);
  if (problem !== null) return problem;
  const { conversationId, identityId } = command;
  if ((conversationId === null) === (identityId === null)) {
    return validationFailed('Give a conversationId or an identityId, one of the two.');
  }
  const recipients = await findRecipients(core, viewer, command);
  if (recipients.length === 0) {
    return conversationId === null
      ? notFound('identity', ['identityId'])
      : notFound('conversation', ['conversationId']);
  }
  const replyTo =
    command.replyToId === null ? null : await findMessage(core.db, viewer.workspaceId, command.replyToId);
  if (command.replyToId !== null && replyTo === null) return notFound('message', ['replyToId']);
  const author: AuthorKind = viewer.kind === 'member' ? 'MEMBER' : 'BOT';
  const message = { ...command, author, parts: storableJson(command.parts) };
  const ids = recipients.map(({ identity }) => identity.id);
  const aliases = await listAliases(core.db, viewer.workspaceId, ids);
  const addressed = recipients.map((recipient) => ({
    ...recipient,
    aliases: aliases.get(recipient.identity.id) ?? [],
  }));
  const at = await workspaceNow(core, viewer.workspaceId);
  const previews = addressed.map((recipient) => previewFor(core, recipient, message, { replyTo, at }));
  return {
    kind: 'preview',
    channels: await Promise.all(previews),
  };
}

async function previewFor(
  core: Core,
  { identity, account, conversation, aliases }: Recipient & { readonly aliases: readonly string[] },
  message: PreviewMessageCommand & { readonly author: AuthorKind },
  { replyTo, at }: { readonly replyTo: Message | null; readonly at: Date },
): Promise<ChannelPreview> {
  const adapter = core.channels.find(account.channel);
  const isDefault = message.identityId !== null || conversation?.lastInboundIdentityId === identity.id;
  if (adapter === null) {
    const problem = { partIndex: null, message: `No "${account.channel}" is installed.` };
    const rendering = { kind: 'unrenderable', problems: [problem] } as const;
    return { identity, account, isDefault, rendering, template: null };
  }
  const used = await readTemplate(core, adapter, account, message.parts);
  const template = used?.filled ?? null;
  if (used !== null && used.problems.length > 0) {
    const rendering = { kind: 'unrenderable', problems: used.problems } as const;
    return { identity, account, isDefault, rendering, template };
  }
  const rendering = adapter.render(
    await toOutbound(core, adapter, {
      id: PREVIEW_MESSAGE_ID,
      message,
      recipient: { ...identity, aliases },
      replyToExternalId: replyTo?.externalId ?? null,
      account,
      at,
    }),
  );
  return { identity, account, isDefault, rendering, template };
}

interface UsedTemplate {
  /** Null: one that the account does not have. */
  readonly filled: FilledTemplate | null;
  readonly problems: readonly RenderProblem[];
}

/** Null: the message has no template. */
async function readTemplate(
  { db }: Core,
  adapter: ChannelDefinition,
  { id: channelAccountId, workspaceId }: ChannelAccount,
  parts: readonly Part[],
): Promise<UsedTemplate | null> {
  const partIndex = parts.findIndex(({ type }) => type === 'template');
  const part = parts[partIndex];
  if (part?.type !== 'template') return null;
  const { name, language } = part;
  const namesakes = await listTemplateLanguages(db, workspaceId, { channelAccountId, name });
  const known = namesakes.find((template) => template.language === language) ?? null;
  const languages = namesakes.map((template) => template.language);
  const problems = templateProblems(adapter, part, known, languages);
  return {
    filled: known === null ? null : fillTemplate(part, known.content),
    problems: problems.map(({ path, message }) => ({ partIndex, message: `${path}: ${message}` })),
  };
}

async function findRecipients(
  core: Core,
  { workspaceId }: WorkspaceViewer,
  { conversationId, identityId }: PreviewMessageCommand,
): Promise<readonly Recipient[]> {
  if (conversationId !== null) return findRecipientsOfConversation(core.db, workspaceId, conversationId);
  const recipient =
    identityId === null ? null : await findRecipientByIdentity(core.db, workspaceId, identityId);
  return recipient === null ? [] : [recipient];
}
