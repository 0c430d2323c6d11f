import * as z from 'zod';
import type { EchoEvent, IdentityChangedEvent, MessageEvent } from '../../core/channel/index.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { isStop, STOP } from '../shared/stop-words.ts';
import { refIdentity, toIdentityId } from './keys.ts';
import { type ContentReading, MessageContent, readContent } from './parse-content.ts';
import type { EventContext } from './parse-event.ts';
import { toReferral } from './parse-referral.ts';
import { optional, Referral, Word } from './payload.ts';
import { readStopWords } from './settings.ts';

const Message = MessageContent.extend({
  mid: Word,
  is_echo: optional(z.boolean()),
  is_deleted: optional(z.boolean()),
  /** What we attached to a message of ours. */
  metadata: optional(Word),
  reply_to: optional(z.object({ mid: optional(Word) })),
  referral: optional(Referral),
});
type Message = z.infer<typeof Message>;

/** Something that a contact wrote, or that was written to one past us. */
export function readMessage(value: unknown, context: EventContext): Reading {
  const message = Message.safeParse(value);
  if (!message.success) return notUnderstood(label('message', 'malformed'));
  const { mid, is_deleted, is_echo } = message.data;
  if (is_deleted === true) {
    return understood([{ kind: 'message-deleted', targetExternalId: mid, deletedAt: context.occurredAt }]);
  }
  const isEcho = is_echo === true || context.isFromPage;
  const contactId = isEcho ? toIdentityId(context.envelope.recipient) : context.contactId;
  if (contactId === null) return notUnderstood(label('message', 'nobody'));
  const content = readContent(message.data);
  return isEcho
    ? understood([toEcho(message.data, content, contactId, context)], content.unknown)
    : understood(toEvents(message.data, content, contactId, context), content.unknown);
}

const OUR_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u;

/** Ours, when it gives back an id of ours: other programs attach what they like. */
function toEcho(
  { mid, metadata, reply_to }: Message,
  { parts }: ContentReading,
  contactId: string,
  { occurredAt }: EventContext,
): EchoEvent {
  return omitUndefined({
    kind: 'echo' as const,
    externalId: mid,
    recipient: { externalId: contactId },
    parts,
    sentAt: occurredAt,
    replyToExternalId: reply_to?.mid,
    correlationId: OUR_ID.test(metadata ?? '') ? metadata : undefined,
  });
}

function toEvents(
  message: Message,
  { parts }: ContentReading,
  contactId: string,
  context: EventContext,
): Reading['events'] {
  const { occurredAt, isStandby, account } = context;
  const event: MessageEvent = omitUndefined({
    kind: 'message' as const,
    externalId: message.mid,
    sender: { externalId: contactId },
    parts,
    sentAt: occurredAt,
    replyToExternalId: message.reply_to?.mid,
    referral: message.referral === undefined ? undefined : toReferral(message.referral),
    isStandby: isStandby ? true : undefined,
  });
  const before = identityChange(contactId, context);
  if (!isStop(parts, readStopWords(account.settings))) return [...before, event];
  return [
    ...before,
    // Whoever answers this conversation instead of us answers this too.
    isStandby ? event : { ...event, command: STOP },
    {
      kind: 'opt-out',
      sender: event.sender,
      scope: 'promotional',
      reason: 'unsubscribed',
      occurredAt,
    },
  ];
}

/** Whoever ticked a box on a website gets a real id with the first message. */
function identityChange(
  contactId: string,
  { envelope: { prior_message }, occurredAt }: EventContext,
): readonly IdentityChangedEvent[] {
  if (prior_message?.source !== 'checkbox_plugin' || prior_message.identifier === undefined) return [];
  return [
    {
      kind: 'identity-changed',
      previousExternalId: refIdentity(prior_message.identifier),
      currentExternalId: contactId,
      occurredAt,
    },
  ];
}
