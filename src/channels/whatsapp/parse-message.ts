import type { MessageEvent, SenderFacts, WebhookAccount } from '../../core/channel/index.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { isStop, STOP } from '../shared/stop-words.ts';
import { readContent } from './parse-content.ts';
import { readEdit, readRevocation } from './parse-edit.ts';
import { readSystemMessage } from './parse-identity.ts';
import { readReaction } from './parse-reaction.ts';
import { readReferral } from './parse-referral.ts';
import { type Contact, Fields, Message } from './payload.ts';
import { toPerson } from './people.ts';
import { readStopWords } from './settings.ts';

/** What an item may need of the change that it came in. */
export interface ChangeContext {
  /** `messages`, `standby` … */
  readonly field: string;
  readonly account: WebhookAccount;
  readonly contacts: readonly Contact[];
}

/** One item of `messages`: something that a contact wrote, did, or became. */
export function readMessage(value: unknown, context: ChangeContext): Reading {
  const message = Message.safeParse(value);
  const fields = Fields.safeParse(value);
  if (!message.success || !fields.success) return notUnderstood(label(context.field, 'malformed'));
  const { type } = message.data;
  if (type === 'system') return readSystemMessage(message.data, fields.data);
  if (type === 'edit') return readEdit(message.data, fields.data);
  if (type === 'revoke') return readRevocation(message.data, fields.data);
  const sender = senderOf(message.data, context.contacts);
  if (sender === null) return notUnderstood(label(context.field, 'nobody'));
  if (type === 'reaction') return readReaction(message.data, fields.data, sender);
  if (type === 'request_welcome') return understood([welcome(message.data, sender)]);
  const { parts, unknown } = readContent(message.data, fields.data);
  return understood(withOptOut(toEvent(message.data, sender, parts, context), context.account), unknown);
}

/** A group is one identity in which many speak; whoever does is its participant. */
function senderOf(message: Message, contacts: readonly Contact[]): SenderFacts | null {
  const { from, from_user_id, from_parent_user_id, group_id } = message;
  const person = toPerson({ userId: from_user_id, phone: from, parentUserId: from_parent_user_id }, contacts);
  if (group_id === undefined) return person;
  return omitUndefined({
    externalId: group_id,
    identityKind: 'GROUP' as const,
    participant:
      person === null
        ? undefined
        : omitUndefined({ externalId: person.externalId, displayName: person.displayName }),
  });
}

function toEvent(
  message: Message,
  sender: SenderFacts,
  parts: MessageEvent['parts'],
  { field }: ChangeContext,
): MessageEvent {
  const { id, timestamp, context } = message;
  const isForwarded = context?.forwarded === true || context?.frequently_forwarded === true;
  return omitUndefined({
    kind: 'message' as const,
    externalId: id,
    sender,
    parts,
    sentAt: timestamp ?? null,
    replyToExternalId: context?.id,
    isForwarded: isForwarded ? true : undefined,
    referral: readReferral(message, parts),
    isStandby: field === 'standby' ? true : undefined,
  });
}

/** A stop word ends newsletters and marketing; only an explicit consent brings them back. The chat stays open. */
function withOptOut(event: MessageEvent, { settings }: WebhookAccount): Reading['events'] {
  if (!isStop(event.parts, readStopWords(settings))) return [event];
  const { sender, sentAt } = event;
  // Whoever answers this conversation instead of us answers this too.
  const commanded = event.isStandby === true ? event : { ...event, command: STOP };
  return [
    commanded,
    { kind: 'opt-out', sender, scope: 'promotional', reason: 'unsubscribed', occurredAt: sentAt },
  ];
}

/** Somebody opened the chat for the first time and has not written yet. It opens the window like a message. */
function welcome({ id, timestamp }: Message, sender: SenderFacts): Reading['events'][number] {
  return {
    kind: 'referral',
    externalId: id,
    sender,
    referral: { ref: '', source: 'request_welcome' },
    occurredAt: timestamp ?? null,
    opensWindow: true,
  };
}
