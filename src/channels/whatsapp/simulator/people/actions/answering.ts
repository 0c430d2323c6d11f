import { bringStatus } from '../../messages/receipts.ts';
import { newMessageId } from '../people.ts';
import type { ReceivedMessage, ReceivedOption } from '../received-message.ts';
import { bringMessage, say } from './say.ts';
import { type ActionOutcome, done, type Impossible, impossible, isImpossible, type Scene } from './scene.ts';
import type { ActionOf } from './schema.ts';

interface Tappable {
  readonly message: ReceivedMessage;
  readonly option: ReceivedOption;
}

export function tap(scene: Scene, { label, messageId }: ActionOf<'tap'>): ActionOutcome {
  const found = findOption(scene, label, messageId);
  if (isImpossible(found)) return found;
  const { option, message } = found;
  const around = { replyTo: message.id };
  const { payload, label: title, description } = option;
  switch (option.kind) {
    case 'button':
      return say(
        scene,
        'interactive',
        { type: 'button_reply', button_reply: { id: payload, title } },
        around,
      );
    case 'row': {
      const row = { id: payload, title, ...(description !== null && { description }) };
      return say(scene, 'interactive', { type: 'list_reply', list_reply: row }, around);
    }
    case 'template-button':
      return say(scene, 'button', { text: title, payload }, around);
    case 'share-location':
      return say(scene, 'location', { latitude: 53.5503, longitude: 9.9926 }, around);
    case 'share-phone': {
      const { name, phone } = scene.person;
      const phones = [{ phone: `+${phone}`, wa_id: phone, type: 'CELL' }];
      const card = { origin: 'contact_request', name: { formatted_name: name, first_name: name }, phones };
      return say(scene, 'contacts', [card], around);
    }
    case 'form':
      return impossible(`"${label}" opens a form: use fillIn.`);
    case 'link':
      // The browser opens; the business hears nothing.
      return done();
    default:
      return option.kind satisfies never;
  }
}

export function fillIn(scene: Scene, { label, values }: ActionOf<'fillIn'>): ActionOutcome {
  const found = findOption(scene, label, undefined);
  if (isImpossible(found)) return found;
  if (found.option.kind !== 'form') return impossible(`"${label}" opens no form.`);
  const response_json = JSON.stringify({ flow_token: found.option.payload, ...values });
  const content = { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json } };
  return say(scene, 'interactive', content, { replyTo: found.message.id });
}

function findOption(
  { person, thread }: Scene,
  label: string,
  messageId: string | undefined,
): Tappable | Impossible {
  const found = person.inbox.messages
    .filter(({ id }) => thread.messages.has(id) && (messageId === undefined || messageId === id))
    .flatMap((message) => message.options.map((option) => ({ message, option })))
    .findLast(({ option }) => option.label === label);
  return found ?? impossible(`${person.name} sees nothing labelled "${label}" to tap.`);
}

/** Without opening the window: WhatsApp does not say that a reaction does. */
export function react(scene: Scene, { messageId, emoji }: ActionOf<'react'>): ActionOutcome {
  if (!scene.thread.messages.has(messageId)) return impossible(`There is no message ${messageId} here.`);
  const id = newMessageId(scene.world);
  bringMessage(scene, id, { type: 'reaction', reaction: { message_id: messageId, emoji } });
  return done(id);
}

/** Everything that has arrived; the business hears of it only from people who let it. */
export function read({ world, thread, person }: Scene): ActionOutcome {
  const arrived = [...thread.messages.values()].filter(
    ({ isFromBusiness, progress }) => isFromBusiness && progress === 'delivered',
  );
  if (person.sendsReadReceipts) {
    for (const message of arrived) bringStatus(world, thread, message, 'read');
  }
  return done(...arrived.map(({ id }) => id));
}
