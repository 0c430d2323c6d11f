import { describe, expect, it } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import type { InboundEvent, WebhookAccount } from '../../../src/core/channel/index.ts';
import { cpuMs } from '../../support/cpu-ms.ts';
import { bytesOf, callbackBodies, callbackFiles } from './callbacks.ts';

const account: WebhookAccount = { externalId: 'pa:77', username: 'shopbot', settings: {} };
const parse = (body: string) => viber.webhook?.parse(bytesOf(body), account);
const eventsOf = (body: string): readonly InboundEvent[] =>
  parse(body)?.events.map(({ event }) => event) ?? [];

describe.each(callbackFiles)('a callback about $about', ({ cases }) => {
  it.each(cases)('$name', ({ body, expected }) => {
    const payload = parse(body);

    const events = payload?.events.map(({ event }) => event);
    // Through JSON, because a fixture writes an instant as text.
    expect(JSON.parse(JSON.stringify({ ...payload, events }))).toEqual(expected);
  });
});

describe('parsing', () => {
  it('leaves every callback to the account whose address was called', () => {
    const accounts = callbackBodies.flatMap((body) =>
      parse(body)?.events.map(({ accountExternalId }) => accountExternalId),
    );

    expect(new Set(accounts)).toEqual(new Set([null]));
  });

  it('says the same of a repeated body, so that it is known again', () => {
    for (const body of callbackBodies) expect(parse(body)).toEqual(parse(body));
  });

  it('tells every understood event the time by which late ones are put in order', () => {
    const times = callbackBodies
      .filter((body) => body.includes('"timestamp":1790000001000'))
      .flatMap(eventsOf)
      .map((event) => ('sentAt' in event ? event.sentAt : 'occurredAt' in event ? event.occurredAt : null));

    expect(times.length).toBeGreaterThan(20);
    expect(new Set(times.map((time) => time?.getTime()))).toEqual(new Set([1_790_000_001_000]));
  });

  it('never makes somebody who only opened the chat a person to write to', () => {
    const opened = callbackBodies.filter((body) => body.includes('conversation_started'));
    const strangers = opened.filter((body) => !body.includes('"subscribed":true'));

    expect(strangers.length).toBeGreaterThan(2);
    expect(strangers.flatMap(eventsOf).filter(({ kind }) => kind !== 'referral')).toEqual([]);
  });

  it('keeps a text of 100 000 characters whole', () => {
    const text = 'Ж'.repeat(100_000);
    const body = JSON.stringify({
      event: 'message',
      message_token: 1,
      sender: { id: 'q' },
      message: { type: 'text', text },
    });

    expect(eventsOf(body)).toMatchObject([{ parts: [{ type: 'text', text }] }]);
  });

  it('reads a megabyte of digits and quotes in no time worth mentioning', () => {
    const body = JSON.stringify({
      event: 'message',
      message_token: 1,
      sender: { id: 'q' },
      message: { type: 'text', text: '\\"1234567890123456789'.repeat(50_000) },
    });

    expect(cpuMs(() => parse(body))).toBeLessThan(2_000);
  });
});
