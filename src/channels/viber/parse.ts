import { createHash } from 'node:crypto';
import type { InboundEvent, ParsedPayload } from '../../core/channel/index.ts';
import type { ReceiptStatus } from '../../core/model/delivery-status.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { ignored, label, notUnderstood, type Reading, toPayload, understood } from '../shared/reading.ts';
import { toMessageKey } from './keys.ts';
import { readContent } from './parse-content.ts';
import { group, person } from './parse-sender.ts';
import {
  ConversationStarted,
  Envelope,
  MessageEvent,
  Receipt,
  readJson,
  Unsubscribed,
  UserEvent,
} from './payload.ts';

/** What one callback means. Total: for any bytes it returns, and what it can not read has a label in `unknown`. */
export function parseCallback(body: Uint8Array): ParsedPayload {
  const json = readJson(new TextDecoder().decode(body));
  if (json === undefined) return toPayload([notUnderstood('body:not-json')]);
  const envelope = Envelope.safeParse(json);
  if (!envelope.success) return toPayload([notUnderstood('body:not-a-callback')]);
  const { event, message_token } = envelope.data;
  const read = READERS.get(event);
  if (read === undefined) return toPayload([notUnderstood(label('event', event))]);
  // Viber repeats a body byte for byte, so where the token is missing the body is its own name.
  const key = message_token ?? `body:${createHash('sha256').update(body).digest('hex')}`;
  return toPayload([read(json, key) ?? notUnderstood(label('event', event, 'malformed'))]);
}

/** @returns null when the event lacks what makes it one. */
type Reader = (json: unknown, key: string) => Reading | null;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['message', readMessage],
  ['subscribed', readSubscribed],
  ['unsubscribed', readUnsubscribed],
  ['conversation_started', readConversationStarted],
  ['delivered', (json) => readReceipt(json, 'DELIVERED')],
  ['seen', (json) => readReceipt(json, 'READ')],
  ['failed', (json) => readReceipt(json, 'FAILED')],
  // `webhook` is the handshake's; the others mean nothing to a conversation.
  ...['webhook', 'action', 'client_status'].map(
    (event) => [event, () => ignored(label('event', event))] as const,
  ),
]);

/** Our own ids only: other tools attach other things. */
const OUR_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

function readMessage(json: unknown, key: string): Reading | null {
  const { success, data } = MessageEvent.safeParse(json);
  if (!success) return null;
  const { sender, message, silent = false, timestamp = null } = data;
  const chatId = data.chat_id ?? message.chat_id;
  const { parts, unknown } = readContent(message, silent);
  const { tracking_data: tracked } = message;
  const event: InboundEvent = omitUndefined({
    kind: 'message' as const,
    externalId: key,
    sender: chatId === undefined ? person(sender) : group(chatId, sender),
    parts,
    sentAt: timestamp,
    correlationId: tracked !== undefined && OUR_ID.test(tracked) ? tracked : undefined,
  });
  return understood([event], unknown);
}

function readSubscribed(json: unknown): Reading | null {
  const { success, data } = UserEvent.safeParse(json);
  if (!success) return null;
  return understood([{ kind: 'opt-in', sender: person(data.user), occurredAt: data.timestamp ?? null }]);
}

function readUnsubscribed(json: unknown): Reading | null {
  const { success, data } = Unsubscribed.safeParse(json);
  if (!success) return null;
  return understood([
    {
      kind: 'opt-out',
      sender: { externalId: data.user_id },
      scope: 'all',
      reason: 'unsubscribed',
      occurredAt: data.timestamp ?? null,
    },
  ]);
}

/**
 * Somebody opened the chat, perhaps by a link of ours. That alone is no right to write to them: only the answer
 * to this request reaches them, unless they subscribed earlier.
 */
function readConversationStarted(json: unknown, key: string): Reading | null {
  const { success, data } = ConversationStarted.safeParse(json);
  if (!success) return null;
  const { user, context = '', type = 'open', subscribed = false, timestamp: occurredAt = null } = data;
  const sender = person(user);
  const referral: InboundEvent = {
    kind: 'referral',
    externalId: key,
    sender,
    referral: { ref: context, source: context === '' ? label(type) : 'deep-link' },
    occurredAt,
  };
  return understood(subscribed ? [referral, { kind: 'opt-in', sender, occurredAt }] : [referral]);
}

function readReceipt(json: unknown, status: ReceiptStatus): Reading | null {
  const { success, data } = Receipt.safeParse(json);
  if (!success) return null;
  return understood([
    {
      kind: 'receipt',
      status,
      target: { externalId: toMessageKey(data.message_token, data.user_id) },
      occurredAt: data.timestamp ?? null,
      recipientExternalId: data.user_id,
      // After an acceptance only the app fails: on a keyboard, a file or an address that it can not use.
      ...(status === 'FAILED' && {
        failure: {
          cause: 'invalid-content' as const,
          actionBy: 'author' as const,
          platformCode: 'failed',
          description: data.desc || 'The app of the recipient could not show the message.',
        },
      }),
    },
  ]);
}
