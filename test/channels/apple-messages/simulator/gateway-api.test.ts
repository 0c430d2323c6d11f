import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startScene } from './scene.ts';

const text = { type: 'text', body: 'Hello' };

describe('a call', () => {
  it('is refused as documented without authorization, with a wrong one, and for what is unknown', async () => {
    const { call, token } = await startScene();
    const as = async (authorization: string) =>
      (await call('preUpload', { headers: { authorization, 'mmcs-size': '1' } })).status;

    expect(await as('')).toBe(401);
    expect(await as('Bearer nonsense')).toBe(403);
    expect(
      await as(`Bearer ${await token({}, Buffer.from('another secret of 32 bytes……').toString('base64'))}`),
    ).toBe(403);
    expect(await as(`Bearer ${await token({ iss: 'other' })}`)).toBe(403);
    expect(await as(`Bearer ${await token({ iat: Math.floor(Date.now() / 1000) - 3 * 3600 })}`)).toBe(403);
    expect(await as(`Bearer ${await token()}`)).toBe(200);
    expect((await call('preUpload', { headers: { 'source-id': 'other', 'mmcs-size': '1' } })).status).toBe(
      404,
    );
    expect((await call('nothing')).status).toBe(404);
  });
});

describe('a message of a business', () => {
  it('reaches the device, packed or plain, with who wrote it', async () => {
    const { send, call, meet, business } = await startScene();
    const { customer, customerId } = await meet('Ada');

    await send(customerId, text, { 'auto-reply': 'true' });
    const body = {
      v: 1,
      id: '8b1d2c34-0000-4000-8000-00000000ffff',
      sourceId: business.id,
      destinationId: customerId,
      ...text,
    };
    const packed = await call('message', {
      body: gzipSync(JSON.stringify(body)),
      headers: { id: body.id, 'destination-id': customerId, 'content-encoding': 'gzip' },
    });

    expect(packed).toMatchObject({ status: 200, text: '' });
    expect(customer.inbox.messages.map((message) => [message.text, message.isAutomated])).toEqual([
      ['Hello', true],
      ['Hello', false],
    ]);
  });

  it.each<[string, object, Record<string, string>, number]>([
    ['another id in the header', text, { id: '8b1d2c34-0000-4000-8000-0000000000ff' }, 400],
    ['an id that is no UUID', { ...text, id: 'one' }, { id: 'one' }, 400],
    ['no words', { type: 'text', body: ' ' }, {}, 400],
    ['a close, which only customers send', { type: 'close' }, {}, 400],
    ['another version', { ...text, v: 2 }, {}, 400],
    ['a mark without a file', { type: 'text', body: '\ufffc' }, {}, 400],
    [
      'a file that nobody uploaded',
      {
        type: 'text',
        body: '\ufffc',
        attachments: [
          {
            name: 'a',
            mimeType: 'a/b',
            size: '1',
            url: 'u',
            owner: 'o',
            key: `00${'ab'.repeat(32)}`,
            'signature-base64': 'AQID',
          },
        ],
      },
      {},
      400,
    ],
    [
      'a link without an image',
      { type: 'richLink', richLinkData: { url: 'https://a.example', title: 'A', assets: {} } },
      {},
      400,
    ],
    [
      'a link with 200,001 bytes of image',
      {
        type: 'richLink',
        richLinkData: {
          url: 'https://a.example',
          title: 'A',
          assets: { image: { data: Buffer.alloc(200_001).toString('base64'), mimeType: 'image/png' } },
        },
      },
      {},
      400,
    ],
    [
      'a link to no web address',
      {
        type: 'richLink',
        richLinkData: {
          url: 'app://x',
          title: 'A',
          assets: { image: { data: 'AQID', mimeType: 'image/png' } },
        },
      },
      {},
      400,
    ],
    [
      'six quick replies',
      interactive({
        'quick-reply': {
          summaryText: 'Q',
          items: [1, 2, 3, 4, 5, 6].map((n) => ({ identifier: `${n}`, title: `${n}` })),
        },
      }),
      {},
      400,
    ],
    ['an empty list', interactive({ listPicker: { sections: [] } }), {}, 400],
    [
      'a time in another form',
      interactive({
        event: {
          identifier: 'e',
          title: 'E',
          timeslots: [{ identifier: 't', startTime: '2026-12-01T09:30:00Z', duration: 60 }],
        },
      }),
      {},
      400,
    ],
    [
      'a form whose page has a long name',
      interactive({
        dynamic: {
          version: '1.1',
          template: 'messageForms',
          data: { startPageIdentifier: 'p'.repeat(20), pages: [{ pageIdentifier: 'p' }] },
        },
      }),
      {},
      400,
    ],
    ['a feature that is none', interactive({ hologram: {} }), {}, 400],
    [
      'data for an app of somebody else',
      {
        ...interactive({ 'quick-reply': {} }),
        interactiveData: { bid: 'com.other', data: { requestIdentifier: 'r' } },
      },
      {},
      400,
    ],
    [
      'a sign-in at the wrong address',
      interactive({
        authenticate: {
          oauth2: { responseType: 'code', scope: [], state: 's', redirectURI: 'https://a.example' },
        },
      }),
      {},
      400,
    ],
  ])('is refused with %s', async (_name, content, headers, status) => {
    const { send, meet } = await startScene();
    const { customer, customerId } = await meet('Ada');

    expect((await send(customerId, content, headers)).status).toBe(status);
    expect(customer.inbox.messages).toEqual([]);
  });

  it('is refused for strangers, and after the customer has closed', async () => {
    const { send, meet } = await startScene();
    const { customer, customerId } = await meet('Ada');

    expect((await send('urn:mbid:nobody', text)).status).toBe(404);
    customer.closes();
    expect((await send(customerId, text)).status).toBe(410);
    customer.does({ do: 'type' });
    expect((await send(customerId, text)).status).toBe(410);
    customer.writes('One more thing');
    expect((await send(customerId, text)).status).toBe(200);
  });

  it('comes twice under one id, unless the simulator is told to drop repetitions', async () => {
    for (const [dropsRepeatedIds, count] of [
      [false, 2],
      [true, 1],
    ] as const) {
      const { send, meet } = await startScene({ dropsRepeatedIds });
      const { customer, customerId } = await meet('Ada');
      const id = '8b1d2c34-0000-4000-8000-00000000aaaa';

      await send(customerId, { ...text, id }, { id });
      await send(customerId, { ...text, id }, { id });

      expect(customer.inbox.messages).toHaveLength(count);
    }
  });

  it('shows an empty bubble where the device lacks the feature', async () => {
    const { send, meet } = await startScene();
    const { customer, customerId } = await meet('Ada', { features: ['LIST'] });
    const items = [
      { identifier: 'y', title: 'Yes' },
      { identifier: 'n', title: 'No' },
    ];

    await send(customerId, interactive({ 'quick-reply': { summaryText: 'Ready?', items } }));

    expect(customer.inbox.messages).toMatchObject([
      { text: 'Ready?', feature: 'quick-reply', isShown: false },
    ]);
    expect(customer.act({ do: 'tap', labels: ['Yes'] }).kind).toBe('impossible');
  });
});

describe('a fault', () => {
  it.each([
    [{ kind: 'error', status: 503 }, 0],
    [{ kind: 'cut', when: 'after-accepting' }, 1],
    [{ kind: 'cut', when: 'after-body' }, 0],
  ] as const)('befalls a call: %j', async (fault, shown) => {
    const { apple, send, meet } = await startScene();
    const { customer, customerId } = await meet('Ada');
    apple.faults.answers.inject({ fault, operation: 'message' });

    const outcome = await send(customerId, text).then(
      ({ status }) => status,
      () => 'broken',
    );

    expect(outcome).toBe(fault.kind === 'error' ? 503 : 'broken');
    expect(customer.inbox.messages).toHaveLength(shown);
    expect(apple.faults.answers.list()[0]?.fired).toBe(1);
  });
});

function interactive(data: object) {
  return {
    type: 'interactive',
    interactiveData: {
      bid: 'com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.icloud.apps.messages.business.extension',
      data: { requestIdentifier: 'r1', version: '1.0', ...data },
      receivedMessage: { title: 'Question' },
    },
  };
}
