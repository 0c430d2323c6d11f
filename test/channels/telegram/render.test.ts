import { describe, expect, it } from 'vitest';
import { capabilities } from '../../../src/channels/telegram/capabilities.ts';
import { render } from '../../../src/channels/telegram/render.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { lossesOf, type OutboundFacts, outbound, requestsOf } from './outbound.ts';

const JPEG = 'https://files.example.org/a.jpg';
const url = (address: string) => ({ from: 'url' as const, url: address });
const text = (words: string): Part => ({ type: 'text', text: words });
const image = (caption?: string): Part => ({
  type: 'media',
  kind: 'image',
  source: url(JPEG),
  ...(caption !== undefined && { caption }),
});
const choice = (options: Extract<Part, { type: 'choice' }>['options']): Part => ({
  type: 'choice',
  style: 'buttons',
  text: 'Which?',
  options,
});
const red = { action: 'reply', payload: 'pick:red', title: 'Red' } as const;

const calls = (parts: readonly Part[], facts?: OutboundFacts) =>
  requestsOf(render(outbound(parts, facts))).map(({ operation, body }) => [operation, body]);
const losses = (parts: readonly Part[], facts?: OutboundFacts) => lossesOf(render(outbound(parts, facts)));

describe('the exact JSON of', () => {
  it.each<[string, readonly Part[], readonly [string, object][]]>([
    ['a text', [text('<b>1 & 2</b> _x_')], [['sendMessage', { chat_id: 7001, text: '<b>1 & 2</b> _x_' }]]],
    [
      'a formatted text',
      [
        {
          type: 'text',
          text: 'see here now',
          formatting: [
            { style: 'link', offset: 4, length: 4, url: 'https://example.org' },
            { style: 'quote', offset: 0, length: 99 },
            { style: 'link', offset: 0, length: 3 },
          ],
        },
      ],
      [
        [
          'sendMessage',
          {
            chat_id: 7001,
            text: 'see here now',
            entities: [
              { type: 'text_link', offset: 4, length: 4, url: 'https://example.org' },
              { type: 'blockquote', offset: 0, length: 12 },
            ],
          },
        ],
      ],
    ],
    [
      'an image with a caption',
      [image('look')],
      [['sendPhoto', { chat_id: 7001, photo: JPEG, caption: 'look' }]],
    ],
    [
      'a sticker of this bot',
      [{ type: 'media', kind: 'sticker', source: { from: 'platform', reference: 'CAAC-1' } }],
      [['sendSticker', { chat_id: 7001, sticker: 'CAAC-1' }]],
    ],
    [
      'a video',
      [
        {
          type: 'media',
          kind: 'video',
          source: url('https://files.example.org/f.mp4'),
          durationMs: 2400,
          width: 640,
          height: 360,
        },
      ],
      [
        [
          'sendVideo',
          { chat_id: 7001, video: 'https://files.example.org/f.mp4', duration: 2, width: 640, height: 360 },
        ],
      ],
    ],
    [
      'a PDF by its address',
      [{ type: 'media', kind: 'file', source: url('https://files.example.org/f.pdf') }],
      [['sendDocument', { chat_id: 7001, document: 'https://files.example.org/f.pdf' }]],
    ],
    [
      'an album',
      [image('front'), image()],
      [
        [
          'sendMediaGroup',
          {
            chat_id: 7001,
            media: [
              { type: 'photo', media: JPEG, caption: 'front' },
              { type: 'photo', media: JPEG },
            ],
          },
        ],
      ],
    ],
    [
      'a place',
      [{ type: 'location', latitude: 48.2, longitude: 16.4 }],
      [['sendLocation', { chat_id: 7001, latitude: 48.2, longitude: 16.4 }]],
    ],
    [
      'a place with a name',
      [{ type: 'location', latitude: 48.2, longitude: 16.4, name: 'Café' }],
      [
        [
          'sendVenue',
          { chat_id: 7001, latitude: 48.2, longitude: 16.4, title: 'Café', address: '48.2, 16.4' },
        ],
      ],
    ],
    [
      'contacts',
      [
        {
          type: 'contact-card',
          contacts: [
            { name: 'Ada Byron', firstName: 'Ada', lastName: 'Byron', phones: ['+431'], emails: [] },
            { name: 'Bob', phones: ['+432'], emails: [], vcard: 'BEGIN:VCARD' },
          ],
        },
      ],
      [
        ['sendContact', { chat_id: 7001, phone_number: '+431', first_name: 'Ada', last_name: 'Byron' }],
        ['sendContact', { chat_id: 7001, phone_number: '+432', first_name: 'Bob', vcard: 'BEGIN:VCARD' }],
      ],
    ],
    [
      'a choice',
      [
        {
          type: 'choice',
          style: 'list',
          header: 'Colours',
          text: 'Which?',
          footer: 'One only',
          options: [red, { action: 'open-url', title: 'See all', url: 'https://example.org' }],
        },
      ],
      [
        [
          'sendMessage',
          {
            chat_id: 7001,
            text: 'Colours\n\nWhich?\n\nOne only',
            entities: [
              { type: 'bold', offset: 0, length: 7 },
              { type: 'italic', offset: 17, length: 8 },
            ],
            reply_markup: {
              inline_keyboard: [
                [{ text: 'Red', callback_data: 'pick:red' }],
                [{ text: 'See all', url: 'https://example.org' }],
              ],
            },
          },
        ],
      ],
    ],
    [
      'a wish for a number and a place',
      [
        choice([
          { action: 'share-phone', title: 'My number' },
          { action: 'share-location', title: 'My place' },
        ]),
      ],
      [
        [
          'sendMessage',
          {
            chat_id: 7001,
            text: 'Which?',
            reply_markup: {
              keyboard: [
                [{ text: 'My number', request_contact: true }],
                [{ text: 'My place', request_location: true }],
              ],
              resize_keyboard: true,
              one_time_keyboard: true,
            },
          },
        ],
      ],
    ],
    [
      'cards',
      [
        {
          type: 'card',
          cards: [
            { title: 'Tea', subtitle: '3 €', image: url(JPEG), options: [red] },
            { title: 'Cake', url: 'https://example.org/cake' },
          ],
        },
      ],
      [
        [
          'sendPhoto',
          {
            chat_id: 7001,
            photo: JPEG,
            caption: 'Tea\n3 €',
            caption_entities: [{ type: 'bold', offset: 0, length: 3 }],
            reply_markup: { inline_keyboard: [[{ text: 'Red', callback_data: 'pick:red' }]] },
          },
        ],
        [
          'sendMessage',
          {
            chat_id: 7001,
            text: 'Cake',
            entities: [{ type: 'text_link', url: 'https://example.org/cake', offset: 0, length: 4 }],
          },
        ],
      ],
    ],
    [
      'a poll',
      [{ type: 'poll', question: 'Tea?', options: ['Yes', 'No'], allowsMultipleAnswers: true }],
      [
        [
          'sendPoll',
          {
            chat_id: 7001,
            question: 'Tea?',
            options: [{ text: 'Yes' }, { text: 'No' }],
            allows_multiple_answers: true,
          },
        ],
      ],
    ],
    ['a dice', [{ type: 'dice', emoji: '🎯', value: null }], [['sendDice', { chat_id: 7001, emoji: '🎯' }]]],
  ])('%s', (_, parts, expected) => {
    expect(calls(parts)).toEqual(expected);
    expect(losses(parts)).toEqual([]);
  });
});

describe('what the channel lacks', () => {
  it.each<[string, Part, string, object]>([
    [
      'a payload that is too long',
      choice([
        { ...red, payload: 'ü'.repeat(33) },
        { action: 'open-url', title: 'Site', url: 'https://example.org' },
      ]),
      'choice-as-text',
      { text: 'Which?\n\n1. Red\n2. Site: https://example.org' },
    ],
    [
      'a contact without a number',
      { type: 'contact-card', contacts: [{ name: 'Eve', phones: [], emails: ['eve@example.org'] }] },
      'contact-as-text',
      { text: 'Eve\neve@example.org' },
    ],
    [
      'a poll with one answer',
      { type: 'poll', question: 'Tea?', options: ['Yes'] },
      'poll-as-text',
      { text: 'Tea?\n1. Yes' },
    ],
    ['a dice of another kind', { type: 'dice', emoji: '🃏', value: null }, 'other', { text: '🃏' }],
    ['a chosen dice value', { type: 'dice', emoji: '🎲', value: 6 }, 'other', { emoji: '🎲' }],
    [
      'a place that moves',
      { type: 'location', latitude: 1, longitude: 2, isLive: true },
      'other',
      { latitude: 1, longitude: 2 },
    ],
    ['a tap', { type: 'choice-reply', payload: 'p', title: 'Red' }, 'other', { text: 'Red' }],
    ['a form', { type: 'form-reply', name: null, values: { size: 'L' } }, 'other', { text: 'size: L' }],
    ['a part without a form', { type: 'unsupported', label: 'a story' }, 'other', { text: '[a story]' }],
    [
      'a caption on a round video',
      { type: 'media', kind: 'video-note', source: { from: 'platform', reference: 'D-1' }, caption: 'me' },
      'caption-separated',
      { video_note: 'D-1' },
    ],
  ])('%s is shown in a poorer way and told, or refused', (_, part, loss, shown) => {
    const degraded = render(outbound([part]));
    const refused = render(outbound([part], { onUnsupported: 'REFUSE' }));

    expect(requestsOf(degraded)[0]?.body).toMatchObject(shown);
    expect(lossesOf(degraded)).toEqual([loss]);
    expect(refused).toMatchObject({ kind: 'unrenderable', problems: [{ partIndex: 0 }] });
  });

  it.each<[string, readonly Part[]]>([
    ['a template', [{ type: 'template', name: 't', language: 'de', variables: {} }]],
    ['a text of white space', [text(' \n ')]],
    ['a place beyond the pole', [{ type: 'location', latitude: 91, longitude: 0 }]],
    ['nothing', []],
  ])('%s can not be shown at all', (_, parts) => {
    expect(render(outbound(parts)).kind).toBe('unrenderable');
  });

  it('has no buttons that share in a group', () => {
    const parts = [choice([{ action: 'share-phone', title: 'My number' }])];

    expect(losses(parts, { to: '-42', isGroup: true })).toEqual(['choice-as-text']);
  });

  it('tells that an answer beside a sharing button loses its payload', () => {
    const parts = [choice([red, { action: 'share-phone', title: 'My number' }])];

    expect(losses(parts)).toEqual(['other']);
    expect(calls(parts)[0]?.[1]).toMatchObject({
      reply_markup: { keyboard: [[{ text: 'Red' }], [{ text: 'My number', request_contact: true }]] },
    });
  });

  it('carries every kind of part that its capabilities name', () => {
    const samples: Record<(typeof capabilities.parts.outbound)[number], Part> = {
      text: text('x'),
      media: image(),
      location: { type: 'location', latitude: 1, longitude: 2 },
      'contact-card': { type: 'contact-card', contacts: [{ name: 'A', phones: ['1'], emails: [] }] },
      choice: choice([red]),
      card: { type: 'card', cards: [{ title: 'T' }] },
      poll: { type: 'poll', question: 'Q', options: ['a', 'b'] },
      dice: { type: 'dice', emoji: '🎲', value: null },
    };

    for (const type of capabilities.parts.outbound) {
      expect(render(outbound([samples[type]], { onUnsupported: 'REFUSE' })).kind).toBe('rendered');
    }
  });
});

describe('every request', () => {
  const parts: readonly Part[] = [text('a'), image(), { type: 'dice', emoji: '🎲', value: null }];

  it('names the chat, and the business connection where there is one', () => {
    const bodies = requestsOf(render(outbound(parts, { to: 'bc:1:7001' }))).map(({ body }) => body);

    expect(bodies).toHaveLength(3);
    for (const body of bodies) expect(body).toMatchObject({ chat_id: 7001, business_connection_id: 'bc:1' });
  });

  it('is silent when the message is', () => {
    const bodies = requestsOf(render(outbound(parts, { isSilent: true }))).map(({ body }) => body);

    for (const body of bodies) expect(body).toHaveProperty('disable_notification', true);
  });

  it('says which parts it carries', () => {
    const requests = requestsOf(render(outbound([image(), image(), text('x')])));

    expect(requests.map(({ partIndexes, cost }) => ({ partIndexes, cost }))).toEqual([
      { partIndexes: [0, 1], cost: 2 },
      { partIndexes: [2], cost: 1 },
    ]);
  });

  it('is not made for somebody who is no chat of Telegram', () => {
    expect(render(outbound([text('x')], { to: 'someone' })).kind).toBe('unrenderable');
  });
});

describe('a reply', () => {
  it('refers to its target once, and survives the loss of it', () => {
    const [first, second] = requestsOf(
      render(outbound([text('a'), text('b')], { replyTo: { externalId: '7001:13', quote: 'this' } })),
    );

    expect(first?.body).toHaveProperty('reply_parameters', {
      message_id: 13,
      allow_sending_without_reply: true,
      quote: 'this',
    });
    expect(second?.body).not.toHaveProperty('reply_parameters');
  });

  it.each(['callback:99', '7002:13', 'bc-1:7001:13', 'update:5'])(
    'to %s, which is no message of this chat, goes without the reference and says so',
    (externalId) => {
      const rendering = render(outbound([text('a')], { replyTo: { externalId, quote: null } }));

      expect(requestsOf(rendering)[0]?.body).toEqual({ chat_id: 7001, text: 'a' });
      expect(lossesOf(rendering)).toEqual(['reply-dropped']);
    },
  );
});
