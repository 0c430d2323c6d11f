import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startScene } from './scene.ts';

const asked = (data: object) => ({
  type: 'interactive',
  interactiveData: {
    bid: 'com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.icloud.apps.messages.business.extension',
    data: { requestIdentifier: 'r1', version: '1.0', ...data },
    receivedMessage: { title: 'Question' },
  },
});
const items = [
  { identifier: 'y', title: 'Yes' },
  { identifier: 'n', title: 'No' },
];

describe('a customer answers', () => {
  it.each<[string, object, object, object, string?]>([
    [
      'a quick reply',
      { 'quick-reply': { summaryText: 'Q', items } },
      { do: 'tap', labels: ['No'] },
      { 'quick-reply': { selectedIndex: 1, selectedIdentifier: 'n' } },
    ],
    [
      'a list',
      { listPicker: { sections: [{ title: 'S', items }] } },
      { do: 'tap', labels: ['Yes', 'No'] },
      { listPicker: { sections: [{ items: [{ identifier: 'y' }, { identifier: 'n' }] }] } },
    ],
    [
      'a calendar',
      {
        event: {
          identifier: 'e',
          title: 'E',
          timeslots: [{ identifier: 't1', startTime: '2026-12-01T09:30+0000', duration: 60 }],
        },
      },
      { do: 'tap', labels: ['2026-12-01T09:30+0000'] },
      { event: { timeslots: [{ identifier: 't1' }] } },
    ],
    [
      'a form',
      {
        dynamic: {
          version: '1.1',
          template: 'messageForms',
          data: { startPageIdentifier: 'p', pages: [{ pageIdentifier: 'p' }] },
        },
      },
      { do: 'fill', values: { p: 'Long street' } },
      { dynamic: { selections: [{ pageIdentifier: 'p', items: [{ value: 'Long street' }] }] } },
    ],
    [
      'a sign-in',
      {
        authenticate: {
          oauth2: { responseType: 'code', scope: [], state: 's', redirectURI: 'https://a.example' },
        },
      },
      { do: 'signIn' },
      { authenticate: { status: 'success' } },
      'authenticate',
    ],
    [
      'a payment',
      {
        payment: {
          paymentRequest: {},
          merchantSession: {},
          endpoints: { paymentGatewayUrl: 'https://a.example' },
        },
      },
      { do: 'pay' },
      { payment: { state: 'approved' } },
    ],
  ])('%s, to the request that asked', async (_name, question, action, expected, path = 'message') => {
    const { send, meet, deliveries } = await startScene();
    const { customer, customerId } = await meet('Ada');
    const sent = await send(customerId, asked(question), {}, path);
    expect(sent.status).toBe(200);

    expect(customer.act(action)).toMatchObject({ kind: 'done' });
    const { body } = await deliveries.waitFor((delivery) => delivery.body.type === 'interactive' && delivery);

    expect(body.interactiveData).toMatchObject({ data: { requestIdentifier: 'r1', ...expected } });
  });

  it('in an app of the business, in the session that it was opened in', async () => {
    const { apple, send, meet, deliveries } = await startScene();
    const { customer, customerId } = await meet('Ada');
    const bid = 'com.apple.messages.MSMessageExtensionBalloonPlugin:A1B2C3D4E5:example.shop.seats';
    const app = {
      bid,
      appId: 7,
      appName: 'Seats',
      URL: '?hall=2',
      sessionIdentifier: 's1',
      receivedMessage: { title: 'Choose' },
    };
    const put = (interactiveData: object) => send(customerId, { type: 'interactive', interactiveData });

    expect((await put({ ...app, data: { requestIdentifier: 'r1' } })).text).toContain(
      "disallows use of 'data'",
    );
    expect((await put({ ...app, appId: 'seven' })).status).toBe(400);
    expect((await put({ ...app, URL: 'x'.repeat(65_537) })).status).toBe(400);
    expect((await put({ ...app, receivedMessage: undefined })).status).toBe(400);
    expect((await put(app)).status).toBe(200);
    expect(customer.inbox.messages.at(-1)).toMatchObject({ feature: 'app', isShown: true, text: 'Choose' });
    customer.does({ do: 'useApp', values: { seat: '12A' } });
    const { body } = await deliveries.waitFor((delivery) => delivery.body.type === 'interactive' && delivery);

    expect(body.interactiveData).toEqual({
      bid,
      appId: 7,
      appName: 'Seats',
      sessionIdentifier: 's1',
      URL: '?seat=12A',
    });
    const atDesk = apple.customer('Eve', { deviceAgent: 'Mac OS X' });
    expect(atDesk.act({ do: 'useApp', values: {} })).toMatchObject({ kind: 'impossible' });
  });

  it('several times under different ids, in one session', async () => {
    const { send, meet, deliveries } = await startScene();
    const { customer, customerId } = await meet('Ada');
    await send(customerId, asked({ 'quick-reply': { summaryText: 'Q', items } }));

    customer.taps('Yes', { copies: 2 });
    await deliveries.waitFor(() => deliveries.total === 3);

    const bodies = deliveries.items.map(({ body }) => body).filter(({ type }) => type === 'interactive');
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(2);
    expect(bodies[0]?.interactiveData).toEqual(bodies[1]?.interactiveData);
  });

  it('with a reference that is opened and decoded, and soon gone', async () => {
    const { apple, send, meet, deliveries, call } = await startScene();
    const { customer, customerId } = await meet('Ada');
    await send(customerId, asked({ 'quick-reply': { summaryText: 'Q', items } }));

    customer.taps('Yes', { isLarge: true });
    const { body } = await deliveries.waitFor((delivery) => delivery.body.type === 'interactive' && delivery);
    const reference = body.interactiveDataRef as {
      url: string;
      owner: string;
      key: string;
      'signature-base64': string;
      bid: string;
    };
    const ask = () =>
      call('preDownload', {
        headers: {
          'mmcs-url': reference.url,
          'mmcs-owner': reference.owner,
          'mmcs-signature': reference['signature-base64'],
        },
      });
    const { json } = await ask();
    const ciphertext = Buffer.from(await (await fetch(json['download-url'])).arrayBuffer());
    const decipher = createDecipheriv(
      'aes-256-ctr',
      Buffer.from(reference.key.slice(2), 'hex'),
      Buffer.alloc(16),
    );
    const packed = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    const decoded = await call('decodePayload', { body: packed, headers: { bid: reference.bid } });
    const wrong = await call('decodePayload', { body: ciphertext, headers: { bid: reference.bid } });
    apple.time.advance(2_001);

    expect(body.interactiveData).toBeUndefined();
    expect(decoded.json.interactiveData.data['quick-reply']).toMatchObject({ selectedIdentifier: 'y' });
    expect(wrong.status).toBe(400);
    expect((await ask()).status).toBe(404);
  });

  it('with a tapback, an end, a refusal of an invitation, or anything at all', async () => {
    const { send, meet, deliveries } = await startScene();
    const { customer, customerId } = await meet('Ada');
    await send(customerId, { type: 'text', body: 'On its way' });

    customer.does({ do: 'tapback', sentence: 'Liked' });
    customer.does({ do: 'decline', phone: '+491700000000', referenceId: 'order-77' });
    customer.does({ do: 'cause', body: { type: 'hologram' } });
    customer.closes();
    await deliveries.waitFor(() => deliveries.total === 5);

    expect(deliveries.items.slice(1).map(({ body }) => [body.type, body.body ?? body.referenceIds])).toEqual([
      ['text', 'Liked “On its way”'],
      ['close', ['order-77']],
      ['hologram', undefined],
      ['close', undefined],
    ]);
  });
});
