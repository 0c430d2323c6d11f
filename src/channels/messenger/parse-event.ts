import type { WebhookAccount } from '../../core/channel/index.ts';
import { ignored, label, notUnderstood, type Reading } from '../shared/reading.ts';
import { toIdentityId } from './keys.ts';
import { readAccountLinking, readFeedback, readResponseFeedback } from './parse-answer.ts';
import { readEdit } from './parse-edit.ts';
import { readMessage } from './parse-message.ts';
import { readOptIn } from './parse-opt-in.ts';
import { readPolicyEnforcement } from './parse-policy.ts';
import { readPostback } from './parse-postback.ts';
import { readReaction } from './parse-reaction.ts';
import { readDelivery, readRead } from './parse-receipt.ts';
import { readReferral } from './parse-referral.ts';
import { readPassedControl, readRequestedControl, readTakenControl } from './parse-thread-control.ts';
import { Envelope, Fields } from './payload.ts';

/** Where an event came from. */
export interface EntryContext {
  readonly pageId: string;
  /** When Meta put the entry together: the time of an event that has none. */
  readonly entryTime: Date | undefined;
  readonly account: WebhookAccount;
  /** Another app, or the Page's inbox, has the conversation and answers it. */
  readonly isStandby: boolean;
}

/** What every event's reader gets. */
export interface EventContext extends EntryContext {
  readonly envelope: Envelope;
  /** The side of the conversation that is not the Page; null: nobody is named. */
  readonly contactId: string | null;
  /** The Page did it: somebody in its inbox, another app, or we. */
  readonly isFromPage: boolean;
  readonly occurredAt: Date | null;
}

/** By the key that says what an event is. An event should have one only; the first of this list is read. */
const READERS: ReadonlyMap<string, (value: unknown, context: EventContext) => Reading> = new Map([
  ['message', readMessage],
  ['message_edit', readEdit],
  ['reaction', readReaction],
  ['postback', readPostback],
  ['referral', readReferral],
  ['delivery', readDelivery],
  ['read', readRead],
  ['optin', readOptIn],
  ['account_linking', readAccountLinking],
  ['messaging_feedback', readFeedback],
  ['response_feedback', readResponseFeedback],
  ['policy_enforcement', readPolicyEnforcement],
  ['pass_thread_control', readPassedControl],
  ['take_thread_control', readTakenControl],
  ['request_thread_control', readRequestedControl],
]);

/** Roles of apps ended in 2025 and name no conversation; `message_context` and games say nothing to an inbox. */
const IGNORED: ReadonlySet<string> = new Set([
  'release_thread_control',
  'app_roles',
  'message_context',
  'game_play',
]);

const ENVELOPE_FIELDS: ReadonlySet<string> = new Set(Object.keys(Envelope.shape));

/** One member of `messaging` or `standby`. */
export function readEvent(value: unknown, context: EntryContext): Reading {
  const fields = Fields.safeParse(value);
  const envelope = Envelope.safeParse(value);
  if (!fields.success || !envelope.success) return notUnderstood('event:malformed');
  for (const [key, read] of READERS) {
    if (isPresent(fields.data[key])) return read(fields.data[key], toContext(envelope.data, context));
  }
  const keys = Object.keys(fields.data).filter(
    (key) => !ENVELOPE_FIELDS.has(key) && isPresent(fields.data[key]),
  );
  const known = keys.find((key) => IGNORED.has(key));
  if (known !== undefined) return ignored(label('event', known));
  return notUnderstood(...(keys.length === 0 ? ['event:empty'] : keys.map((key) => label('event', key))));
}

function toContext(envelope: Envelope, context: EntryContext): EventContext {
  const isFromPage = envelope.sender?.id === context.pageId;
  // A box that was ticked on a website names the person where otherwise the Page stands.
  const contact = isFromPage ? envelope.recipient : envelope.sender;
  return {
    ...context,
    envelope,
    isFromPage,
    contactId: toIdentityId(contact),
    occurredAt: envelope.timestamp ?? context.entryTime ?? null,
  };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
