import type { StoredMessage, Wire } from '../../state.ts';
import { bringOfNumber } from '../../webhooks/bring.ts';
import { asContact, newMessageId, userIdOf } from '../people.ts';
import { type ActionDone, done, type Scene } from './scene.ts';

export interface Around {
  readonly replyTo?: string | undefined;
  readonly referral?: Wire | undefined;
  readonly extra?: Wire | undefined;
}

/** Lets a message of a person reach the business. */
export function say(
  { world, person, thread }: Scene,
  type: string,
  content: unknown,
  { replyTo, referral, extra = {} }: Around = {},
): ActionDone {
  const id = newMessageId(world);
  const message: StoredMessage = {
    id,
    isFromBusiness: false,
    sentAtMs: world.time.nowMs(),
    type,
    content,
    replyToId: replyTo ?? null,
    callbackData: null,
    category: 'service',
    template: null,
    progress: 'read',
  };
  thread.messages.set(id, message);
  thread.lastUserMessageAtMs = message.sentAtMs;
  bringMessage({ world, person, thread }, id, {
    type,
    ...(content !== undefined && { [type]: content }),
    ...(replyTo !== undefined && {
      context: { from: authorOf({ world, person, thread }, replyTo), id: replyTo },
    }),
    ...(referral !== undefined && { referral }),
    ...extra,
  });
  return done(id);
}

/** What stands in `messages` besides its id, its time and whose it is. */
export function bringMessage({ world, person, thread }: Scene, id: string, fields: Wire): void {
  const { number } = thread;
  const { business } = number;
  bringOfNumber(world, number, {
    field: 'messages',
    person: person.name,
    value: {
      contacts: [asContact(world, business, person)],
      messages: [
        {
          ...(!person.hidesPhone && { from: person.phone }),
          from_user_id: userIdOf(world, business, person),
          id,
          timestamp: String(world.time.unixSeconds()),
          ...fields,
        },
      ],
    },
  });
}

function authorOf({ person, thread }: Scene, messageId: string): string {
  const isOurs = thread.messages.get(messageId)?.isFromBusiness ?? true;
  return isOurs ? thread.number.phone : person.phone;
}
