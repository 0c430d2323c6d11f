import { describe, expect, it } from 'vitest';
import { messenger } from '../../../src/channels/messenger/index.ts';
import type { MediaId } from '../../../src/core/model/ids.ts';
import type { ChoiceOption, Part } from '../../../src/core/model/part.ts';
import { lossesOf, MESSAGE_ID, type OutboundFacts, outbound, requestsOf } from './outbound.ts';

const render = (parts: readonly Part[], facts: OutboundFacts = {}) =>
  messenger.render(outbound(parts, facts));
const bodiesOf = (parts: readonly Part[], facts: OutboundFacts = {}) =>
  requestsOf(render(parts, facts)).map(({ body }) => body);
const contentsOf = (parts: readonly Part[], facts: OutboundFacts = {}) =>
  bodiesOf(parts, facts).map(({ message }) => {
    const { metadata: _ours, ...content } = Object(message);
    return content;
  });
const text = (words: string): Part => ({ type: 'text', text: words });
const reply = (title: string, payload = title): ChoiceOption => ({ action: 'reply', title, payload });
const upload = { from: 'store', mediaId: '0198f000-0000-7000-8000-0000000000aa' as MediaId } as const;
const picture = { from: 'url', url: 'https://example.org/brot.jpg' } as const;

describe('a text', () => {
  it('is one request with our id in it', () => {
    expect(bodiesOf([text('Ja, täglich ab 7 Uhr.')])).toEqual([
      {
        recipient: { id: '7712003344556677' },
        messaging_type: 'RESPONSE',
        message: { text: 'Ja, täglich ab 7 Uhr.', metadata: MESSAGE_ID },
      },
    ]);
  });

  it('over 2000 characters becomes several, or is refused if the author wants that', () => {
    const long = 'Wort '.repeat(900);

    const pieces = contentsOf([text(long)]).map((content) => content.text);

    expect(pieces.every((piece) => piece.length <= 2000)).toBe(true);
    expect(pieces.join('')).toBe(long);
    expect(lossesOf(render([text(long)]))).toEqual(['text-split']);
    expect(render([text(long)], { overlongText: 'REFUSE' }).kind).toBe('unrenderable');
  });

  it('is never cut within a character', () => {
    const pieces = contentsOf([text('😀'.repeat(1500))]).map((content) => content.text);

    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  });

  it('keeps the address of a link and says that other formatting is not shown', () => {
    const formatted: Part = {
      type: 'text',
      text: 'Unser Menü heute',
      formatting: [
        { style: 'link', offset: 6, length: 4, url: 'https://example.org/m' },
        { style: 'bold', offset: 0, length: 5 },
      ],
    };

    expect(contentsOf([formatted])).toEqual([{ text: 'Unser Menü (https://example.org/m) heute' }]);
    expect(lossesOf(render([formatted]))).toEqual(['formatting-dropped']);
  });

  it('of nothing but white space is refused', () => {
    expect(render([text(' \n')]).kind).toBe('unrenderable');
  });
});

describe('what stands around a message', () => {
  it('answers with its first request only, without a sound where asked, as a persona where set', () => {
    const bodies = bodiesOf([text('eins'), text('zwei')], {
      replyTo: { externalId: 'm_DocAAA111', quote: null },
      isSilent: true,
      settings: { personaId: '887766' },
    });

    expect(bodies.map(({ reply_to }) => reply_to)).toEqual([{ mid: 'm_DocAAA111' }, undefined]);
    expect(bodies.map(({ notification_type }) => notification_type)).toEqual(['SILENT_PUSH', 'SILENT_PUSH']);
    expect(bodies.map(({ persona_id }) => persona_id)).toEqual(['887766', '887766']);
  });

  it('goes to the mark of a ticked box until the person has written', () => {
    expect(bodiesOf([text('Hallo')], { to: 'user_ref:ur-991' })[0]?.recipient).toEqual({
      user_ref: 'ur-991',
    });
  });

  it.each`
    author          | purpose            | isWindowOpen | humanAgent | lane
    ${'MEMBER'}     | ${'SERVICE'}       | ${true}      | ${true}    | ${'RESPONSE'}
    ${'MEMBER'}     | ${'SERVICE'}       | ${false}     | ${true}    | ${'MESSAGE_TAG HUMAN_AGENT'}
    ${'MEMBER'}     | ${'SERVICE'}       | ${false}     | ${false}   | ${'RESPONSE'}
    ${'MEMBER'}     | ${'MARKETING'}     | ${false}     | ${true}    | ${'UPDATE'}
    ${'BOT'}        | ${'SERVICE'}       | ${false}     | ${true}    | ${'RESPONSE'}
    ${'AUTOMATION'} | ${'SERVICE'}       | ${false}     | ${true}    | ${'RESPONSE'}
    ${'CAMPAIGN'}   | ${'NEWSLETTER'}    | ${true}      | ${true}    | ${'UPDATE'}
    ${'BOT'}        | ${'TRANSACTIONAL'} | ${true}      | ${true}    | ${'UPDATE'}
  `('by $author, $purpose, window open: $isWindowOpen, feature: $humanAgent: $lane', (row) => {
    const { author, purpose, isWindowOpen, humanAgent, lane } = row;

    const [body] = bodiesOf([text('Hallo')], { author, purpose, isWindowOpen, settings: { humanAgent } });

    expect([body?.messaging_type, body?.tag].filter(Boolean).join(' ')).toBe(lane);
  });
});

describe('a file', () => {
  it('goes by its address, and its words follow', () => {
    const parts: Part[] = [{ type: 'media', kind: 'image', source: picture, caption: 'Frisch' }];

    expect(contentsOf(parts)).toEqual([
      { attachment: { type: 'image', payload: { url: 'https://example.org/brot.jpg' } } },
      { text: 'Frisch' },
    ]);
    expect(lossesOf(render(parts))).toEqual(['caption-separated']);
    expect(render(parts, { onUnsupported: 'REFUSE' }).kind).toBe('unrenderable');
  });

  it('of ours is uploaded first, and so is one without https', () => {
    const requests = requestsOf(
      render([
        { type: 'media', kind: 'file', source: upload, fileName: 'Rechnung.pdf' },
        { type: 'media', kind: 'video', source: { from: 'url', url: 'http://example.org/v.mp4' } },
      ]),
    );

    expect(requests.map(({ files }) => files.map(({ field, fileName }) => [field, fileName]))).toEqual([
      [['file', 'Rechnung.pdf']],
      [['video', 'video.mp4']],
    ]);
    expect(requests[0]?.body.message).toMatchObject({
      attachment: { type: 'file', payload: { attachment_id: 'attach://file' } },
    });
  });

  it.each([
    ['voice', 'audio', []],
    ['animation', 'image', []],
    ['sticker', 'image', ['other']],
    ['video-note', 'video', ['other']],
  ] as const)('that is a %s is shown as %s', (kind, shownAs, losses) => {
    const rendering = render([{ type: 'media', kind, source: picture }]);

    expect(requestsOf(rendering)[0]?.body.message).toMatchObject({ attachment: { type: shownAs } });
    expect(lossesOf(rendering)).toEqual(losses);
  });

  it('that is too large, or of a wrong type, is refused before anything leaves', () => {
    const large: Part = { type: 'media', kind: 'file', source: upload, sizeBytes: 26 * 1024 * 1024 };
    const wrong: Part = { type: 'media', kind: 'image', source: upload, mimeType: 'application/pdf' };

    expect(render([large]).kind).toBe('unrenderable');
    expect(render([wrong]).kind).toBe('unrenderable');
  });

  it('that is a picture beyond what Meta fetches goes as a file', () => {
    const parts: Part[] = [{ type: 'media', kind: 'image', source: picture, sizeBytes: 9 * 1024 * 1024 }];

    expect(contentsOf(parts)).toMatchObject([{ attachment: { type: 'file' } }]);
  });

  it('with sound or film counts as thirty texts, as the limits do', () => {
    const costs = requestsOf(render([{ type: 'media', kind: 'audio', source: picture }, text('x')])).map(
      ({ cost }) => cost,
    );

    expect(costs).toEqual([30, 1]);
  });
});

describe('a choice', () => {
  const choice = (style: 'buttons' | 'list' | 'quick-replies', options: readonly ChoiceOption[]): Part => ({
    type: 'choice',
    style,
    text: 'Was darf es sein?',
    options,
  });

  it('of three buttons is a button template', () => {
    const parts = [
      choice('buttons', [
        reply('Abholen', 'PICKUP'),
        { action: 'open-url', title: 'Menü', url: 'https://example.org/m' },
      ]),
    ];

    expect(contentsOf(parts)).toEqual([
      {
        attachment: {
          type: 'template',
          payload: {
            template_type: 'button',
            text: 'Was darf es sein?',
            buttons: [
              { type: 'postback', title: 'Abholen', payload: 'PICKUP' },
              { type: 'web_url', title: 'Menü', url: 'https://example.org/m' },
            ],
          },
        },
      },
    ]);
    expect(lossesOf(render(parts))).toEqual([]);
  });

  it('of more buttons stands above the keyboard', () => {
    const parts = [
      choice(
        'buttons',
        ['1', '2', '3', '4'].map((title) => reply(title)),
      ),
    ];

    expect(contentsOf(parts)[0]?.quick_replies).toHaveLength(4);
    expect(lossesOf(render(parts))).toEqual(['other']);
    expect(render(parts, { onUnsupported: 'REFUSE' }).kind).toBe('unrenderable');
  });

  it('of quick replies may ask for the number', () => {
    const parts = [
      choice('quick-replies', [reply('Nein'), { action: 'share-phone', title: 'Meine Nummer' }]),
    ];

    expect(contentsOf(parts)).toEqual([
      {
        text: 'Was darf es sein?',
        quick_replies: [
          { content_type: 'text', title: 'Nein', payload: 'Nein' },
          { content_type: 'user_phone_number' },
        ],
      },
    ]);
    expect(lossesOf(render(parts))).toEqual([]);
  });

  it('that is a list keeps its descriptions in the words above', () => {
    const parts = [choice('list', [{ action: 'reply', title: 'S', payload: 's', description: 'bis 40 cm' }])];

    expect(contentsOf(parts)[0]?.text).toBe('Was darf es sein?\n\nS: bis 40 cm');
  });

  it('of what fits nowhere becomes numbered lines', () => {
    const many = Array.from({ length: 14 }, (_, index) => reply(`Wahl ${index + 1}`));
    const mixed = [reply('Ja'), { action: 'share-location', title: 'Hier bin ich' } as const];

    expect(lossesOf(render([choice('list', many)]))).toEqual(['choice-as-text']);
    expect(contentsOf([choice('buttons', mixed)])).toEqual([
      { text: 'Was darf es sein?\n\n1. Ja\n2. Hier bin ich' },
    ]);
  });

  it('with a long title is shortened and says so, and with a long payload is refused', () => {
    const parts = [choice('buttons', [reply('Ein sehr langer Titel für einen Knopf', 'P')])];

    expect(lossesOf(render(parts))).toEqual(['shortened']);
    expect(render([choice('buttons', [reply('x', 'p'.repeat(1001))])]).kind).toBe('unrenderable');
  });

  it('with a long question has its buttons under the last piece', () => {
    const parts: Part[] = [
      { type: 'choice', style: 'buttons', text: 'Wort '.repeat(300), options: [reply('Ja')] },
    ];

    const contents = contentsOf(parts);

    expect(contents.slice(0, -1).every((content) => 'text' in content)).toBe(true);
    expect(contents.at(-1)).toMatchObject({ attachment: { payload: { template_type: 'button' } } });
  });
});

describe('cards', () => {
  it('stand in one row of up to ten', () => {
    const cards = Array.from({ length: 12 }, (_, index) => ({ title: `Brot ${index}`, image: picture }));

    const contents = contentsOf([{ type: 'card', cards }]);

    expect(contents.map(({ attachment }) => attachment.payload.elements.length)).toEqual([10, 2]);
  });

  it('have a picture, a link and buttons', () => {
    const cards = [
      {
        title: 'Frühstück',
        subtitle: 'ab 9 Uhr',
        image: picture,
        url: 'https://example.org',
        options: [reply('Reservieren', 'RES_1')],
      },
    ];

    expect(contentsOf([{ type: 'card', cards }])).toEqual([
      {
        attachment: {
          type: 'template',
          payload: {
            template_type: 'generic',
            elements: [
              {
                title: 'Frühstück',
                subtitle: 'ab 9 Uhr',
                image_url: 'https://example.org/brot.jpg',
                default_action: { type: 'web_url', url: 'https://example.org' },
                buttons: [{ type: 'postback', title: 'Reservieren', payload: 'RES_1' }],
              },
            ],
          },
        },
      },
    ]);
  });

  it('whose picture is ours are words and a media template', () => {
    const part: Part = {
      type: 'card',
      cards: [{ title: 'Brot', image: upload, options: [reply('Kaufen')] }],
    };

    expect(contentsOf([part])).toEqual([
      { text: 'Brot' },
      {
        attachment: {
          type: 'template',
          payload: {
            template_type: 'media',
            elements: [
              {
                media_type: 'image',
                attachment_id: 'attach://image',
                buttons: [{ type: 'postback', title: 'Kaufen', payload: 'Kaufen' }],
              },
            ],
          },
        },
      },
    ]);
    expect(lossesOf(render([part]))).toEqual(['card-as-text']);
  });

  it('with nothing but a title are texts', () => {
    expect(contentsOf([{ type: 'card', cards: [{ title: 'Nur ein Titel' }] }])).toEqual([
      { text: 'Nur ein Titel' },
    ]);
  });

  it('with more options than buttons have numbered lines', () => {
    const options = ['1', '2', '3', '4'].map((title) => reply(title));

    expect(lossesOf(render([{ type: 'card', cards: [{ title: 'Brot', options }] }]))).toEqual([
      'choice-as-text',
    ]);
  });
});

describe('a template', () => {
  const receipt = {
    recipient_name: 'Mara Voigt',
    order_number: '4471',
    currency: 'EUR',
    payment_method: 'Karte',
    'summary.total_cost': '12.5',
    'elements.1.title': 'Brot',
    'elements.1.quantity': '1',
    'elements.1.price': '12.5',
  };
  const template = (name: string, variables: Readonly<Record<string, string>>): Part => ({
    type: 'template',
    name,
    language: 'de',
    variables,
  });

  it('that is approved goes in the lane for such, whoever sends it', () => {
    const [body] = bodiesOf([template('order_update', { '2': '7 Uhr', '1': 'Mara' })], {
      author: 'AUTOMATION',
      purpose: 'TRANSACTIONAL',
      isWindowOpen: false,
    });

    expect(body).toMatchObject({
      messaging_type: 'UTILITY',
      message: {
        template: {
          name: 'order_update',
          language: { code: 'de' },
          components: [
            {
              type: 'body',
              parameters: [
                { type: 'text', text: 'Mara' },
                { type: 'text', text: '7 Uhr' },
              ],
            },
          ],
        },
      },
    });
  });

  it('that is the receipt is Messenger’s own form', () => {
    expect(contentsOf([template('receipt', receipt)])).toEqual([
      {
        attachment: {
          type: 'template',
          payload: {
            template_type: 'receipt',
            recipient_name: 'Mara Voigt',
            order_number: '4471',
            currency: 'EUR',
            payment_method: 'Karte',
            summary: { total_cost: 12.5 },
            elements: [{ title: 'Brot', quantity: 1, price: 12.5 }],
          },
        },
      },
    ]);
  });

  it.each([
    ['without a total', { 'summary.total_cost': '' }],
    ['with a price that is none', { 'elements.1.price': 'gratis' }],
    ['with an element without a title', { 'elements.2.price': '1' }],
  ])('that is a receipt %s is refused', (_name, change) => {
    expect(render([template('receipt', { ...receipt, ...change })]).kind).toBe('unrenderable');
  });
});

describe('what Messenger lacks', () => {
  it.each<[string, Part]>([
    ['location-as-text', { type: 'location', latitude: 52.52, longitude: 13.4, name: 'Laden' }],
    [
      'contact-as-text',
      { type: 'contact-card', contacts: [{ name: 'Mara', phones: ['+49301'], emails: [] }] },
    ],
    ['poll-as-text', { type: 'poll', question: 'Wann?', options: ['Heute', 'Morgen'] }],
    ['other', { type: 'dice', emoji: '🎲', value: null }],
  ])('becomes text with the loss %s, or is refused', (code, part) => {
    expect(lossesOf(render([part]))).toEqual([code]);
    expect(render([part], { onUnsupported: 'REFUSE' }).kind).toBe('unrenderable');
  });
});

describe('articles of a catalogue', () => {
  const article = { title: 'Brot', product: { catalogId: '301774488', productId: '7789001122' } };

  it('are shown as they stand there', () => {
    const payload = { template_type: 'product', elements: [{ id: '7789001122' }, { id: '7789001122' }] };

    expect(contentsOf([{ type: 'card', cards: [article, article] }])).toEqual([
      { attachment: { type: 'template', payload } },
    ]);
  });

  it('stay cards when they have something to tap or stand beside others', () => {
    const cards = [{ ...article, options: [reply('Bestellen')] }, article];

    expect(JSON.stringify(contentsOf([{ type: 'card', cards }]))).not.toContain('product');
  });
});
