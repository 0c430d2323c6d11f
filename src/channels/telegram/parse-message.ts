import type { MessageEvent, WebhookAccount } from '../../core/channel/index.ts';
import { fromUnixSeconds } from '../shared/from-unix-seconds.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { endsPromotion, isLinkPayload, readCommand } from './commands.ts';
import type { RawMessage } from './content-kinds.ts';
import { toIdentityId, toMessageKey } from './keys.ts';
import { readContent } from './parse-content.ts';
import { addressOf, isFromBot, isFromOurSide, isGroup, senderOf } from './parse-sender.ts';
import { readServiceMessage } from './parse-service-message.ts';
import { Message } from './payload.ts';

/** Where and how an update came. */
export interface UpdateContext {
  /** The field that held it, such as `edited_message`. */
  readonly kind: string;
  readonly updateId: number;
  readonly account: WebhookAccount;
}

/** A message to the bot, or between a connected business account and its customer. */
export function readMessage(value: unknown, context: UpdateContext): Reading {
  return withMessage(value, context, (message, fields) => {
    const content = readContent(message, fields);
    if (content === null) return readServiceMessage(message, fields, context.kind);
    const externalId = keyOf(message, context.updateId);
    const common = omitUndefined({
      externalId,
      parts: content.parts,
      sentAt: fromUnixSeconds(message.date),
      replyToExternalId: replyTargetOf(message),
    });
    if (isFromOurSide(message)) {
      const recipient = senderOf({ ...message, from: undefined });
      return understood([{ kind: 'echo', ...common, recipient }], content.unknown);
    }
    if (isFromBot(message)) return ignored(label(context.kind, 'from-bot'));
    return understood(
      withOptOut({ kind: 'message', ...common, ...messageFacts(message, context) }),
      content.unknown,
    );
  });
}

/** What a message says from now on. A moved live location is an edit too. */
export function readEdit(value: unknown, context: UpdateContext): Reading {
  return withMessage(value, context, (message, fields) => {
    const content = readContent(message, fields);
    if (content === null) return ignored(label(context.kind, 'service'));
    if (isFromBot(message)) return ignored(label(context.kind, 'from-bot'));
    // Without a number of its own, nothing says which message was edited.
    if (message.message_id === 0) return ignored(label(context.kind, 'no-message-id'));
    const editedAt = fromUnixSeconds(message.edit_date) ?? fromUnixSeconds(message.date);
    if (editedAt === null) return notUnderstood(label(context.kind, 'no-date'));
    const targetExternalId = toMessageKey(addressOf(message), message.message_id);
    return understood(
      [{ kind: 'message-edited', targetExternalId, parts: content.parts, editedAt }],
      content.unknown,
    );
  });
}

function withMessage(
  value: unknown,
  { kind }: UpdateContext,
  read: (message: Message, fields: RawMessage) => Reading,
): Reading {
  const message = Message.safeParse(value);
  const isBusiness = kind.includes('business');
  if (!message.success || isBusiness !== (message.data.business_connection_id !== undefined)) {
    return notUnderstood(label(kind, 'malformed'));
  }
  const { chat, sender_business_bot } = message.data;
  if (chat.type === 'channel') return ignored(label(kind, 'channel'));
  if (chat.type !== 'private' && !isGroup(chat)) return notUnderstood(label(kind, 'chat', chat.type));
  // Our own answers to the customers of a business account come back as updates.
  if (sender_business_bot !== undefined) return ignored(label(kind, 'own-echo'));
  return read(message.data, { ...Object(value) });
}

function messageFacts(
  message: Message,
  { account }: UpdateContext,
): Omit<MessageEvent, 'kind' | 'externalId' | 'parts' | 'sentAt'> {
  // A command that somebody passes on is no wish of theirs.
  const isForwarded = message.forward_origin !== undefined;
  const command = isForwarded
    ? null
    : readCommand(message.text ?? '', isGroup(message.chat), account.username);
  const ref = command?.name === 'start' ? (command.argument ?? '') : '';
  return omitUndefined({
    sender: senderOf(message),
    quote: message.quote?.text,
    isForwarded: isForwarded ? true : undefined,
    album: albumOf(message),
    command: command ?? undefined,
    referral: isLinkPayload(ref) ? { ref, source: 'deep-link' } : undefined,
  });
}

/** `/stop` ends newsletters; only an explicit consent, never `/start`, brings them back. */
function withOptOut(event: MessageEvent): readonly [MessageEvent, ...OptOut[]] {
  if (event.command === undefined || !endsPromotion(event.command)) return [event];
  const { sender, sentAt } = event;
  return [
    event,
    { kind: 'opt-out', sender, scope: 'promotional', reason: 'unsubscribed', occurredAt: sentAt },
  ];
}

type OptOut = Extract<Reading['events'][number], { kind: 'opt-out' }>;

/** Ephemeral and scheduled messages share the number 0: the update's own number tells them apart. */
function keyOf(message: Message, updateId: number): string {
  if (message.message_id === 0) return `update:${updateId}`;
  return toMessageKey(addressOf(message), message.message_id);
}

/** In a forum, the first message of a topic "replies" to the topic's creation. */
function replyTargetOf(message: Message): string | undefined {
  const target = message.reply_to_message;
  if (target === undefined || target.message_id === 0 || target.forum_topic_created !== undefined) {
    return undefined;
  }
  return toMessageKey(addressOf(message), target.message_id);
}

/** The pictures of an album come as messages of their own, numbered in their order. */
function albumOf(message: Message): MessageEvent['album'] {
  if (message.media_group_id === undefined || message.message_id === 0) return undefined;
  return {
    key: `${toIdentityId(addressOf(message))}:${message.media_group_id}`,
    position: message.message_id,
  };
}
