import { describe, expect, it } from 'vitest';
import { render } from '../../../src/channels/viber/render.ts';
import type { MediaPart, Part } from '../../../src/core/model/part.ts';
import {
  lossesOf,
  MESSAGE_ID,
  type OutboundFacts,
  outbound,
  problemsOf,
  RECEIVER,
  requestsOf,
} from './outbound.ts';
import { SendMessage } from './wire-schema.ts';

const text = (words: string): Part => ({ type: 'text', text: words });
const media = (kind: MediaPart['kind'], url: string, facts: Partial<MediaPart> = {}): Part => ({
  type: 'media',
  kind,
  source: { from: 'url', url },
  ...facts,
});
const choice = (options: Extract<Part, { type: 'choice' }>['options']): Part => ({
  type: 'choice',
  style: 'buttons',
  text: 'Which?',
  options,
});
const red = { action: 'reply', payload: 'pick:red', title: 'Red' } as const;
const terms = { action: 'open-url', url: 'https://example.org/t', title: 'Terms' } as const;
const JPEG = 'https://cdn.example.org/p/1.jpg';
const MP4 = 'https://cdn.example.org/v/1.mp4';
const PDF = 'https://cdn.example.org/f/i.pdf';
const store: MediaPart['source'] = { from: 'store', mediaId: 'm1' as never };

const common = { receiver: RECEIVER, sender: { name: 'Shop' }, tracking_data: MESSAGE_ID };
const button = (facts: object) => ({ Columns: 6, Rows: 1, ...facts });
const redButton = button({ Text: 'Red', ActionType: 'reply', ActionBody: 'pick:red', Silent: true });
const keyboard = (...Buttons: object[]) => ({
  Type: 'keyboard',
  DefaultHeight: false,
  InputFieldState: 'regular',
  Buttons,
});

const bodies = (parts: readonly Part[], facts?: OutboundFacts) =>
  requestsOf(render(outbound(parts, facts))).map(({ body }) => body);
const losses = (parts: readonly Part[], facts?: OutboundFacts) => lossesOf(render(outbound(parts, facts)));
const problems = (parts: readonly Part[], facts?: OutboundFacts) =>
  problemsOf(render(outbound(parts, facts)));

describe('the exact JSON of', () => {
  it.each<[string, readonly Part[], readonly object[], readonly string[]]>([
    ['a text', [text('<b>1 & 2</b>')], [{ type: 'text', text: '<b>1 & 2</b>' }], []],
    [
      'a formatted text',
      [
        {
          type: 'text',
          text: 'see here now, code',
          formatting: [
            { style: 'bold', offset: 0, length: 8 },
            { style: 'italic', offset: 4, length: 4 },
            { style: 'strikethrough', offset: 8, length: 4 },
            { style: 'code', offset: 14, length: 4 },
          ],
        },
      ],
      [{ type: 'text', text: '*see _here_* ~now~, ```code```' }],
      [],
    ],
    [
      'a text in styles that Viber lacks',
      [
        {
          type: 'text',
          text: 'see here',
          formatting: [
            { style: 'underline', offset: 0, length: 3 },
            { style: 'link', offset: 4, length: 4, url: 'https://example.org' },
          ],
        },
      ],
      [{ type: 'text', text: 'see here (https://example.org)' }],
      ['formatting-dropped'],
    ],
    [
      'a picture with a caption',
      [media('image', JPEG, { caption: 'Front view', sizeBytes: 1_000_000 })],
      [{ type: 'picture', text: 'Front view', media: JPEG }],
      [],
    ],
    ['a picture without one', [media('image', JPEG)], [{ type: 'picture', text: '', media: JPEG }], []],
    [
      'a picture whose caption is too long',
      [media('image', JPEG, { caption: 'x'.repeat(513) })],
      [
        { type: 'picture', text: '', media: JPEG },
        { type: 'text', text: 'x'.repeat(513) },
      ],
      ['caption-separated'],
    ],
    [
      'a picture of a megabyte and more',
      [media('image', JPEG, { sizeBytes: 1_000_001 })],
      [{ type: 'file', media: JPEG, size: 1_000_001, file_name: '1.jpg' }],
      ['other'],
    ],
    [
      'a picture of a kind that Viber does not show',
      [media('image', 'https://cdn.example.org/p/1.webp', { mimeType: 'image/webp' })],
      [{ type: 'url', media: 'https://cdn.example.org/p/1.webp' }],
      ['media-as-link'],
    ],
    [
      'a video, its words on their own',
      [media('video', MP4, { caption: 'Look', sizeBytes: 1_048_576, durationMs: 11_500 })],
      [
        { type: 'video', media: MP4, size: 1_048_576, duration: 12 },
        { type: 'text', text: 'Look' },
      ],
      ['caption-separated'],
    ],
    [
      'a video that is too large',
      [media('video', MP4, { sizeBytes: 26_000_001 })],
      [{ type: 'file', media: MP4, size: 26_000_001, file_name: '1.mp4' }],
      ['other'],
    ],
    [
      'a video that is too long',
      [media('video', MP4, { sizeBytes: 5, durationMs: 180_001 })],
      [{ type: 'file', media: MP4, size: 5, file_name: '1.mp4' }],
      ['other'],
    ],
    ['a video of no known size', [media('video', MP4)], [{ type: 'url', media: MP4 }], ['media-as-link']],
    [
      'a round video',
      [media('video-note', MP4, { sizeBytes: 5 })],
      [{ type: 'video', media: MP4, size: 5 }],
      ['other'],
    ],
    [
      'a file',
      [media('file', PDF, { fileName: 'invoice.pdf', sizeBytes: 20_480 })],
      [{ type: 'file', media: PDF, size: 20_480, file_name: 'invoice.pdf' }],
      [],
    ],
    [
      'a file over 50 MB',
      [media('file', PDF, { sizeBytes: 50_000_001 })],
      [{ type: 'url', media: PDF }],
      ['media-as-link'],
    ],
    [
      'a voice message',
      [media('voice', 'https://cdn.example.org/v%20o.ogg', { sizeBytes: 9, caption: 'me' })],
      [
        { type: 'file', media: 'https://cdn.example.org/v%20o.ogg', size: 9, file_name: 'v o.ogg' },
        { type: 'text', text: 'me' },
      ],
      ['other', 'caption-separated'],
    ],
    [
      'a moving picture',
      [media('animation', 'https://example.org/cat.gif')],
      [{ type: 'url', media: 'https://example.org/cat.gif' }],
      ['media-as-link'],
    ],
    [
      'a sticker',
      [{ type: 'media', kind: 'sticker', source: { from: 'platform', reference: 'sticker:51217' } }],
      [{ type: 'sticker', sticker_id: 51217 }],
      [],
    ],
    [
      'a place',
      [{ type: 'location', latitude: 52.52, longitude: -0.0000001 }],
      [{ type: 'location', location: { lat: '52.52', lon: '0' } }],
      [],
    ],
    [
      'a place with a name that moves',
      [
        {
          type: 'location',
          latitude: -90,
          longitude: 13.4050001,
          name: 'Desk',
          address: 'Alt 1',
          isLive: true,
        },
      ],
      [
        { type: 'text', text: 'Desk\nAlt 1' },
        { type: 'location', location: { lat: '-90', lon: '13.405' } },
      ],
      ['caption-separated', 'other'],
    ],
    [
      'contacts',
      [
        {
          type: 'contact-card',
          contacts: [
            { name: 'Desk', phones: ['+4930000000', '+4930000001'], emails: [] },
            { name: `A${'n'.repeat(30)}`, phones: ['+1'], emails: ['a@example.org'] },
          ],
        },
      ],
      [
        { type: 'contact', contact: { name: 'Desk', phone_number: '+4930000000' } },
        { type: 'contact', contact: { name: 'Desk', phone_number: '+4930000001' } },
        { type: 'contact', contact: { name: `A${'n'.repeat(26)}…`, phone_number: '+1' } },
      ],
      ['shortened', 'other'],
    ],
    [
      'a contact without a number, or with one too long',
      [
        {
          type: 'contact-card',
          contacts: [
            { name: 'Eve', phones: [], emails: ['e@example.org'], organization: 'Acme' },
            { name: 'Bob', phones: ['+1234567890123456789'], emails: [] },
          ],
        },
      ],
      [
        { type: 'text', text: 'Eve\nAcme\ne@example.org' },
        { type: 'text', text: 'Bob\n+1234567890123456789' },
      ],
      ['contact-as-text', 'contact-as-text'],
    ],
    [
      'a question with buttons',
      [choice([red, terms])],
      [
        {
          type: 'text',
          text: 'Which?',
          keyboard: keyboard(
            redButton,
            button({
              Text: 'Terms',
              ActionType: 'open-url',
              ActionBody: 'https://example.org/t',
              Silent: true,
            }),
          ),
        },
      ],
      [],
    ],
    [
      'a question for a number and a place, which older apps do not know',
      [
        choice([
          { action: 'share-phone', title: 'My number' },
          { action: 'share-location', title: 'My <place>' },
        ]),
      ],
      [
        {
          min_api_version: 3,
          type: 'text',
          text: 'Which?',
          keyboard: keyboard(
            button({ Text: 'My number', ActionType: 'share-phone', ActionBody: 'share-phone' }),
            button({
              Text: 'My &lt;place&gt;',
              ActionType: 'location-picker',
              ActionBody: 'location-picker',
            }),
          ),
        },
      ],
      [],
    ],
    [
      'a menu',
      [
        {
          type: 'choice',
          style: 'list',
          header: 'Colours',
          text: 'Which?',
          footer: 'No hurry',
          listLabel: 'Open',
          options: [{ ...red, description: 'like a rose', section: 'Warm' }],
        },
      ],
      [
        {
          type: 'text',
          text: 'Colours\n\nWhich?\n\nRed: like a rose\n\nNo hurry',
          keyboard: keyboard(redButton),
        },
      ],
      ['other'],
    ],
    [
      'a question before other words: its keyboard would be gone before it is seen, so it goes last',
      [choice([red]), text('Take your time.')],
      [
        { type: 'text', text: 'Which?' },
        { type: 'text', text: 'Take your time.', keyboard: keyboard(redButton) },
      ],
      [],
    ],
    [
      'two questions, of which only the last can have a keyboard',
      [choice([{ ...red, description: 'warm' }, terms]), choice([red])],
      [
        { type: 'text', text: 'Which?\n\n1. Red: warm\n2. Terms: https://example.org/t' },
        { type: 'text', text: 'Which?', keyboard: keyboard(redButton) },
      ],
      ['choice-as-text'],
    ],
    [
      'a question whose button says too much in secret',
      [choice([{ ...red, payload: 'x'.repeat(251) }])],
      [{ type: 'text', text: 'Which?\n\n1. Red' }],
      ['choice-as-text'],
    ],
    [
      'cards',
      [
        {
          type: 'card',
          cards: [
            {
              title: 'Shoe <1>',
              subtitle: 'red',
              image: { from: 'url', url: JPEG },
              url: 'https://example.org/1',
              options: [red],
            },
            { title: 'Shoe 2' },
          ],
        },
      ],
      [
        {
          min_api_version: 2,
          type: 'rich_media',
          alt_text: 'Shoe <1>, Shoe 2',
          rich_media: {
            Type: 'rich_media',
            ButtonsGroupColumns: 6,
            ButtonsGroupRows: 5,
            BgColor: '#FFFFFF',
            Buttons: [
              {
                Columns: 6,
                Rows: 2,
                ActionType: 'open-url',
                ActionBody: 'https://example.org/1',
                Silent: true,
                Image: JPEG,
              },
              {
                Columns: 6,
                Rows: 2,
                ActionType: 'open-url',
                ActionBody: 'https://example.org/1',
                Silent: true,
                Text: '<b>Shoe &lt;1&gt;</b><br>red',
              },
              redButton,
              { Columns: 6, Rows: 2, ActionType: 'none', BgColor: '#FFFFFF' },
              { Columns: 6, Rows: 2, ActionType: 'none', Text: '<b>Shoe 2</b>' },
              { Columns: 6, Rows: 1, ActionType: 'none', BgColor: '#FFFFFF' },
            ],
          },
        },
      ],
      [],
    ],
    [
      'a card with a picture that nobody can fetch',
      [
        {
          type: 'card',
          cards: [
            { title: 'Shoe', subtitle: 'red', image: store, url: 'https://example.org/1', options: [red] },
          ],
        },
      ],
      [{ type: 'text', text: 'Shoe\nred\nhttps://example.org/1\n\n1. Red' }],
      ['card-as-text'],
    ],
    [
      'a poll',
      [{ type: 'poll', question: 'Tea?', options: ['Yes', 'No'] }],
      [{ type: 'text', text: 'Tea?\n1. Yes\n2. No' }],
      ['poll-as-text'],
    ],
    ['a dice', [{ type: 'dice', emoji: '🎲', value: null }], [{ type: 'text', text: '🎲' }], ['other']],
  ])('%s', (_, parts, expected, expectedLosses) => {
    expect(bodies(parts)).toEqual(expected.map((body) => ({ min_api_version: 1, ...common, ...body })));
    expect(losses(parts)).toEqual(expectedLosses);
    for (const body of bodies(parts)) expect(SendMessage.safeParse(body).error).toBeUndefined();
  });
});

describe('a message', () => {
  it('goes under the name of the account, cut to 28 characters, and its picture', () => {
    const publicCredentials = {
      displayName: `${'Shop of the very long name'}🎲🎲🎲`,
      avatarUrl: 'https://cdn.example.org/a.png',
    };

    expect(bodies([text('Hi')], { publicCredentials })[0]?.sender).toEqual({
      name: 'Shop of the very long name…',
      avatar: 'https://cdn.example.org/a.png',
    });
  });

  it.each([{}, { displayName: ' ' }])('is not sent under no name (%j)', (publicCredentials) => {
    expect(problems([text('Hi')], { publicCredentials })).toEqual([expect.stringContaining('displayName')]);
  });

  it('is not sent to a group', () => {
    expect(problems([text('Hi')], { isGroup: true })).toHaveLength(1);
  });

  it('says which parts each request carries, keyboard included', () => {
    const { requests } = render(
      outbound([choice([red]), media('video', MP4, { sizeBytes: 5, caption: 'x' })]),
    ) as {
      requests: readonly { partIndexes: readonly number[] }[];
    };

    expect(requests.map(({ partIndexes }) => partIndexes)).toEqual([[0], [1], [0, 1]]);
  });

  it('loses the thread to what it replies to, and says so', () => {
    const replyTo = { externalId: '1:q', quote: null };

    expect(losses([text('Hi')], { replyTo })).toEqual(['reply-dropped']);
    expect(problems([text('Hi')], { replyTo, onUnsupported: 'REFUSE' })).toHaveLength(1);
  });
});

describe('what can not be sent at all', () => {
  it.each<[string, Part]>([
    ['a file that only we have', { type: 'media', kind: 'image', source: store }],
    [
      'a file of another platform',
      { type: 'media', kind: 'image', source: { from: 'platform', reference: 'x' } },
    ],
    ['a file at an address without TLS', media('image', 'http://cdn.example.org/p.jpg')],
    ['a program', media('file', 'https://cdn.example.org/setup.exe', { sizeBytes: 5 })],
    ['a program under another name', media('file', PDF, { fileName: 'run.BAT', sizeBytes: 5 })],
    ['a program in place of a picture', media('image', 'https://cdn.example.org/setup.apk')],
    ['a link that is too long', media('file', `https://cdn.example.org/${'x'.repeat(2000)}`)],
    ['nothing visible', text(' \n')],
    ['a place beyond the earth', { type: 'location', latitude: Number.NaN, longitude: 0 }],
    ['nobody', { type: 'contact-card', contacts: [{ name: '', phones: [], emails: [] }] }],
    ['a template', { type: 'template', name: 'hello', language: 'en', variables: {} }],
    ['an answer', { type: 'choice-reply', payload: 'x', title: null }],
    ['a form', { type: 'form-reply', name: null, values: {} }],
    ['something unknown', { type: 'unsupported', label: 'a story' }],
  ])('%s', (_, part) => {
    expect(render(outbound([text('Hi'), part]))).toMatchObject({
      kind: 'unrenderable',
      problems: [{ partIndex: 1 }],
    });
  });

  it('no parts', () => {
    expect(problems([])).toHaveLength(1);
  });
});

describe('an author who wants things as they are or not at all', () => {
  it.each<[string, Part]>([
    ['a question that becomes text', choice([{ ...red, payload: '' }])],
    ['a menu', { ...choice([red]), style: 'list' } as Part],
    ['cards that become text', { type: 'card', cards: [{ title: 'S', image: store }] }],
    ['a file that becomes a link', media('file', PDF)],
    ['a voice message', media('voice', PDF, { sizeBytes: 5 })],
    ['words under a video', media('video', MP4, { sizeBytes: 5, caption: 'x' })],
    [
      'a contact that becomes text',
      { type: 'contact-card', contacts: [{ name: 'E', phones: [], emails: [] }] },
    ],
    ['a poll', { type: 'poll', question: 'Tea?', options: ['Yes', 'No'] }],
    ['a dice', { type: 'dice', emoji: '🎲', value: null }],
    ['a style', { type: 'text', text: 'Hi', formatting: [{ style: 'underline', offset: 0, length: 2 }] }],
    ['a round video', media('video-note', MP4, { sizeBytes: 5 })],
    ['a sticker that is a picture', media('sticker', JPEG)],
    ['more cards than a carousel holds', { type: 'card', cards: Array(7).fill({ title: 'Shoe' }) }],
  ])('is told that it can not be: %s', (_, part) => {
    expect(problems([part], { onUnsupported: 'REFUSE' })).toHaveLength(1);
    expect(problems([part], { overlongText: 'REFUSE' })).toEqual([]);
  });

  it.each<[string, Part]>([
    ['a text in several messages', text('x'.repeat(7001))],
    ['a caption on its own', media('image', JPEG, { caption: 'x'.repeat(513) })],
    ['a button that is cut', choice([{ ...red, title: 'x'.repeat(251) }])],
    [
      'a name that is cut',
      { type: 'contact-card', contacts: [{ name: 'x'.repeat(29), phones: ['1'], emails: [] }] },
    ],
  ])('is told that it is too long: %s', (_, part) => {
    expect(problems([part], { overlongText: 'REFUSE' })).toHaveLength(1);
    expect(problems([part], { onUnsupported: 'REFUSE' })).toEqual([]);
  });
});
