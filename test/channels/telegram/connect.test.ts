import { describe, expect, it } from 'vitest';
import { connect, disconnect } from '../../../src/channels/telegram/connect.ts';
import { startScene } from './scene.ts';

const webhook = { mode: 'webhook', url: 'http://127.0.0.1:9/webhooks/telegram/a' } as const;
const polling = { mode: 'polling' } as const;

const okOf = (steps: readonly { name: string; isOk: boolean }[]) =>
  steps.map(({ name, isOk }) => `${name} ${isOk ? 'ok' : 'failed'}`);

describe('connecting', () => {
  it('proves the token, tells Telegram where and what to deliver, and looks whether it took it', async () => {
    const { telegram, bot, contextWith } = await startScene();

    const { steps, account } = await connect(contextWith(), webhook);

    expect(okOf(steps)).toEqual(['getMe ok', 'setWebhook ok', 'getWebhookInfo ok', 'setMyCommands ok']);
    expect(account).toEqual({
      externalId: bot.token.split(':')[0],
      displayName: 'Acme',
      username: 'acme_bot',
    });
    const call = telegram.requests.items.find(({ operation }) => operation === 'setwebhook');
    expect(call?.parameters).toMatchObject({ url: webhook.url, secret_token: 'demo-secret_42' });
    expect(JSON.parse(call?.parameters.allowed_updates ?? '')).toEqual([
      'message',
      'edited_message',
      'callback_query',
      'message_reaction',
      'my_chat_member',
      'business_connection',
      'business_message',
      'edited_business_message',
      'deleted_business_messages',
      'channel_post',
      'edited_channel_post',
    ]);
  });

  it('removes the webhook where updates will be fetched', async () => {
    const { telegram, contextWith } = await startScene();
    await connect(contextWith(), webhook);

    const { steps } = await connect(contextWith(), polling);

    expect(okOf(steps)).toEqual(['getMe ok', 'deleteWebhook ok', 'setMyCommands ok']);
    expect(telegram.requests.items.at(-1)?.operation).toBe('setmycommands');
  });

  it('can be repeated', async () => {
    const { contextWith } = await startScene();

    const first = await connect(contextWith(), webhook);
    const second = await connect(contextWith(), webhook);

    expect(second).toEqual(first);
  });

  it('ends with the first step that failed, in words that help', async () => {
    const { telegram, contextWith } = await startScene();
    telegram.faults.answers.inject({
      operation: 'setwebhook',
      fault: {
        kind: 'error',
        status: 400,
        description: 'Bad Request: bad webhook: HTTPS url must be provided',
      },
    });

    const { steps, account } = await connect(contextWith(), webhook);

    expect(okOf(steps)).toEqual(['getMe ok', 'setWebhook failed']);
    expect(steps[1]).toMatchObject({
      platformCode: '400',
      description: expect.stringContaining('bad webhook'),
    });
    expect(account?.username).toBe('acme_bot');
  });

  it('has no account to show when the token is wrong', async () => {
    const { bot, contextWith } = await startScene();
    const credentials = { botToken: `${bot.token.split(':')[0]}:AAFwrongwrongwrongwrongwrongwrongwro` };

    const { steps, account } = await connect(contextWith({ credentials }), webhook);

    expect(okOf(steps)).toEqual(['getMe failed']);
    expect(account).toBeNull();
    expect(JSON.stringify(steps)).not.toContain('AAFwrong');
  });

  it('reports a Telegram that can not be reached instead of throwing', async () => {
    const { telegram, contextWith } = await startScene();
    const context = contextWith();
    await telegram.close();

    const { steps } = await connect(context, webhook);

    expect(steps).toMatchObject([{ name: 'getMe', isOk: false, platformCode: 'network:ECONNREFUSED' }]);
  });

  it('is not spoilt by a menu that could not be set', async () => {
    const { telegram, contextWith } = await startScene();
    telegram.faults.answers.inject({ operation: 'setmycommands', fault: { kind: 'error', status: 500 } });

    const { steps } = await connect(contextWith(), polling);

    expect(steps.at(-1)).toMatchObject({ name: 'setMyCommands', isOk: true, platformCode: '500' });
  });

  it('notices another program that uses the token', async () => {
    const { telegram, contextWith } = await startScene();
    const fetch = contextWith().fetch;
    const elsewhere = async (address: string, init?: RequestInit) => {
      const response = await fetch(address, init);
      if (!address.endsWith('/setWebhook')) return response;
      await fetch(address, { ...init, body: JSON.stringify({ url: 'http://127.0.0.1:9/other' }) });
      return response;
    };

    const { steps } = await connect(contextWith({ fetch: elsewhere }), webhook);

    expect(okOf(steps).at(-1)).toBe('getWebhookInfo failed');
    expect(telegram.requests.items).toHaveLength(4);
  });
});

describe('disconnecting', () => {
  it('ends deliveries, and is done when Telegram no longer knows the token', async () => {
    const { telegram, bot, contextWith } = await startScene();
    const context = contextWith();
    await connect(context, webhook);

    await disconnect(context);
    telegram.revokeToken(bot);

    await expect(disconnect(context)).resolves.toBeUndefined();
    const last = telegram.requests.items.filter(({ operation }) => operation === 'deletewebhook');
    expect(last.map(({ answer }) => answer?.status)).toEqual([200, 401]);
  });
});
