import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import { bytesOf } from './callbacks.ts';
import { MESSAGE_ID, outbound, RECEIVER, requestsOf } from './outbound.ts';
import {
  channelErrorOf,
  contextFor,
  deserted,
  type ScriptedAnswer,
  startScriptedViber,
  TOKEN,
} from './scripted-viber.ts';

const OK =
  '{"status":0,"status_message":"ok","message_token":6130482957716209042,"chat_hostname":"SN-CHAT-03_"';
const message = outbound([{ type: 'text', text: 'Ж' }]);
const [wire = { operation: '', body: {}, files: [], partIndexes: [], cost: 1 }] = requestsOf(
  viber.render(message),
);

describe('sending', () => {
  it('makes one call: the rendered JSON, the token in its header and nowhere else', async () => {
    const { calls, context } = await startScriptedViber({ body: `${OK}}` });

    await viber.send(wire, context);

    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      path: '/pa/send_message',
      headers: { 'x-viber-auth-token': TOKEN, 'content-type': 'application/json' },
    });
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({
      receiver: RECEIVER,
      min_api_version: 1,
      sender: { name: 'Shop' },
      tracking_data: MESSAGE_ID,
      type: 'text',
      text: 'Ж',
    });
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual(wire.body);
  });

  it('returns a name, exact to the last digit, by which the receipts find the message', async () => {
    const { context } = await startScriptedViber({ body: `${OK}}` });

    const { externalIds, acceptedAt } = await viber.send(wire, context);

    const receipt = `{"event":"delivered","message_token":6130482957716209042,"user_id":"${RECEIVER}"}`;
    const parsed = viber.webhook?.parse(bytesOf(receipt), { externalId: null, username: null, settings: {} });
    expect(externalIds).toEqual([`6130482957716209042:${RECEIVER}`]);
    expect(parsed?.events[0]?.event).toMatchObject({ target: { externalId: externalIds[0] } });
    expect(acceptedAt).toBeNull();
  });

  it.each([
    ['1', { billing_status: 1, billable: false }],
    ['3', { billing_status: 3, billable: true }],
    ['"charged"', { billing_status: 'charged' }],
    ['null', undefined],
  ])('keeps what Viber bills with, raw (%s)', async (billing, pricing) => {
    const { context } = await startScriptedViber({ body: `${OK},"billing_status":${billing}}` });

    expect((await viber.send(wire, context)).pricing).toEqual(pricing);
  });

  it('takes a token that is written as a string', async () => {
    const { context } = await startScriptedViber({
      body: '{"status":0,"message_token":"6130482957716209042"}',
    });

    expect((await viber.send(wire, context)).externalIds).toEqual([`6130482957716209042:${RECEIVER}`]);
  });
});

describe('a send that may or may not have arrived', () => {
  it.each<[string, ScriptedAnswer, string]>([
    ['a connection that breaks before the answer', {}, 'network:'],
    ['a yes that names nothing', { body: '{"status":0,"status_message":"ok"}' }, 'answer:no-message-token'],
    ['an answer without a status', { body: '{"message_token":1}' }, 'http:200'],
    ['an answer that is no JSON', { body: '<html>' }, 'http:200'],
    ['half an answer', { body: `${OK}` }, 'http:200'],
    ['a stumble', { status: 500, body: 'Internal Server Error' }, 'http:500'],
    ['a stumble that says yes', { status: 502, body: `${OK}}` }, 'http:502'],
    ['a redirect', { status: 302, headers: { location: 'https://example.org/' }, body: '' }, 'http:302'],
  ])('is never called refused or repeatable: %s', async (_, answer, platformCode) => {
    const { calls, context } = await startScriptedViber(answer);

    const error = await channelErrorOf(viber.send(wire, context));

    expect(error.kind).toBe('indeterminate');
    expect(error.facts.platformCode).toContain(platformCode);
    expect(calls).toHaveLength(1);
  });

  it('is one that ran out of time', async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const context = { ...contextFor(`http://127.0.0.1:${port}`), signal: AbortSignal.timeout(50) };

    const error = await channelErrorOf(viber.send(wire, context));

    server.closeAllConnections();
    server.close();
    expect(error.kind).toBe('indeterminate');
  });
});

describe('a send that did not leave', () => {
  it('may be tried again when nobody listens', async () => {
    const error = await channelErrorOf(viber.send(wire, await deserted()));

    expect(error).toMatchObject({ kind: 'unavailable', facts: { platformCode: 'network:ECONNREFUSED' } });
  });

  it('may be tried again when Viber says no, even under an HTTP error', async () => {
    const { context } = await startScriptedViber({
      status: 500,
      body: '{"status":12,"status_message":"tooManyRequests"}',
    });

    expect(await channelErrorOf(viber.send(wire, context))).toMatchObject({
      kind: 'throttled',
      facts: { platformCode: '12' },
    });
  });
});

it('no error tells the token', async () => {
  const { context } = await startScriptedViber({ status: 403, body: 'denied' }, {}, { body: '{"status":2}' });
  const errors = [
    await channelErrorOf(viber.send(wire, context)),
    await channelErrorOf(viber.send(wire, context)),
    await channelErrorOf(viber.send(wire, context)),
  ];

  const told = errors.map(
    (error) => `${error.message} ${JSON.stringify(error.facts)} ${String(error.cause)}`,
  );

  expect(errors.map(({ kind }) => kind)).toEqual(['unavailable', 'indeterminate', 'unauthorized']);
  expect(told.filter((words) => words.includes('4a5b6c7d'))).toEqual([]);
});
