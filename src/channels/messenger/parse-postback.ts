import * as z from 'zod';
import type { MessageEvent } from '../../core/channel/index.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { isStop, STOP } from '../shared/stop-words.ts';
import { madeKey } from './keys.ts';
import type { EventContext } from './parse-event.ts';
import { toReferral } from './parse-referral.ts';
import { optional, Referral, Word } from './payload.ts';
import { readStopWords } from './settings.ts';

const Postback = z.object({
  /** Absent in webhooks of before 2021. */
  mid: optional(Word),
  title: optional(Word),
  /** Only the app that made the button gets it. */
  payload: optional(z.string()),
  referral: optional(Referral),
});

/** A tap on a button, the menu, an ice breaker or Get Started. */
export function readPostback(value: unknown, context: EventContext): Reading {
  const postback = Postback.safeParse(value);
  if (!postback.success) return notUnderstood(label('postback', 'malformed'));
  const { contactId, occurredAt, isStandby, account } = context;
  if (contactId === null) return notUnderstood(label('postback', 'nobody'));
  const { mid, title, payload = '', referral } = postback.data;
  const event: MessageEvent = omitUndefined({
    kind: 'message' as const,
    externalId: mid ?? madeKey('postback', contactId, String(occurredAt?.getTime()), payload),
    sender: { externalId: contactId },
    parts: [{ type: 'choice-reply' as const, payload, title: title ?? null }],
    sentAt: occurredAt,
    referral: referral === undefined ? undefined : toReferral(referral),
    isStandby: isStandby ? true : undefined,
  });
  if (!isStop(event.parts, readStopWords(account.settings))) return understood([event]);
  return understood([
    isStandby ? event : { ...event, command: STOP },
    { kind: 'opt-out', sender: event.sender, scope: 'promotional', reason: 'unsubscribed', occurredAt },
  ]);
}
