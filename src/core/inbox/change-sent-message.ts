import { type AccountContext, type ChannelDefinition, ChannelError } from '../channel/index.ts';
import { describeParts } from '../model/describe-parts.ts';
import type { MessageId } from '../model/ids.ts';
import type { Part } from '../model/part.ts';
import { forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableJson, storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { EventDraft } from '../store/event-log.ts';
import { readMessageRefs, replaceReactions } from '../store/intake-changes.ts';
import { findTravelledMessage } from '../store/message-lookup.ts';
import { lockMessage, updateMessage } from '../store/message-status.ts';
import type { ChannelAccount, Message } from '../store/rows.ts';
import { checkParts } from './check-parts.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';
import type { MessageRefused } from './send-message.ts';
import { weighChange } from './weigh-change.ts';

export interface MessageDone {
  readonly kind: 'done';
  readonly message: Message;
}

const TIMEOUT_MS = 10_000;

/** Changes what a message that we sent says, where policy allows it: at the platform first, then here. Repeating it is harmless. */
export async function editMessage(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly id: MessageId; readonly parts: readonly Part[] },
): Promise<MessageDone | MessageRefused | UserError> {
  const problem = checkParts(input.parts);
  if (problem !== null) return problem;
  const found = await findSent(core, viewer, input.id, 'OUTBOUND');
  if (found.kind !== 'found') return found;
  const { adapter, target } = found;
  const edit = adapter.edit;
  if (edit === undefined) return cannot(adapter, 'change a message that was sent');
  if (found.furtherExternalIds.length > 0) {
    const pieces = 1 + found.furtherExternalIds.length;
    return validationFailed(
      `This message went out as ${pieces} messages on ${adapter.displayName}, which are not changed as one: delete it and send it anew.`,
      ['id'],
    );
  }
  const parts = storableJson(input.parts);
  const refusal = await weighChange(core, viewer, adapter, found.message, parts);
  if (refusal !== null) return refusal;
  const failure = await ask(core, found, (context) =>
    edit({ ...target, parts, previousParts: found.message.parts }, context),
  );
  if (failure !== null) return failure;
  return apply(core, found.message, 'MESSAGE_EDITED', {
    parts,
    preview: storableText(describeParts(parts)),
    editedAt: core.clock.now(),
  });
}

/** Takes a message back that we sent, with all its pieces at the platform. Already gone counts as done; no rule forbids it. */
export async function deleteMessage(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly id: MessageId },
): Promise<MessageDone | UserError> {
  const found = await findSent(core, viewer, input.id, 'OUTBOUND');
  if (found.kind !== 'found') return found;
  const { adapter, target } = found;
  const remove = adapter.delete;
  if (remove === undefined) return cannot(adapter, 'delete a message that was sent');
  // What names the message goes last: as long as it stands there, deleting can be asked for again.
  for (const messageExternalId of [...found.furtherExternalIds, target.messageExternalId]) {
    const failure = await ask(core, found, (context) => remove({ ...target, messageExternalId }, context));
    if (failure !== null) return failure;
  }
  return apply(core, found.message, 'MESSAGE_DELETED', {
    parts: [],
    preview: 'Deleted message',
    deletedAt: core.clock.now(),
  });
}

/** Sets our complete set of reactions on a message of either side, where an answer would be allowed; an empty one takes all back. */
export async function react(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly messageId: MessageId; readonly emojis: readonly string[] },
): Promise<MessageDone | MessageRefused | UserError> {
  const found = await findSent(core, viewer, input.messageId, 'ANY');
  if (found.kind !== 'found') return found;
  const { adapter, message, target } = found;
  const { outbound } = adapter.capabilities.reactions;
  const setReactions = adapter.react;
  if (setReactions === undefined || outbound === null) return cannot(adapter, 'react to messages');
  if (input.emojis.length > outbound.maxPerMessage) {
    return validationFailed(
      `${adapter.displayName} shows at most ${outbound.maxPerMessage} reaction of ours.`,
      ['emojis'],
    );
  }
  const strange = input.emojis.findIndex(
    (emoji) => outbound.allowed !== 'any' && !outbound.allowed.includes(emoji),
  );
  if (strange !== -1)
    return validationFailed(`${adapter.displayName} does not take this reaction.`, ['emojis', strange]);
  const refusal = input.emojis.length === 0 ? null : await weighChange(core, viewer, adapter, message, null);
  if (refusal !== null) return refusal;
  const failure = await ask(core, found, (context) => setReactions(target, input.emojis, context));
  if (failure !== null) return failure;
  const now = core.clock.now();
  const emojis = input.emojis.map(storableText);
  return commit(core, viewer.workspaceId, async (queries) => {
    await lockMessage(queries, message.id, viewer.workspaceId);
    const { workspaceId } = viewer;
    const ours = { workspaceId, messageId: message.id, actor: 'us', emojis, changedAt: now };
    const isChanged = await replaceReactions(queries, ours);
    return {
      result: { kind: 'done' as const, message },
      events: isChanged
        ? [{ ...eventOf('REACTION_CHANGED', message, now), detail: { actor: 'us', emojis } }]
        : [],
    };
  });
}

interface Found {
  readonly kind: 'found';
  readonly message: Message;
  readonly account: ChannelAccount;
  readonly adapter: ChannelDefinition;
  readonly target: { readonly recipientExternalId: string; readonly messageExternalId: string };
  /** Of the other halves of a split text, the other files of an album. */
  readonly furtherExternalIds: readonly string[];
}

async function findSent(
  core: Core,
  viewer: WorkspaceViewer,
  id: MessageId,
  direction: 'OUTBOUND' | 'ANY',
): Promise<Found | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const travelled = await findTravelledMessage(core.db, viewer.workspaceId, id);
  if (travelled === null) return notFound('message', ['id']);
  const { message, identity, account } = travelled;
  const adapter = core.channels.find(account.channel);
  if (adapter === null) return validationFailed(`The adapter "${account.channel}" is not installed.`, ['id']);
  if (direction === 'OUTBOUND' && message.direction !== 'OUTBOUND') {
    return validationFailed('Only messages that we sent can be changed.', ['id']);
  }
  if (message.externalId === null || message.deletedAt !== null) {
    return validationFailed('The platform does not have this message (any more).', ['id']);
  }
  const refs = await readMessageRefs(core.db, message.id);
  const ids = refs
    .map(({ externalId }) => externalId)
    .filter((externalId) => externalId !== message.externalId);
  return {
    kind: 'found',
    message,
    account,
    adapter,
    furtherExternalIds: ids,
    target: { recipientExternalId: identity.externalId, messageExternalId: message.externalId },
  };
}

/** Asks the platform, outside any transaction; null: it did what we asked. */
async function ask(
  core: Core,
  { account, adapter }: Found,
  call: (context: AccountContext) => Promise<void>,
): Promise<UserError | null> {
  try {
    await call(await core.openAccount(account, TIMEOUT_MS));
    return null;
  } catch (error) {
    core.log.warn({ error, accountId: account.id }, 'a platform did not do what we asked');
    return {
      kind: 'channel-unavailable',
      path: [],
      message: error instanceof ChannelError ? error.message : `${adapter.displayName} could not be asked.`,
      platformCode: error instanceof ChannelError ? error.facts.platformCode : null,
      isRetryable: !(error instanceof ChannelError) || error.kind !== 'rejected',
    };
  }
}

function cannot(adapter: ChannelDefinition, what: string): UserError {
  return validationFailed(`${adapter.displayName} can not ${what}.`);
}

async function apply(
  core: Core,
  message: Message,
  type: 'MESSAGE_EDITED' | 'MESSAGE_DELETED',
  change: Partial<Message>,
): Promise<MessageDone> {
  return commit(core, message.workspaceId, async (queries) => ({
    result: { kind: 'done' as const, message: await updateMessage(queries, message.id, change) },
    events: [eventOf(type, message, core.clock.now())],
  }));
}

function eventOf(type: EventDraft['type'], message: Message, occurredAt: Date): EventDraft {
  return { type, occurredAt, subject: { conversationId: message.conversationId, messageId: message.id } };
}
