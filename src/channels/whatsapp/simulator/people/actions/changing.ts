import type { Person, Wire, World } from '../../state.ts';
import { bringOfNumber } from '../../webhooks/bring.ts';
import { asContact, newMessageId, userIdOf } from '../people.ts';
import { bringMessage } from './say.ts';
import { type ActionOutcome, done, impossible, type Scene } from './scene.ts';
import type { ActionOf } from './schema.ts';

/** As numbers hear of it that share the WhatsApp Business app. */
export function edit(scene: Scene, { messageId, text }: ActionOf<'edit'>): ActionOutcome {
  const message = { type: 'text', text: { body: text } };
  return changeOwn(scene, messageId, { type: 'edit', edit: { original_message_id: messageId, message } });
}

export function deleteOwn(scene: Scene, { messageId }: ActionOf<'delete'>): ActionOutcome {
  return changeOwn(scene, messageId, { type: 'revoke', revoke: { original_message_id: messageId } });
}

function changeOwn(scene: Scene, messageId: string, fields: Wire): ActionOutcome {
  const message = scene.thread.messages.get(messageId);
  if (message === undefined || message.isFromBusiness) {
    return impossible(`${scene.person.name} has written no message ${messageId} here.`);
  }
  const id = newMessageId(scene.world);
  bringMessage(scene, id, fields);
  return done(id);
}

export function openChat(scene: Scene): ActionOutcome {
  const id = newMessageId(scene.world);
  scene.thread.lastUserMessageAtMs = scene.world.time.nowMs();
  bringMessage(scene, id, { type: 'request_welcome' });
  return done(id);
}

/** Rings for a while; a call opens the window like a message. */
export function call({ world, person, thread }: Scene): ActionOutcome {
  const { number } = thread;
  const id = newMessageId(world).replace('wamid', 'wacid');
  thread.lastUserMessageAtMs = world.time.nowMs();
  bringOfNumber(world, number, {
    field: 'calls',
    person: person.name,
    value: {
      contacts: [asContact(world, number.business, person)],
      calls: [
        {
          id,
          ...(!person.hidesPhone && { from: person.phone }),
          from_user_id: userIdOf(world, number.business, person),
          to: number.phone,
          event: 'connect',
          direction: 'USER_INITIATED',
          timestamp: String(world.time.unixSeconds()),
        },
      ],
    },
  });
  return done(id);
}

export function setMarketing(
  { world, person, thread }: Scene,
  { value }: ActionOf<'setMarketing'>,
): ActionOutcome {
  const { business } = thread.number;
  if (value === 'stop') person.stoppedMarketing.add(business.id);
  else person.stoppedMarketing.delete(business.id);
  const contact = asContact(world, business, person);
  bringOfNumber(world, thread.number, {
    field: 'user_preferences',
    person: person.name,
    value: {
      contacts: [contact],
      user_preferences: [
        {
          ...(contact.wa_id !== undefined && { wa_id: contact.wa_id }),
          user_id: contact.user_id,
          detail: `User requested to ${value} marketing messages`,
          category: 'marketing_messages',
          value,
          timestamp: world.time.unixSeconds(),
        },
      ],
    },
  });
  return done();
}

/** No business hears of it but by what does not arrive. */
export function getEnough(world: World, person: Person): ActionOutcome {
  person.enoughMarketingUntilMs = world.time.nowMs() + 24 * 60 * 60 * 1000;
  return done();
}

/** Every business that knows them hears of the number within the chat, and of the new id beside it. */
export function changeNumber(world: World, person: Person, phone: string): ActionOutcome {
  const previousPhone = person.phone;
  const previousIds = new Map(person.userIds);
  person.phone = phone;
  person.userIds.clear();
  for (const number of world.numbers.values()) {
    const { business } = number;
    const previous = previousIds.get(business.id);
    if (!number.threads.has(person) || previous === undefined) continue;
    const current = userIdOf(world, business, person);
    const timestamp = String(world.time.unixSeconds());
    const body = `User ${person.name} changed from ${previousPhone} to ${phone}`;
    const system = { type: 'user_changed_number', body, wa_id: phone, user_id: current };
    bringOfNumber(world, number, {
      field: 'messages',
      person: person.name,
      value: {
        messages: [
          {
            from: previousPhone,
            from_user_id: previous,
            id: newMessageId(world),
            timestamp,
            type: 'system',
            system,
          },
        ],
      },
    });
    bringOfNumber(world, number, {
      field: 'user_id_update',
      person: person.name,
      value: {
        contacts: [{ profile: { name: person.name }, wa_id: phone }],
        user_id_update: [
          {
            wa_id: phone,
            detail: `User id for ${person.name} has been updated.`,
            user_id: { previous, current },
            timestamp,
          },
        ],
      },
    });
  }
  return done();
}

export function setOffline(person: Person, isOffline: boolean): ActionOutcome {
  person.isOffline = isOffline;
  const { held } = person;
  if (!isOffline) {
    person.held = [];
    for (const arrive of held) arrive();
  }
  return done();
}
