import type { MediaId } from '../../../src/core/model/ids.ts';
import type { CardPart, ChoiceOption, ChoicePart, MediaPart, Part } from '../../../src/core/model/part.ts';

const stored = (id: string) => ({ from: 'store' as const, mediaId: id as MediaId });

export const photo: MediaPart = {
  type: 'media',
  kind: 'image',
  source: stored('photo'),
  fileName: 'lamp.jpg',
  mimeType: 'image/jpeg',
};
export const film: MediaPart = {
  type: 'media',
  kind: 'video',
  source: stored('film'),
  caption: 'How to hang it',
};

export const reply = (payload: string, title = payload): ChoiceOption => ({
  action: 'reply',
  payload,
  title,
});

export const yesOrNo: ChoicePart = {
  type: 'choice',
  style: 'buttons',
  text: 'Shall we ship it?',
  options: [reply('y', 'Yes'), reply('n', 'No')],
};

export const sizes: ChoicePart = {
  type: 'choice',
  style: 'list',
  header: 'Choose a size',
  text: 'We have these',
  options: [
    { action: 'reply', payload: 's', title: 'Small', description: '20 cm', section: 'Lamps' },
    { action: 'reply', payload: 'x', title: 'A bulb', section: 'More' },
    { action: 'reply', payload: 'm', title: 'Medium', section: 'Lamps' },
  ],
};

const slot = (payload: string, startsAt: string): ChoiceOption => ({
  ...{ action: 'reply', payload, title: startsAt },
  slot: { startsAt, durationMs: 1_800_000 },
});
export const fitting: ChoicePart = {
  type: 'choice',
  style: 'buttons',
  text: 'When shall we come?',
  options: [slot('t1', '2026-12-01T10:30:00+01:00'), slot('t2', '2026-12-01T12:00:00.000Z')],
};

const leading = (title: string, form: Extract<ChoiceOption, { action: 'open-url' }>['form']): ChoicePart => ({
  type: 'choice',
  style: 'buttons',
  text: 'It takes a minute',
  options: [
    { action: 'open-url', title, url: 'https://shop.example/there', ...(form !== undefined && { form }) },
  ],
});

export const form = leading('Your address', {
  id: 'address',
  screen: 'p1',
  definition: {
    pages: [
      { pageIdentifier: 'p1', type: 'input', title: 'Street', options: { required: true }, submitForm: true },
    ],
  },
});
export const signIn = leading('Sign in', {
  id: 'login',
  kind: 'sign-in',
  token: 'state-1',
  definition: { scope: ['orders'], redirectURI: 'https://shop.example/callback' },
});
export const payment = leading('Pay', {
  id: 'pay',
  kind: 'payment',
  definition: {
    paymentRequest: {
      total: { label: 'Lamp', amount: '49.00', type: 'final' },
      countryCode: 'DE',
      currencyCode: 'EUR',
    },
    merchantSession: { epochTimestamp: 1 },
    endpoints: { paymentGatewayUrl: 'https://shop.example/pay' },
  },
});
export const seats = leading('Choose your seat', {
  id: 'com.apple.messages.MSMessageExtensionBalloonPlugin:A1B2C3D4E5:example.shop.seats',
  kind: 'app',
  definition: { appId: 1_234_567, appName: 'Seats', appIcon: 'AQID' },
  values: { hall: '2', row: 'A & B' },
});
export const website = leading('Our shop', undefined);

export const lampCard: CardPart = {
  type: 'card',
  cards: [
    { title: 'Blue lamp', subtitle: '49 EUR', url: 'https://shop.example/p/1', image: stored('photo') },
  ],
};

/** One of every part, in each of the ways that Apple has for it. */
export const EVERYTHING: readonly (readonly [string, readonly Part[]])[] = [
  ['a text', [{ type: 'text', text: 'It ships tomorrow 🎉' }]],
  ['a text with addresses', [{ type: 'text', text: 'See https://a.example/x. Or (https://b.example/y)!' }]],
  ['a text of 25,000 characters', [{ type: 'text', text: 'word '.repeat(5000) }]],
  [
    'a linked word',
    [
      {
        type: 'text',
        text: 'here',
        formatting: [{ style: 'link', offset: 0, length: 4, url: 'https://a.example' }],
      },
    ],
  ],
  ['a picture', [photo]],
  ['a picture and a film', [photo, film]],
  ['a picture whose caption holds an address', [{ ...photo, caption: 'From https://a.example/x' }]],
  ['two answers', [yesOrNo]],
  ['six answers', [{ ...yesOrNo, options: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => reply(name)) }]],
  ['a list with sections', [sizes]],
  ['a list under a long question', [{ ...yesOrNo, style: 'list', text: 'Why? '.repeat(60) }]],
  ['appointments', [fitting]],
  ['a form', [form]],
  ['a sign-in', [signIn]],
  ['a payment', [payment]],
  ['an app of our own', [seats]],
  ['a website', [website]],
  ['a card', [lampCard]],
  [
    'a card without an address',
    [{ type: 'card', cards: [{ title: 'Lamp', image: stored('photo'), options: [reply('b', 'Buy')] }] }],
  ],
  ['a card of words', [{ type: 'card', cards: [{ title: 'Lamp' }] }]],
  ['a place', [{ type: 'location', latitude: 53.5, longitude: 10, name: 'Shop & Co' }]],
  [
    'a contact',
    [
      {
        type: 'contact-card',
        contacts: [{ name: 'Ada', phones: ['+49 170'], emails: ['ada@shop.example'] }],
      },
    ],
  ],
  ['a poll', [{ type: 'poll', question: 'Tea?', options: ['Yes', 'No'] }]],
  ['a dice', [{ type: 'dice', emoji: '🎲', value: null }]],
  ['a choice that was made', [{ type: 'choice-reply', payload: 'y', title: 'Yes' }]],
  ['a form that was filled in', [{ type: 'form-reply', name: null, values: { street: 'Long' } }]],
  ['something unknown', [{ type: 'unsupported', label: 'a story' }]],
];
