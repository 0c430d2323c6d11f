import { jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { startScene } from './scene.ts';

describe('a message of a customer', () => {
  it('is packed, proven, and named in headers and body', async () => {
    const { apple, business, deliveries } = await startScene();
    const ada = apple.customer('Ada', { features: ['LIST', 'QUICK'], locale: 'de_DE' });

    const { customerId, messageIds } = ada.writes('Hello', { intent: 'order', group: 'support' });
    const { path, headers, body } = await deliveries.waitFor((delivery) => delivery);

    expect(path).toBe('/hook/message');
    expect(headers).toMatchObject({
      id: messageIds[0],
      'source-id': customerId,
      'destination-id': business.id,
      'capability-list': 'LIST,QUICK',
      'device-agent': 'iPhone OS',
      'content-encoding': 'gzip',
    });
    expect(body).toEqual({
      v: 1,
      id: messageIds[0],
      sourceId: customerId,
      destinationId: business.id,
      type: 'text',
      body: 'Hello',
      locale: 'de_DE',
      intent: 'order',
      group: 'support',
    });
    const token = headers.authorization?.slice('Bearer '.length) ?? '';
    const { payload } = await jwtVerify(token, Buffer.from(business.mspSecret, 'base64'));
    expect(payload).toEqual({ aud: business.mspId, iat: expect.any(Number) });
  });

  it('comes again until it is taken', async () => {
    const { apple, deliveries } = await startScene({}, (_delivery, count) => (count < 2 ? 500 : 200));

    apple.customer('Ada').writes('Hello');
    await deliveries.waitFor(() => deliveries.total === 3);

    expect(new Set(deliveries.items.map(({ body }) => body.id)).size).toBe(1);
  });

  it.each([
    [400, 1],
    [404, 1],
    [500, 3],
  ])('is not delivered where the business answers %i', async (status, attempts) => {
    const { apple, deliveries } = await startScene({}, () => status);
    const ada = apple.customer('Ada');

    const { messageIds } = ada.writes('Hello');
    const event = await ada.inbox.waitFor((candidate) => candidate.kind === 'not-delivered' && candidate);

    expect(event.messageId).toBe(messageIds[0]);
    expect(deliveries.total).toBe(attempts);
  });

  it('comes twice, late, or behind the next one, on demand', async () => {
    const { apple, deliveries } = await startScene();
    const ada = apple.customer('Ada');
    const came = () => deliveries.items.map(({ body }) => body.body);

    apple.faults.deliveries.inject({ fault: { kind: 'duplicate', copies: 1 } });
    ada.writes('twice');
    await deliveries.waitFor(() => deliveries.total === 2);
    apple.faults.deliveries.inject({ fault: { kind: 'swap', withinMs: 60_000 } });
    ada.writes('second');
    ada.writes('first');
    await deliveries.waitFor(() => deliveries.total === 4);
    apple.faults.deliveries.inject({ fault: { kind: 'delay', delayMs: 60_000 } });
    apple.customer('Grace').writes('late');
    apple.time.advance(60_001);
    await deliveries.waitFor(() => deliveries.total === 5);

    expect(came()).toEqual(['twice', 'twice', 'first', 'second', 'late']);
  });

  it('can not be written before the business has entered an address', async () => {
    const { apple } = await startScene();
    const other = apple.addBusiness();

    expect(apple.customer('Ada').act({ do: 'write', text: 'Hello', business: other.name }).kind).toBe(
      'impossible',
    );
  });

  it('shows another id to every business', async () => {
    const { apple, business } = await startScene();
    const other = apple.addBusiness();
    other.deliversTo('http://127.0.0.1:9');
    const ada = apple.customer('Ada');

    const ids = [business.name, other.name, business.name].map(
      (name) => ada.writes('Hello', { business: name }).customerId,
    );

    expect(ids[0]).toBe(ids[2]);
    expect(ids[0]).not.toBe(ids[1]);
  });
});
