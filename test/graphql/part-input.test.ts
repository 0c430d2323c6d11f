import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TemplateId } from '../../src/core/model/ids.ts';
import type { Part } from '../../src/core/model/part.ts';
import { newId } from '../../src/core/store/new-id.ts';
import { templates } from '../../src/core/store/tables/index.ts';
import { encodeId } from '../../src/graphql/ids.ts';
import { createReceivingScene, type ReceivingScene } from '../core/inbox/receiving-scene.ts';
import { describeOnEveryEngine } from '../support/describe-on-every-engine.ts';
import { query } from '../support/graphql-client.ts';
import { type GraphQLServer, startGraphQLServer } from '../support/graphql-server.ts';

const PREVIEW = `query ($input: PreviewMessageInput!) {
  previewMessage(input: $input) { errors { code message path } channels { requests { body } } }
}`;

interface Preview {
  readonly previewMessage: {
    readonly errors: readonly { readonly code: string; readonly path: readonly unknown[] }[];
    readonly channels: readonly { readonly requests: readonly { readonly body: string }[] }[];
  };
}

const image = { url: 'https://files.example/lamp.jpg' };
const storedImage = { from: 'url', url: image.url } as const;

/** What is written, and the part that channels get. */
const WRITTEN: readonly (readonly [string, object, Part])[] = [
  [
    'formatted words',
    { text: { text: 'Ready', formatting: [{ style: 'BOLD', offset: 0, length: 5 }] } },
    { type: 'text', text: 'Ready', formatting: [{ style: 'bold', offset: 0, length: 5 }] },
  ],
  [
    'a file with what is known of it',
    { media: { kind: 'VIDEO', url: image.url, mimeType: 'video/mp4', sizeBytes: 9, durationMs: 1000 } },
    {
      type: 'media',
      kind: 'video',
      source: storedImage,
      mimeType: 'video/mp4',
      sizeBytes: 9,
      durationMs: 1000,
    },
  ],
  [
    'a sticker of the platform',
    { media: { kind: 'STICKER', platformSticker: 'sticker:40126' } },
    { type: 'media', kind: 'sticker', source: { from: 'platform', reference: 'sticker:40126' } },
  ],
  [
    'a contact with a name in parts',
    { contactCard: { contacts: [{ name: 'Eve M', firstName: 'Eve', lastName: 'M', phones: ['+431'] }] } },
    {
      type: 'contact-card',
      contacts: [{ name: 'Eve M', firstName: 'Eve', lastName: 'M', phones: ['+431'], emails: [] }],
    },
  ],
  [
    'a list with sections, pictures and several answers',
    {
      choice: {
        style: 'LIST',
        text: 'Which?',
        header: 'Lamps',
        footer: 'All in stock',
        listLabel: 'Open',
        allowsMultipleAnswers: true,
        options: [{ title: 'Blue', payload: 'b', description: 'tall', section: 'Tall', image }],
      },
    },
    {
      type: 'choice',
      style: 'list',
      text: 'Which?',
      header: 'Lamps',
      footer: 'All in stock',
      listLabel: 'Open',
      allowsMultipleAnswers: true,
      options: [
        {
          action: 'reply',
          title: 'Blue',
          payload: 'b',
          description: 'tall',
          section: 'Tall',
          image: storedImage,
        },
      ],
    },
  ],
  [
    'appointments',
    {
      choice: {
        text: 'When?',
        options: [{ title: '9:30', slot: { startsAt: '2026-12-01T09:30:00Z', durationMinutes: 30 } }],
      },
    },
    {
      type: 'choice',
      style: 'buttons',
      text: 'When?',
      options: [
        {
          action: 'reply',
          title: '9:30',
          payload: '9:30',
          slot: { startsAt: '2026-12-01T09:30:00.000Z', durationMs: 1_800_000 },
        },
      ],
    },
  ],
  [
    'requests for a place and a number',
    {
      choice: {
        style: 'QUICK_REPLIES',
        text: 'Where?',
        options: [
          { title: 'Here', shares: 'LOCATION' },
          { title: 'My number', shares: 'PHONE' },
        ],
      },
    },
    {
      type: 'choice',
      style: 'quick-replies',
      text: 'Where?',
      options: [
        { action: 'share-location', title: 'Here' },
        { action: 'share-phone', title: 'My number' },
      ],
    },
  ],
  [
    'cards with buttons, one of them a form',
    {
      card: {
        cards: [
          {
            title: 'Lamp',
            imageUrl: image.url,
            options: [
              {
                title: 'Order',
                url: 'https://shop.example/order',
                form: { id: '771', token: 'ft-1', screen: 'A', values: [{ name: 'zip', value: '20095' }] },
              },
            ],
          },
        ],
      },
    },
    {
      type: 'card',
      cards: [
        {
          title: 'Lamp',
          image: storedImage,
          options: [
            {
              action: 'open-url',
              title: 'Order',
              url: 'https://shop.example/order',
              form: { id: '771', token: 'ft-1', screen: 'A', values: { zip: '20095' } },
            },
          ],
        },
      ],
    },
  ],
  [
    'a request to pay in the platform’s own words',
    {
      choice: {
        text: 'The lamp',
        options: [
          {
            title: 'Pay',
            url: 'https://shop.example/pay',
            form: { id: 'pay', kind: 'PAYMENT', definition: { paymentRequest: { total: { amount: '9' } } } },
          },
        ],
      },
    },
    {
      type: 'choice',
      style: 'buttons',
      text: 'The lamp',
      options: [
        {
          action: 'open-url',
          title: 'Pay',
          url: 'https://shop.example/pay',
          form: {
            id: 'pay',
            kind: 'payment',
            definition: { paymentRequest: { total: { amount: '9' } } },
          },
        },
      ],
    },
  ],
  [
    'a template with header and buttons',
    {
      template: {
        name: 'ready',
        language: 'de',
        variables: [{ name: '1', value: 'Ada' }],
        header: image,
        headerKind: 'VIDEO',
        buttonPayloads: ['ok'],
        buttonValues: [{ index: 1, kind: 'URL_ENDING', value: '4471' }],
      },
    },
    {
      type: 'template',
      name: 'ready',
      language: 'de',
      variables: { 1: 'Ada' },
      header: storedImage,
      headerKind: 'video',
      buttonPayloads: ['ok'],
      buttonValues: [{ index: 1, kind: 'url-ending', value: '4471' }],
    },
  ],
];

/** What the last of them names. */
async function keepTemplate({ core, account }: ReceivingScene): Promise<void> {
  const now = core.clock.now();
  await core.db.orm.insert(templates).values({
    ...{ id: newId<TemplateId>(), workspaceId: account.workspaceId, channelAccountId: account.id },
    ...{ externalId: '1', name: 'ready', language: 'de', category: 'UTILITY' },
    ...{ status: 'APPROVED', platformStatus: 'APPROVED', isApproved: true },
    content: {
      variableStyle: 'positional',
      header: { kind: 'video', exampleHandle: null },
      body: { text: 'Hello {{1}}', examples: { 1: 'Eve' } },
      footer: null,
      buttons: [
        { kind: 'reply', title: 'OK' },
        { kind: 'url', title: 'Order', url: 'https://shop.example/{{1}}', example: null },
      ],
    },
    ...{ createdAt: now, changedAt: now, syncedAt: now },
  });
}

const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { __typename ... on UserError { code path } }
}`;

const NOBODYS = encodeId('Media', '0198f000-0000-7000-8000-00000000ffff');

/** Everywhere that a part names a file. */
const WITH_FILES: readonly (readonly [string, object])[] = [
  ['a file', { media: { kind: 'IMAGE', mediaId: NOBODYS } }],
  ['the picture of a card', { card: { cards: [{ title: 'Lamp', imageMediaId: NOBODYS }] } }],
  [
    'the picture of an option',
    { choice: { text: 'Which?', options: [{ title: 'Blue', image: { mediaId: NOBODYS } }] } },
  ],
  ['the header of a template', { template: { name: 'a', language: 'de', header: { mediaId: NOBODYS } } }],
];

const ANSWERS = `{
  conversations(first: 1) { nodes { messages(last: 10) { nodes { parts {
    __typename
    ... on ChoiceReplyPart { payload payloads slot { startsAt durationMinutes } }
    ... on FormReplyPart { name values { name value } }
    ... on SignInReplyPart { isSuccessful status }
    ... on PaymentReplyPart { status }
  } } } } }
}`;

describeOnEveryEngine('parts over GraphQL', (open) => {
  let scene: ReceivingScene;
  let server: GraphQLServer;
  let conversationId = '';
  const ask = <Data>(document: string, variables: Readonly<Record<string, unknown>> = {}) =>
    query<Data>(server.url.replace(/\/graphql$/u, ''), scene.workspace.secret, document, variables);

  beforeEach(async () => {
    scene = await createReceivingScene(await open());
    server = await startGraphQLServer(scene.core);
    await keepTemplate(scene);
    await writes('m1', [{ type: 'text', text: 'Hello' }]);
    const { conversations } = await ask<{ conversations: { nodes: { id: string }[] } }>(
      '{ conversations { nodes { id } } }',
    );
    conversationId = conversations.nodes[0]?.id ?? '';
  });
  afterEach(async () => {
    await server.close();
    await scene.core.wake.close();
  });

  const writes = (externalId: string, parts: readonly Part[]) =>
    scene.post({
      kind: 'message',
      externalId,
      sender: { externalId: 'ada' },
      parts,
      sentAt: new Date('2026-11-01T09:00:00Z'),
    });

  it('reach the channel as they were written', async () => {
    for (const [, input, part] of WRITTEN) {
      const { previewMessage } = await ask<Preview>(PREVIEW, { input: { conversationId, parts: [input] } });

      expect(previewMessage.errors).toEqual([]);
      const body = previewMessage.channels[0]?.requests[0]?.body ?? '{}';
      expect(JSON.parse(body)).toMatchObject({ parts: [part] });
    }
  });

  it('are refused where they name a file that is not the workspace’s', async () => {
    for (const [what, part] of WITH_FILES) {
      const input = { conversationId, parts: [part], idempotencyKey: what };
      const { sendMessage } = await ask<{ sendMessage: object }>(SEND, { input });

      expect(sendMessage).toEqual({
        __typename: 'NotFound',
        code: 'NOT_FOUND',
        path: ['parts', '0', 'mediaId'],
      });
    }
  });

  it('refuse a definition that is nested without end', async () => {
    const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) });
    const form = (levels: number) => ({
      choice: {
        text: 'Pay',
        options: [{ title: 'Pay', url: 'https://a.example', form: { id: '1', definition: nested(levels) } }],
      },
    });
    const preview = (levels: number) =>
      ask<Preview>(PREVIEW, { input: { conversationId, parts: [form(levels)] } });

    await expect(preview(18)).resolves.toMatchObject({ previewMessage: { errors: [] } });
    await expect(preview(200)).rejects.toThrow(/Expected type JSONObject/u);
  });

  it('tell what the contact answered, by its kind', async () => {
    await writes('m2', [
      {
        type: 'choice-reply',
        payload: 'a,b',
        payloads: ['a', 'b'],
        title: 'A, B',
        slot: { startsAt: '2026-12-01T09:30:00.000Z', durationMs: 1_800_000 },
      },
      { type: 'form-reply', name: 'address', values: { city: 'Wien' } },
      { type: 'form-reply', kind: 'sign-in', name: 'sign-in', values: { status: 'success' } },
      { type: 'form-reply', kind: 'payment', name: 'payment', values: { status: 'approved' } },
    ]);

    const { conversations } = await ask<{
      conversations: { nodes: { messages: { nodes: { parts: object[] }[] } }[] };
    }>(ANSWERS);

    expect(conversations.nodes[0]?.messages.nodes.at(-1)?.parts).toEqual([
      {
        __typename: 'ChoiceReplyPart',
        payload: 'a,b',
        payloads: ['a', 'b'],
        slot: { startsAt: '2026-12-01T09:30:00.000Z', durationMinutes: 30 },
      },
      { __typename: 'FormReplyPart', name: 'address', values: [{ name: 'city', value: 'Wien' }] },
      { __typename: 'SignInReplyPart', isSuccessful: true, status: 'success' },
      { __typename: 'PaymentReplyPart', status: 'approved' },
    ]);
  });
});
