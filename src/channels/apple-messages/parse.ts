import type { ParsedPayload, WebhookAccount } from '../../core/channel/index.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { toAccountKey } from './business-id.ts';
import { readObject } from './gzip.ts';
import { readInteractive } from './parse-interactive.ts';
import { readText } from './parse-text.ts';
import { Envelope } from './payload.ts';
import { senderOf } from './sender.ts';

/** The types of message that customers' devices send, and who understands them. */
const READERS: Readonly<Record<string, (message: Envelope) => Reading>> = {
  text: readText,
  interactive: readInteractive,
  typing_start: (message) => typing(message, true),
  typing_end: (message) => typing(message, false),
  close: readClose,
};
const READER_OF_TYPE = new Map(Object.entries(READERS));

/**
 * What one body means; packed or not, completed or as it came. Total: for any bytes it returns, and what it can not
 * read has a label in `unknown`.
 */
export function parseMessage(body: Uint8Array, account: WebhookAccount): ParsedPayload {
  const json = readObject(body);
  if (json === null) return payload(notUnderstood('body:not-an-object'), null);
  const message = Envelope.safeParse(json);
  if (!message.success) return payload(notUnderstood('body:not-a-message'), null);
  const { type, destinationId } = message.data;
  const read = READER_OF_TYPE.get(type);
  const reading = read === undefined ? notUnderstood(label('type', type)) : read(message.data);
  return payload(reading, ownerOf(destinationId, account));
}

/** One address may serve many businesses. An account that was never checked has no name yet: then the address says it. */
function ownerOf(destinationId: string | undefined, { externalId }: WebhookAccount): string | null {
  return destinationId === undefined || externalId === null ? null : toAccountKey(destinationId);
}

/** A device that was only touched: it opens nothing again. */
function typing(message: Envelope, isTyping: boolean): Reading {
  return understood([{ kind: 'typing', sender: senderOf(message), isTyping }]);
}

/**
 * The customer deleted or blocked the conversation. With references it declines invitations instead, which went to
 * a phone number; that is an identity of its own.
 */
function readClose(message: Envelope): Reading {
  const isInvitation = (message.referenceIds ?? []).length > 0;
  const reason = isInvitation ? 'unsubscribed' : 'closed';
  return understood([{ kind: 'opt-out', sender: senderOf(message), scope: 'all', reason, occurredAt: null }]);
}

function payload({ events, unknown, ignored }: Reading, accountExternalId: string | null): ParsedPayload {
  return { events: events.map((event) => ({ accountExternalId, event })), unknown, ignored };
}
