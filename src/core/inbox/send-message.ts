import { createHash } from 'node:crypto';
import type { ChannelDefinition } from '../channel/index.ts';
import { describeParts } from '../model/describe-parts.ts';
import type { ConversationId, IdentityId, MessageId } from '../model/ids.ts';
import { storedMediaOf } from '../model/media-sources.ts';
import type { Part } from '../model/part.ts';
import type { PolicyDecision } from '../model/policy.ts';
import { forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import type { SendOptions } from '../model/send-options.ts';
import { storableJson, storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { AuthorKind, Purpose } from '../model/words.ts';
import { noteFirstResponse } from '../store/cases.ts';
import { countInOutbound } from '../store/conversations.ts';
import type { Queries } from '../store/database.ts';
import { claimIdempotencyKey, findIdempotencyKey } from '../store/idempotency.ts';
import { filterStoredMedia } from '../store/media.ts';
import { findMessage, insertMessage } from '../store/message-lookup.ts';
import { newId } from '../store/new-id.ts';
import { type FactsRow, readPolicyFacts } from '../store/policy-facts.ts';
import { findRecipientByConversation, findRecipientByIdentity, type Recipient } from '../store/recipients.ts';
import type { Message } from '../store/rows.ts';
import { checkParts } from './check-parts.ts';
import { commit, type Done } from './commit.ts';
import type { Core } from './core.ts';
import { templateProblems } from './template-problems.ts';
import { toOutbound } from './to-outbound.ts';
import { factsAsk, weighSending } from './weigh-sending.ts';
import { momentOf } from './weighed.ts';

export interface SendMessageCommand {
  /** One of the two; a conversation is answered where it was last heard from. */
  readonly conversationId: ConversationId | null;
  readonly identityId: IdentityId | null;
  readonly parts: readonly Part[];
  readonly purpose: Purpose;
  readonly replyToId: MessageId | null;
  readonly options: SendOptions;
  /** The same key and command make one message, however often they come. */
  readonly idempotencyKey: string;
}

export interface MessageQueued {
  readonly kind: 'queued';
  readonly message: Message;
}

export interface MessageRefused {
  readonly kind: 'refused';
  readonly decision: PolicyDecision;
  /** Where in the command the objection lies, as far as it lies in a part; absent: nowhere. */
  readonly problems?: readonly MessageProblem[];
}

export interface MessageProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Stands in the check for the id that a message gets when it is queued: as long, and nobody's. */
const UNNAMED = '00000000-0000-7000-8000-000000000000';

/** Dialogue goes before automations, and those before campaigns. */
const PRIORITY: Readonly<Record<AuthorKind, number>> = {
  MEMBER: 10,
  BOT: 10,
  AUTOMATION: 5,
  CAMPAIGN: 0,
  CONTACT: 0,
  NATIVE_APP: 0,
  SYSTEM: 5,
};

/**
 * Promises to send one message: allowed by policy, possible on its channel, and stored together with its place
 * in the queue. A refusal writes nothing.
 */
export async function sendMessage(
  core: Core,
  viewer: WorkspaceViewer,
  command: SendMessageCommand,
  author: AuthorKind = viewer.kind === 'member' ? 'MEMBER' : 'BOT',
): Promise<MessageQueued | MessageRefused | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const key = command.idempotencyKey;
  if (key === '' || key.length > 200)
    return validationFailed('It has 1 to 200 characters.', ['idempotencyKey']);
  const problem = checkParts(command.parts);
  if (problem !== null) return problem;

  const recipient = await findRecipient(core, viewer, command);
  if (recipient === null) {
    return command.conversationId !== null
      ? notFound('conversation', ['conversationId'])
      : notFound('identity', ['identityId']);
  }
  const adapter = core.channels.find(recipient.account.channel);
  if (adapter === null || recipient.account.status === 'DISCONNECTED') {
    return validationFailed('The channel account of this recipient is disconnected.', []);
  }
  const parts = storableJson(command.parts);
  const foreign = await foreignMedia(core, viewer, parts);
  if (foreign !== -1) return notFound('media', ['parts', foreign, 'mediaId']);
  const replyTo =
    command.replyToId === null ? null : await findMessage(core.db, viewer.workspaceId, command.replyToId);
  if (command.replyToId !== null && replyTo === null) return notFound('message', ['replyToId']);

  const requestHash = hashOf(command, author);
  const repeated = await findRepeated(core.db, viewer, key, requestHash);
  if (repeated !== null) return repeated;

  const message = { author, purpose: command.purpose, parts, options: command.options };
  const at = core.clock.now();
  const ask = factsAsk(viewer.workspaceId, recipient.identity.id, message);
  const [rows = []] = await readPolicyFacts(core.db, [ask], at, true);
  const decision = weighSending(adapter, { channels: core.channels, rows, message, at });
  const now = rows[0] === undefined ? at : momentOf(rows[0], at);
  if (decision.verdict === 'REFUSE') {
    const isOfTemplate = decision.rule === 'template-usable';
    return {
      kind: 'refused',
      decision,
      ...(isOfTemplate && { problems: problemsOfTemplate(adapter, parts, rows[0]) }),
    };
  }
  const rendering = adapter.render(
    await toOutbound(core, adapter, {
      id: UNNAMED,
      message: { ...message, options: command.options },
      recipient: { ...recipient.identity, ...(rows[0] !== undefined && { aliases: rows[0].aliases }) },
      replyToExternalId: replyTo?.externalId ?? null,
      account: recipient.account,
      at: now,
    }),
  );
  if (rendering.kind === 'unrenderable') {
    const [first] = rendering.problems;
    const path = first?.partIndex == null ? ['parts'] : ['parts', first.partIndex];
    return validationFailed(first?.message ?? 'This channel can not carry the message.', path);
  }

  const outcome = await commit(core, viewer.workspaceId, (queries) =>
    enqueue(queries, viewer, { command, recipient, parts, author, replyTo, decision, requestHash, now }),
  );
  if (outcome.kind === 'queued') core.wake.outbox();
  return outcome;
}

interface Enqueued {
  readonly command: SendMessageCommand;
  readonly recipient: Recipient;
  readonly parts: readonly Part[];
  readonly author: AuthorKind;
  readonly replyTo: Message | null;
  readonly decision: PolicyDecision;
  readonly requestHash: Uint8Array;
  /** In the workspace's own time. */
  readonly now: Date;
}

async function enqueue(
  queries: Queries,
  viewer: WorkspaceViewer,
  { command, recipient, parts, author, replyTo, decision, requestHash, now }: Enqueued,
): Promise<Done<MessageQueued | UserError>> {
  const id = newId<MessageId>();
  const isFirst = await claimIdempotencyKey(queries, {
    workspaceId: viewer.workspaceId,
    key: command.idempotencyKey,
    operation: 'sendMessage',
    requestHash,
    result: { messageId: id },
    createdAt: now,
  });
  if (!isFirst) {
    const repeated = await findRepeated(queries, viewer, command.idempotencyKey, requestHash);
    if (repeated === null) throw new Error('An idempotency key vanished.');
    return { result: repeated, events: [] };
  }
  const conversation = await countInOutbound(queries, { ...recipient, id, sentAt: now });
  const message = await insertMessage(queries, {
    id,
    workspaceId: viewer.workspaceId,
    conversationId: conversation.id,
    channelAccountId: recipient.account.id,
    identityId: recipient.identity.id,
    direction: 'OUTBOUND',
    authorKind: author,
    authorId: viewer.id,
    authorName: viewer.name,
    parts,
    preview: storableText(describeParts(parts)),
    replyToId: replyTo?.id ?? null,
    replyToExternalId: replyTo?.externalId ?? null,
    number: conversation.messageCount,
    sentAt: now,
    receivedAt: now,
    purpose: command.purpose,
    status: 'QUEUED',
    decision,
    options: command.options,
    priority: PRIORITY[author],
  });
  if (conversation.openCaseId !== null && author === 'MEMBER') {
    await noteFirstResponse(queries, viewer.workspaceId, conversation.openCaseId, now);
  }
  return {
    result: { kind: 'queued', message },
    events: [
      {
        type: 'MESSAGE_QUEUED',
        subject: {
          conversationId: conversation.id,
          messageId: id,
          contactId: conversation.contactId,
          channelAccountId: recipient.account.id,
        },
        occurredAt: now,
      },
    ],
  };
}

async function findRecipient(
  core: Core,
  viewer: WorkspaceViewer,
  { conversationId, identityId }: SendMessageCommand,
): Promise<Recipient | null> {
  if (identityId !== null) {
    const recipient = await findRecipientByIdentity(core.db, viewer.workspaceId, identityId);
    const isElsewhere = conversationId !== null && recipient?.conversation?.id !== conversationId;
    return isElsewhere ? null : recipient;
  }
  return conversationId === null
    ? null
    : findRecipientByConversation(core.db, viewer.workspaceId, conversationId);
}

async function findRepeated(
  queries: Queries,
  viewer: WorkspaceViewer,
  key: string,
  requestHash: Uint8Array,
): Promise<MessageQueued | UserError | null> {
  const earlier = await findIdempotencyKey(queries, viewer.workspaceId, key);
  if (earlier === null) return null;
  if (earlier.operation !== 'sendMessage' || Buffer.compare(earlier.requestHash, requestHash) !== 0) {
    return {
      kind: 'idempotency-conflict',
      message: 'This key was used for something else. Use a new key for a new message.',
      path: ['idempotencyKey'],
    };
  }
  const message = await findMessage(queries, viewer.workspaceId, earlier.result.messageId as MessageId);
  return message === null ? null : { kind: 'queued', message };
}

/** The index of the first part with a file that is not this workspace's; -1: all are. */
async function foreignMedia(core: Core, viewer: WorkspaceViewer, parts: readonly Part[]): Promise<number> {
  const ids = parts.flatMap(storedMediaOf);
  if (ids.length === 0) return -1;
  const known = await filterStoredMedia(core.db, viewer.workspaceId, ids);
  return parts.findIndex((part) => storedMediaOf(part).some((id) => !known.has(id)));
}

function problemsOfTemplate(
  adapter: ChannelDefinition,
  parts: readonly Part[],
  row: FactsRow | undefined,
): readonly MessageProblem[] {
  return parts.flatMap((part, index) => {
    if (part.type !== 'template' || row === undefined) return [];
    return templateProblems(adapter, part, row.template, row.templateLanguages).map(({ path, message }) => ({
      path: ['parts', index, 'template', ...path.split('.')],
      message,
    }));
  });
}

function hashOf(command: SendMessageCommand, author: AuthorKind): Uint8Array {
  const { idempotencyKey: _key, ...rest } = command;
  return createHash('sha256')
    .update(JSON.stringify({ ...rest, author }))
    .digest();
}
