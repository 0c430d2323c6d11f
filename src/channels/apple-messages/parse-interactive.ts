import type { MessageEvent } from '../../core/channel/index.ts';
import type { Part } from '../../core/model/part.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { type Envelope, InteractiveData } from './payload.ts';
import { readAnswer } from './read-answer.ts';
import { readApp } from './read-app.ts';
import { referralOf } from './referral.ts';
import { senderOf } from './sender.ts';

/**
 * What a customer chose or filled in. The request's identifier comes back with it, or the session's of an app: ours
 * is the id of the message that asked.
 */
export function readInteractive(message: Envelope): Reading {
  const { interactiveData, interactiveDataRef } = message;
  if (interactiveData === undefined) {
    if (interactiveDataRef === undefined) return notUnderstood('interactive:empty');
    return understood([toEvent(message, [expired(interactiveDataRef)])], ['interactive:not-fetched']);
  }
  const answer = InteractiveData.safeParse(interactiveData);
  if (!answer.success) return notUnderstood('interactive:malformed');
  const { data, sessionIdentifier } = answer.data;
  const app = readApp(answer.data);
  if (app !== null) return understood([toEvent(message, [app], sessionIdentifier)]);
  const part = data === undefined ? null : readAnswer(data);
  if (part !== null) return understood([toEvent(message, [part], data?.requestIdentifier)]);
  const names = Object.keys(Object(Object(interactiveData).data)).filter((name) => !FRAME.has(name));
  const unknown =
    names.length === 0 ? ['interactive:without-data'] : names.map((name) => label('interactive', name));
  return understood([toEvent(message, [unreadable(answer.data)], data?.requestIdentifier)], unknown);
}

/** Stand around an answer and are none. */
const FRAME = new Set([
  'version',
  'mspVersion',
  'requestIdentifier',
  'images',
  'replyMessage',
  'receivedMessage',
]);

/** Devices were seen to send an answer twice under two ids; ours: how far apart that may be. */
const RETOLD_WITHIN_MS = 10_000;

function toEvent(message: Envelope, parts: readonly Part[], requestId?: string): MessageEvent {
  return {
    kind: 'message',
    externalId: message.id,
    sender: senderOf(message),
    parts,
    sentAt: null,
    retoldWithinMs: RETOLD_WITHIN_MS,
    // That the customer answered it proves that it arrived, whatever we heard of it.
    ...(requestId !== undefined && { replyToExternalId: requestId, correlationId: requestId }),
    ...referralOf(message),
  };
}

function unreadable({ data }: InteractiveData): Part {
  const title = data?.replyMessage?.title;
  const what = 'an interactive answer';
  return { type: 'unsupported', label: title === undefined ? what : `${what}: ${title}` };
}

function expired(reference: Readonly<Record<string, unknown>>): Part {
  const { title } = reference;
  const what = 'an interactive answer whose content expired';
  return { type: 'unsupported', label: typeof title === 'string' ? `${what}: ${title}` : what };
}
