import { describe, expect, it } from 'vitest';
import { render } from '../../../src/channels/whatsapp/render.ts';
import type {
  Card,
  ChoiceOption,
  MediaSource,
  Part,
  PlatformForm,
  PlatformViewKind,
} from '../../../src/core/model/part.ts';
import {
  lossesOf,
  MESSAGE_ID,
  type OutboundFacts,
  outbound,
  PHONE,
  problemsOf,
  requestOf,
  requestsOf,
  USER_ID,
} from './outbound.ts';

const text = (words: string): Part => ({ type: 'text', text: words });
const link: MediaSource = { from: 'url', url: 'https://example.org/a.bin' };
const stored: MediaSource = { from: 'store', mediaId: 'm1' as never };
const reply = (title: string, more: object = {}): ChoiceOption => ({
  action: 'reply',
  payload: `p:${title}`,
  title,
  ...more,
});
const ask = (options: readonly ChoiceOption[], more: object = {}): Part => ({
  type: 'choice',
  style: 'buttons',
  text: 'When?',
  options,
  ...more,
});

/** What stands under the type of the only request. */
function contentOf(part: Part, facts: OutboundFacts = {}): unknown {
  const { body } = requestOf(render(outbound([part], facts)));
  return body[String(body.type)];
}

const LINK = {
  type: 'cta_url',
  action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://example.org/web' } },
};
const view = (kind: PlatformViewKind, form: Partial<PlatformForm> = {}): ChoiceOption => ({
  action: 'open-url',
  title: 'Open',
  url: 'https://example.org/web',
  form: { id: '1', kind, ...form },
});

describe('what every message says', () => {
  it('is to whom, in answer to what, and our id', () => {
    const message = outbound([text('Hello')], { replyTo: { externalId: 'wamid.OUT7', quote: null } });

    expect(requestOf(render(message))).toEqual({
      operation: 'messages',
      body: {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: PHONE,
        context: { message_id: 'wamid.OUT7' },
        biz_opaque_callback_data: MESSAGE_ID,
        type: 'text',
        text: { body: 'Hello' },
      },
      files: [],
      partIndexes: [0],
      cost: 1,
    });
  });

  it('names a person by their business-scoped id as a recipient, never as a number', () => {
    const { body } = requestOf(render(outbound([text('Hello')], { to: USER_ID, aliases: [PHONE] })));

    expect(body).toMatchObject({ recipient: USER_ID });
    expect(body).not.toHaveProperty('to');
  });

  it('names a group as one', () => {
    const { body } = requestOf(render(outbound([text('Hello')], { to: '1203630404', isGroup: true })));

    expect(body).toMatchObject({ recipient_type: 'group', to: '1203630404' });
  });

  it('answers with the first of several messages only', () => {
    const message = outbound([text('a'), text('b')], { replyTo: { externalId: 'wamid.1', quote: null } });

    expect(requestsOf(render(message)).map(({ body }) => 'context' in body)).toEqual([true, false]);
  });

  it('is refused when there is nothing to say', () => {
    expect(problemsOf(render(outbound([])))).toHaveLength(1);
    expect(problemsOf(render(outbound([text(' \n')])))).toHaveLength(1);
  });
});

describe('texts', () => {
  it('carry their formatting as characters', () => {
    const part: Part = {
      type: 'text',
      text: 'Only today: cake',
      formatting: [
        { style: 'bold', offset: 5, length: 5 },
        { style: 'italic', offset: 12, length: 4 },
      ],
    };

    expect(contentOf(part)).toEqual({ body: 'Only *today*: _cake_' });
  });

  it('ask for a preview of their link, unless the account wants none', () => {
    const part = text('See https://example.org');

    expect(contentOf(part)).toMatchObject({ preview_url: true });
    expect(contentOf(part, { settings: { linkPreviews: false } })).toMatchObject({ preview_url: false });
  });

  it('go as several messages when they are too long for one, or are refused', () => {
    const long = text('word '.repeat(2000));

    const rendering = render(outbound([long]));

    expect(requestsOf(rendering)).toHaveLength(3);
    expect(lossesOf(rendering)).toEqual(['text-split']);
    expect(problemsOf(render(outbound([long], { overlongText: 'REFUSE' })))[0]).toContain('4096');
  });
});

describe('files', () => {
  it.each<[Part & { type: 'media' }, string, unknown]>([
    [{ type: 'media', kind: 'image', source: link, caption: 'Cake' }, 'image', { caption: 'Cake' }],
    [{ type: 'media', kind: 'audio', source: link }, 'audio', {}],
    [{ type: 'media', kind: 'voice', source: link }, 'audio', { voice: true }],
    [{ type: 'media', kind: 'video', source: link }, 'video', {}],
    [{ type: 'media', kind: 'file', source: link, fileName: 'a.pdf' }, 'document', { filename: 'a.pdf' }],
    [{ type: 'media', kind: 'sticker', source: link }, 'sticker', {}],
  ])('$kind', (part, type, more) => {
    const { body } = requestOf(render(outbound([part])));

    expect(body.type).toBe(type);
    expect(body[type]).toEqual({ link: link.url, ...(more as object) });
  });

  it('are uploaded when only we have them, or when they have no https address', () => {
    const plain: MediaSource = { from: 'url', url: 'http://127.0.0.1/a.jpg' };

    for (const source of [stored, plain]) {
      const request = requestOf(render(outbound([{ type: 'media', kind: 'image', source }])));
      expect(request.body.image).toEqual({ id: 'attach://image' });
      expect(request.files).toMatchObject([{ field: 'image', source, maxBytes: 5 * 1024 * 1024 }]);
    }
  });

  it('of a type or size that WhatsApp does not take leave nothing', () => {
    const gif: Part = { type: 'media', kind: 'image', source: stored, mimeType: 'image/gif' };
    const large: Part = { type: 'media', kind: 'image', source: stored, sizeBytes: 6 * 1024 * 1024 };

    expect(problemsOf(render(outbound([gif])))[0]).toContain('image/gif');
    expect(problemsOf(render(outbound([large])))[0]).toContain('5242880');
  });

  it('have their words behind them where they fit nowhere on them', () => {
    const voice: Part = { type: 'media', kind: 'voice', source: link, caption: 'Listen' };

    const rendering = render(outbound([voice]));

    expect(requestsOf(rendering).map(({ body }) => body.type)).toEqual(['audio', 'text']);
    expect(lossesOf(rendering)).toEqual(['caption-separated']);
    expect(problemsOf(render(outbound([voice], { onUnsupported: 'REFUSE' })))).toHaveLength(1);
  });

  it.each([
    ['video-note', 'video'],
    ['animation', 'video'],
  ] as const)('of kind %s are shown as %s, with the loss named', (kind, type) => {
    const rendering = render(outbound([{ type: 'media', kind, source: link }]));

    expect(requestOf(rendering).body.type).toBe(type);
    expect(lossesOf(rendering)).toEqual(['other']);
  });
});

describe('places and people', () => {
  it('are themselves', () => {
    const place: Part = { type: 'location', latitude: 53.55, longitude: 9.99, name: 'Rathausmarkt' };
    const card: Part = {
      type: 'contact-card',
      contacts: [
        { name: 'Ole Brandt', phones: ['+49171'], emails: ['o@example.org'], organization: 'Brandt' },
      ],
    };

    expect(contentOf(place)).toEqual({ latitude: 53.55, longitude: 9.99, name: 'Rathausmarkt' });
    expect(contentOf(card)).toEqual([
      {
        name: { formatted_name: 'Ole Brandt', first_name: 'Ole Brandt' },
        phones: [{ phone: '+49171' }],
        emails: [{ email: 'o@example.org' }],
        org: { company: 'Brandt' },
      },
    ]);
  });

  it('outside the world are refused', () => {
    expect(problemsOf(render(outbound([{ type: 'location', latitude: 91, longitude: 0 }])))).toHaveLength(1);
  });
});

describe('choices', () => {
  it('of up to three answers are buttons, with header and footer around them', () => {
    const part = ask([reply('09:00'), reply('10:00')], { header: 'Date', footer: 'Just tap' });

    expect(contentOf(part)).toEqual({
      type: 'button',
      header: { type: 'text', text: 'Date' },
      body: { text: 'When?' },
      footer: { text: 'Just tap' },
      action: {
        buttons: [
          { type: 'reply', reply: { id: 'p:09:00', title: '09:00' } },
          { type: 'reply', reply: { id: 'p:10:00', title: '10:00' } },
        ],
      },
    });
  });

  it('with sections are a list', () => {
    const part = ask([reply('a', { section: 'S', description: 'first' }), reply('b', { section: 'T' })], {
      style: 'list',
      listLabel: 'Choose',
    });

    expect(contentOf(part)).toEqual({
      type: 'list',
      body: { text: 'When?' },
      action: {
        button: 'Choose',
        sections: [
          { title: 'S', rows: [{ id: 'p:a', title: 'a', description: 'first' }] },
          { title: 'T', rows: [{ id: 'p:b', title: 'b' }] },
        ],
      },
    });
  });

  it('of four to ten answers become a list, and of more become numbered lines', () => {
    const some = (count: number) => ask(Array.from({ length: count }, (_, index) => reply(`o${index}`)));

    expect(contentOf(some(4))).toMatchObject({ type: 'list' });
    expect(lossesOf(render(outbound([some(4)])))).toEqual(['other']);
    expect(contentOf(some(11))).toMatchObject({ body: expect.stringContaining('11. o10') });
    expect(lossesOf(render(outbound([some(11)])))).toEqual(['choice-as-text']);
    expect(problemsOf(render(outbound([some(11)], { onUnsupported: 'REFUSE' })))).toHaveLength(1);
  });

  it.each<[string, ChoiceOption, object]>([
    [
      'a link',
      { action: 'open-url', title: 'Open', url: 'https://example.org/r/1' },
      {
        type: 'cta_url',
        action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://example.org/r/1' } },
      },
    ],
    [
      'a wish for a place',
      { action: 'share-location', title: 'Here' },
      { type: 'location_request_message', action: { name: 'send_location' } },
    ],
    [
      'a wish for a number',
      { action: 'share-phone', title: 'Mine' },
      { type: 'contact_request', action: { name: 'request_contact_info' } },
    ],
    [
      'a form',
      {
        action: 'open-url',
        title: 'Start',
        url: 'https://example.org/form',
        form: { id: '771', token: 'ft-19', screen: 'A', values: { x: '1' } },
      },
      {
        type: 'flow',
        action: {
          name: 'flow',
          parameters: {
            flow_message_version: '3',
            flow_id: '771',
            flow_cta: 'Start',
            flow_token: 'ft-19',
            mode: 'published',
            flow_action: 'navigate',
            flow_action_payload: { screen: 'A', data: { x: '1' } },
          },
        },
      },
    ],
    [
      'a delivery address',
      view('address', { values: { country: 'IN', name: 'Mara' } }),
      {
        type: 'address_message',
        action: { name: 'address_message', parameters: { country: 'IN', values: { name: 'Mara' } } },
      },
    ],
    ['an address in a country that is not said', view('address'), LINK],
    [
      'the catalogue',
      view('catalog', { id: 'BROT-01' }),
      {
        type: 'catalog_message',
        action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'BROT-01' } },
      },
    ],
    [
      'a call',
      view('call'),
      { type: 'voice_call', action: { name: 'voice_call', parameters: { display_text: 'Open' } } },
    ],
    [
      'leave to call',
      view('call-permission'),
      { type: 'call_permission_request', action: { name: 'call_permission_request' } },
    ],
    ['a sign-in, which WhatsApp has none of', view('sign-in'), LINK],
    ['a payment, which WhatsApp has none of', view('payment'), LINK],
  ])('of %s alone are a message of their own kind', (_, option, expected) => {
    expect(contentOf(ask([option]))).toEqual({ ...expected, body: { text: 'When?' } });
  });

  it('mix no links with answers: the links become lines', () => {
    const part = ask([reply('Yes'), { action: 'open-url', title: 'Map', url: 'https://example.org' }]);

    expect(contentOf(part)).toMatchObject({
      type: 'button',
      body: { text: 'When?\nMap: https://example.org' },
    });
    expect(lossesOf(render(outbound([part])))).toEqual(['choice-as-text']);
  });

  it('say which label is too long', () => {
    const part = ask([reply('A title that is much too long')]);

    expect(contentOf(part)).toMatchObject({
      action: { buttons: [{ reply: { title: 'A title that is muc…' } }] },
    });
    expect(lossesOf(render(outbound([part])))).toEqual(['shortened']);
  });
});

describe('articles of a catalogue', () => {
  const article = (title: string, productId: string, catalogId = '301774488') => ({
    title,
    product: { catalogId, productId },
  });
  const cards = (...all: readonly Card[]): Part => ({ type: 'card', cards: all });

  it('are shown as they stand there: one alone', () => {
    expect(contentOf(cards({ ...article('Bread', 'BROT-01'), subtitle: '4 EUR' }))).toEqual({
      type: 'product',
      body: { text: 'Bread: 4 EUR' },
      action: { catalog_id: '301774488', product_retailer_id: 'BROT-01' },
    });
  });

  it('are a list when they are several', () => {
    expect(contentOf(cards(article('Bread', 'BROT-01'), article('Rolls', 'BROT-02')))).toEqual({
      type: 'product_list',
      header: { type: 'text', text: 'Bread' },
      body: { text: 'Bread\nRolls' },
      action: {
        catalog_id: '301774488',
        sections: [
          {
            title: 'Bread',
            product_items: [{ product_retailer_id: 'BROT-01' }, { product_retailer_id: 'BROT-02' }],
          },
        ],
      },
    });
  });

  it.each([
    ['of two catalogues', [article('Bread', '1'), article('Rolls', '2', '99')]],
    ['beside other cards', [article('Bread', '1'), { title: 'Rolls' }]],
    ['with something to tap', [{ ...article('Bread', '1'), options: [reply('Order')] }, { title: 'Rolls' }]],
    ['of more than 30', Array.from({ length: 31 }, (_, index) => article('Bread', String(index)))],
  ])('stay cards when they are %s', (_, all) => {
    const rendered = requestsOf(render(outbound([cards(...all)])));

    expect(rendered).toHaveLength(all.length);
    expect(JSON.stringify(rendered)).not.toContain('product_retailer_id');
  });
});

describe('a card', () => {
  it('has its picture above its buttons', () => {
    const part: Part = {
      type: 'card',
      cards: [{ title: 'Cake', subtitle: '4 EUR', image: link, options: [reply('Order')] }],
    };

    expect(contentOf(part)).toEqual({
      type: 'button',
      header: { type: 'image', image: { link: link.url } },
      body: { text: 'Cake\n4 EUR' },
      action: { buttons: [{ type: 'reply', reply: { id: 'p:Order', title: 'Order' } }] },
    });
  });
});

describe('templates', () => {
  const ready: Part & { type: 'template' } = {
    type: 'template',
    name: 'abholung_bereit',
    language: 'de',
    variables: { '2': '17:30', '1': '4471' },
  };

  it('have their values by position, in the order of the positions', () => {
    expect(contentOf(ready)).toEqual({
      name: 'abholung_bereit',
      language: { code: 'de' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: '4471' },
            { type: 'text', text: '17:30' },
          ],
        },
      ],
    });
  });

  it('have their values by name, a header and buttons', () => {
    const part: Part = {
      ...ready,
      variables: { first_name: 'Mara' },
      header: { from: 'platform', reference: '880017744120960' },
      buttonPayloads: ['OK_4471'],
      buttonValues: [{ index: 1, kind: 'url-ending', value: '4471' }],
    };

    expect(contentOf(part)).toEqual({
      name: 'abholung_bereit',
      language: { code: 'de' },
      components: [
        { type: 'header', parameters: [{ type: 'image', image: { id: '880017744120960' } }] },
        { type: 'body', parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Mara' }] },
        {
          type: 'button',
          sub_type: 'quick_reply',
          index: '0',
          parameters: [{ type: 'payload', payload: 'OK_4471' }],
        },
        { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: '4471' }] },
      ],
    });
  });

  it.each<[string, object]>([
    ['a variable without a value', { variables: { '1': ' ' } }],
    ['a gap between positions', { variables: { '1': 'a', '3': 'c' } }],
    ['positions beside names', { variables: { '1': 'a', name: 'b' } }],
    ['more characters than a template shows', { variables: { '1': 'a'.repeat(32_769) } }],
    ['a code that is too long', { buttonValues: [{ index: 0, kind: 'code', value: 'x'.repeat(16) }] }],
    ['a name that none can have', { name: 'Abholung bereit' }],
    ['a language that none can have', { language: 'Deutsch' }],
  ])('leave nothing with %s', (_, wrong) => {
    expect(problemsOf(render(outbound([{ ...ready, ...wrong }])))).toHaveLength(1);
  });

  it('with a one-time code go to the number, with the code in the text and in the button', () => {
    const part: Part = { ...ready, variables: { '1': '123456' } };
    const facts = { to: USER_ID, aliases: [PHONE], purpose: 'AUTHENTICATION' } as const;

    const { body } = requestOf(render(outbound([part], facts)));

    expect(body).toMatchObject({
      to: PHONE,
      template: { components: [{ type: 'body' }, { sub_type: 'url' }] },
    });
    expect(body).not.toHaveProperty('recipient');
    expect(problemsOf(render(outbound([part], { ...facts, aliases: [] })))[0]).toContain('phone number');
  });

  it('that promote something go by the other address where the account says so', () => {
    const operations = [true, false].map((marketingMessagesApi) =>
      requestOf(render(outbound([ready], { purpose: 'MARKETING', settings: { marketingMessagesApi } }))),
    );

    expect(operations.map(({ operation }) => operation)).toEqual(['marketing_messages', 'messages']);
  });
});

describe('what WhatsApp has no kind for', () => {
  it.each<[Part, string]>([
    [{ type: 'poll', question: 'Tea?', options: ['Yes', 'No'] }, 'Tea?\n1. Yes\n2. No'],
    [{ type: 'dice', emoji: '🎲', value: null }, '🎲'],
    [{ type: 'choice-reply', payload: 'p', title: 'Yes' }, 'Yes'],
    [{ type: 'form-reply', name: null, values: { plz: '20095' } }, 'plz: 20095'],
    [{ type: 'unsupported', label: 'a story' }, '[a story]'],
  ])('$type becomes text with a loss, or is refused', (part, words) => {
    expect(contentOf(part)).toEqual({ body: words });
    expect(lossesOf(render(outbound([part])))).toHaveLength(1);
    expect(problemsOf(render(outbound([part], { onUnsupported: 'REFUSE' })))).toHaveLength(1);
  });
});
