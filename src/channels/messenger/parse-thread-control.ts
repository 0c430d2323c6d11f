import * as z from 'zod';
import type { ThreadControl } from '../../core/model/words.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import type { EventContext } from './parse-event.ts';
import { Id, optional } from './payload.ts';

/** App ids come as text or numbers. Nobody is null, or not named at all. */
const HandedOver = z.object({
  previous_owner_app_id: optional(Id),
  new_owner_app_id: optional(Id),
});
const AskedFor = z.object({ requested_owner_app_id: Id });

/** One program gave the conversation to another, or back. */
export function readPassedControl(value: unknown, context: EventContext): Reading {
  return readHandedOver('pass_thread_control', value, context, 'OURS');
}

/** One program took the conversation from another; also what happens when somebody answers in the Page's inbox. */
export function readTakenControl(value: unknown, context: EventContext): Reading {
  return readHandedOver('take_thread_control', value, context, 'ANOTHERS');
}

export function readRequestedControl(value: unknown, context: EventContext): Reading {
  if (!AskedFor.safeParse(value).success) return notUnderstood(label('request_thread_control', 'malformed'));
  return toReading('request_thread_control', 'ASKED_FOR', context);
}

/** @param whenTold  Whose it is when the app's own id is not known: Meta tells whoever gets it, or loses it. */
function readHandedOver(
  name: string,
  value: unknown,
  context: EventContext,
  whenTold: ThreadControl,
): Reading {
  const handed = HandedOver.safeParse(value);
  if (!handed.success) return notUnderstood(label(name, 'malformed'));
  const { new_owner_app_id: owner } = handed.data;
  if (owner === undefined) return toReading(name, 'NOBODYS', context);
  const ours = context.account.publicCredentials?.appId ?? '';
  if (ours !== '') return toReading(name, owner === ours ? 'OURS' : 'ANOTHERS', context);
  const isOthers = owner === PAGE_INBOX || context.isStandby;
  return toReading(name, isOthers ? 'ANOTHERS' : whenTold, context);
}

/** Business Suite, where people answer by hand. */
export const PAGE_INBOX = '263902037430900';

function toReading(name: string, control: ThreadControl, { contactId, occurredAt }: EventContext): Reading {
  if (contactId === null) return notUnderstood(label(name, 'nobody'));
  return understood([{ kind: 'thread-control', sender: { externalId: contactId }, control, occurredAt }]);
}
