import { describe, expect, it, vi } from 'vitest';
import type { Part } from '../../../../src/core/model/part.ts';
import { startScene } from './scene.ts';

const hello: Part = { type: 'text', text: 'Hello' };

const textsOf = (events: readonly object[]) =>
  events.flatMap((event) => ('parts' in event ? Object(event.parts)[0].text : []));

describe('an event', () => {
  it('is signed over the bytes on the wire, which are ASCII', async () => {
    const { mara, number, receiver } = await startScene();

    mara.writes('Grüße 👋 \ud83d');

    await receiver.events(1);
    const [delivery] = receiver.deliveries.items;
    expect(delivery).toMatchObject({ verdict: 'authentic', owners: [number.phoneNumberId], unknown: [] });
    expect(delivery?.text).toContain('Gr\\u00fc\\u00dfe \\ud83d\\udc4b \\ud83d');
    expect(textsOf(delivery?.events ?? [])).toEqual(['Grüße 👋 \ud83d']);
  });

  it('comes again until it is answered with a 2xx, and no more then', async () => {
    const { mara, receiver } = await startScene({ retryDelaysMs: [0] }, (count) => (count < 3 ? 503 : 200));

    mara.writes('one');
    mara.writes('two');

    expect(textsOf(await receiver.events(5))).toEqual(['one', 'one', 'one', 'one', 'two']);
  });

  it('is given up after seven days', async () => {
    const { whatsapp, mara, receiver } = await startScene({ retryDelaysMs: [4 * 86_400_000] }, () => 500);
    mara.writes('one');
    await receiver.events(1);
    await vi.waitFor(() => expect(whatsapp.time.waiting).toBe(1), { timeout: 120_000 });

    whatsapp.time.advance(4 * 86_400_000);
    await receiver.events(2);
    mara.writes('two');

    expect(textsOf(await receiver.events(3))).toEqual(['one', 'one', 'two']);
  });

  it('comes twice, late, or behind the next one when it shall', async () => {
    const { whatsapp, mara, receiver } = await startScene();
    const { deliveries } = whatsapp.faults;

    deliveries.inject({ fault: { kind: 'duplicate', copies: 1 }, operation: 'messages' });
    mara.writes('twice');
    await receiver.events(2);
    deliveries.inject({ fault: { kind: 'lost-answer' }, operation: 'messages' });
    mara.writes('lost');
    await receiver.events(3);
    whatsapp.time.advance(2_000);
    await receiver.events(4);
    deliveries.inject({ fault: { kind: 'swap', withinMs: 60_000 }, operation: 'messages' });
    mara.writes('first');
    mara.writes('second');

    expect(textsOf(await receiver.events(6))).toEqual(['twice', 'twice', 'lost', 'lost', 'second', 'first']);
    expect(deliveries.list().map(({ fired }) => fired)).toEqual([1, 1, 1]);
  });

  it('goes nowhere while nothing is subscribed', async () => {
    const { whatsapp, number, mara, receiver } = await startScene();
    whatsapp.setCallback(number.businessAccountId, null);
    mara.writes('lost');
    whatsapp.setCallback(number.businessAccountId, receiver.url);
    mara.writes('heard');

    expect(textsOf(await receiver.events(1))).toEqual(['heard']);
  });

  it('of each of several numbers names its own', async () => {
    const { whatsapp, number, mara, receiver } = await startScene();
    const second = whatsapp.addNumber({ businessAccountId: number.businessAccountId });

    mara.writes('to one', { number: number.phone });
    mara.writes('to two', { number: second.phone });

    await receiver.events(2);
    expect(receiver.deliveries.items.flatMap(({ owners }) => owners).toSorted()).toEqual(
      [number.phoneNumberId, second.phoneNumberId].toSorted(),
    );
  });
});

describe('receipts', () => {
  it('wait for the phone, and tell no reading where the person wants that', async () => {
    const { whatsapp, receiver, sends } = await startScene();
    const ole = whatsapp.customer('Ole', { sendsReadReceipts: false });
    ole.writes('hi');
    ole.does({ do: 'goOffline' });

    await sends([hello], { to: ole.phone });
    await receiver.eventOf('receipt', ({ status }) => status === 'SENT');
    const heldBack = ole.inbox.messages.length;
    ole.does({ do: 'goOnline' });
    await receiver.eventOf('receipt', ({ status }) => status === 'DELIVERED');
    ole.reads();
    ole.writes('thanks');
    await receiver.eventOf('message', ({ parts }) => Object(parts[0]).text === 'thanks');

    const statuses = receiver.deliveries.items.flatMap(({ events }) =>
      events.flatMap((event) => (event.kind === 'receipt' ? event.status : [])),
    );
    expect(heldBack).toBe(0);
    expect(statuses).toEqual(['SENT', 'DELIVERED']);
  });
});
