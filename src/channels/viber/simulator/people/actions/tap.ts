import type { Button } from '../../checks/message-schema.ts';
import { say, sendContact, sendLocation } from './say.ts';
import { type ActionOutcome, done, impossible, type Scene } from './scene.ts';
import type { ActionOf } from './schema.ts';

/** Where everybody stands who shares their place with a button. */
const KYIV = { latitude: 50.4501, longitude: 30.5234 };

/** The press of a button is an ordinary message; only a silent one shows that nobody typed it. */
export function tap(scene: Scene, { label }: ActionOf<'tap'>): ActionOutcome {
  const button = findButton(scene, label);
  if (button === undefined) return impossible(`There is no button "${label}" to tap.`);
  const { person } = scene;
  switch (button.ActionType) {
    case 'reply':
      return say(scene, { type: 'text', text: button.ActionBody }, button.Silent);
    case 'open-url':
      return done(scene, [], { opens: button.ActionBody });
    case 'share-phone':
      return sendContact(scene, { name: person.name, phoneNumber: person.phoneNumber });
    case 'location-picker':
      return sendLocation(scene, KYIV);
    case 'none':
      return impossible(`The button "${label}" does nothing.`);
    default:
      return button.ActionType satisfies never;
  }
}

/** The keyboard lies on top; below it the newest message counts. */
function findButton({ chat, person }: Scene, label: string): Button | undefined {
  const carousels = person.inbox.items
    .filter(({ bot }) => bot === chat.bot.uri)
    .toReversed()
    .map(({ carousel }) => carousel ?? []);
  return [chat.keyboard?.Buttons ?? [], ...carousels].flat().find(({ Text = '' }) => wordsOf(Text) === label);
}

/** A button's text is HTML. */
function wordsOf(html: string): string {
  return html
    .replaceAll(/<br>/gu, ' ')
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
