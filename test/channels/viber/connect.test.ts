import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import { channelErrorOf, contextFor, deserted, startScriptedViber, TOKEN } from './scripted-viber.ts';
import { SetWebhook } from './wire-schema.ts';

const URL = 'https://inbox.example.org/webhooks/viber/acc_9Lm';
const INFO =
  '{"status":0,"status_message":"ok","id":"pa:77","name":"Shop","uri":"shopbot","webhook":"","subscribers_count":412}';
const webhook = { mode: 'webhook', url: URL } as const;

describe('connecting', () => {
  it('asks whose token it is, then has events brought to us', async () => {
    const { calls, context } = await startScriptedViber({ body: INFO }, { body: '{"status":0}' });

    const report = await viber.connect(context, webhook);

    expect(report.account).toEqual({ externalId: 'pa:77', displayName: 'Shop', username: 'shopbot' });
    expect(report.steps).toEqual([
      {
        name: 'get_account_info',
        isOk: true,
        description: 'The token belongs to Shop, which has 412 subscribers.',
        platformCode: null,
      },
      {
        name: 'set_webhook',
        isOk: true,
        description: `Viber will bring events to ${URL}.`,
        platformCode: null,
      },
    ]);
    expect(calls.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ['/pa/get_account_info', {}],
      [
        '/pa/set_webhook',
        {
          url: URL,
          event_types: ['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started'],
          send_name: true,
          send_photo: true,
        },
      ],
    ]);
    expect(SetWebhook.safeParse(JSON.parse(calls[1]?.body ?? '')).error).toBeUndefined();
    expect(calls.every(({ headers }) => headers['x-viber-auth-token'] === TOKEN)).toBe(true);
  });

  it('says which address it takes the events from', async () => {
    const info = INFO.replace('"webhook":""', '"webhook":"https://other.example/hook"');
    const { context } = await startScriptedViber({ body: info }, { body: '{"status":0}' });

    const { steps } = await viber.connect(context, webhook);

    expect(steps[1]?.description).toContain('no longer to https://other.example/hook');
  });

  it('answers the call that Viber makes while it is still waiting for set_webhook', async () => {
    const validation = '{"event":"webhook","timestamp":1790000000123,"message_token":6130482957716200018}';
    const signature = createHmac('sha256', TOKEN).update(validation).digest('hex');
    let validated: number | undefined;
    const server = createServer((request, response) => {
      if (request.url === '/pa/get_account_info') return response.end(INFO);
      const answer = viber.webhook?.answerHandshake?.(
        {
          method: 'POST',
          headers: { 'x-viber-content-signature': signature },
          query: {},
          body: new TextEncoder().encode(validation),
        },
        { authToken: TOKEN },
      );
      validated = answer?.status;
      return response.end(validated === 200 ? '{"status":0}' : '{"status":1,"status_message":"invalidUrl"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    const { port } = server.address() as AddressInfo;

    const { steps } = await viber.connect(contextFor(`http://127.0.0.1:${port}`), webhook);

    expect(validated).toBe(200);
    expect(steps.map(({ isOk }) => isOk)).toEqual([true, true]);
  });

  it('stops at a token that Viber does not know', async () => {
    const { calls, context } = await startScriptedViber({
      body: '{"status":2,"status_message":"invalidAuthToken"}',
    });

    const { steps, account } = await viber.connect(context, webhook);

    expect(account).toBeNull();
    expect(calls).toHaveLength(1);
    expect(steps).toMatchObject([{ name: 'get_account_info', isOk: false, platformCode: '2' }]);
    expect(steps[0]?.description).toContain('invalidAuthToken');
  });

  it('tells in Viber’s words why the address was not taken', async () => {
    const { context } = await startScriptedViber(
      { body: INFO },
      { body: '{"status":1,"status_message":"Result: HTTP/1.1 419"}' },
    );

    const { steps, account } = await viber.connect(context, webhook);

    expect(account?.externalId).toBe('pa:77');
    expect(steps[1]).toMatchObject({ name: 'set_webhook', isOk: false, platformCode: '1' });
    expect(steps[1]?.description).toContain('HTTP/1.1 419');
  });

  it('tells that Viber can not be polled', async () => {
    const { calls, context } = await startScriptedViber({ body: INFO });

    const { steps } = await viber.connect(context, { mode: 'polling' });

    expect(calls).toHaveLength(1);
    expect(steps[1]).toMatchObject({ name: 'set_webhook', isOk: false });
    expect(steps[1]?.description).toContain('PUBLIC_URL');
  });

  it.each([['{"status":0,"name":"nameless"}'], ['no JSON']])(
    'tells that the answer was odd: %s',
    async (body) => {
      const { context } = await startScriptedViber({ body });

      const { steps, account } = await viber.connect(context, webhook);

      expect(account).toBeNull();
      expect(steps).toMatchObject([{ name: 'get_account_info', isOk: false }]);
    },
  );

  it('tells that nobody was there', async () => {
    const { steps } = await viber.connect(await deserted(), webhook);

    expect(steps).toMatchObject([{ isOk: false, platformCode: 'network:ECONNREFUSED' }]);
  });
});

describe('disconnecting', () => {
  it('takes the address back', async () => {
    const { calls, context } = await startScriptedViber({ body: '{"status":0}' });

    await viber.disconnect?.(context);

    expect(calls.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ['/pa/set_webhook', { url: '' }],
    ]);
  });

  it.each([2, 8, 10])('is done when Viber no longer knows us (status %d)', async (status) => {
    const { context } = await startScriptedViber({ body: JSON.stringify({ status }) });

    await expect(viber.disconnect?.(context)).resolves.toBeUndefined();
  });

  it('is to be tried again when no answer came: repeating it is harmless', async () => {
    const { context } = await startScriptedViber({});

    expect((await channelErrorOf(Promise.resolve(viber.disconnect?.(context)))).kind).toBe('unavailable');
  });
});
