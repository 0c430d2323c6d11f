import { describe, expect, it } from 'vitest';
import { callApi, callRepeatably } from '../../../src/channels/telegram/call-api.ts';
import { poll } from '../../../src/channels/telegram/polling.ts';
import { send } from '../../../src/channels/telegram/send.ts';
import { channelErrorOf } from './scene.ts';
import { type ScriptedAnswer, startScriptedApi } from './scripted-api.ts';

const wire = { operation: 'sendMessage', body: { chat_id: 7 }, files: [], partIndexes: [0], cost: 1 };

const failed = (error_code: number, description: string, parameters?: object): ScriptedAnswer => ({
  status: error_code,
  body: { ok: false, error_code, description, ...(parameters && { parameters }) },
});

describe('an answer of the Bot API', () => {
  it.each<[string, ScriptedAnswer, string, string]>([
    ['a page of a proxy', { status: 404, body: '<html>no</html>' }, 'unavailable', 'http:404'],
    ['a firewall', { status: 403, body: 'denied' }, 'unavailable', 'http:403'],
    ['a proxy with a limit of its own', { status: 413, body: '<html>' }, 'rejected', '413'],
    ['a proxy that has had enough', { status: 429, body: 'slow down' }, 'throttled', '429'],
    ['a redirect', { status: 302, body: '' }, 'indeterminate', '302'],
    ['a success that is no JSON', { status: 200, body: 'ok' }, 'indeterminate', '200'],
    ['a stumble', failed(500, 'Internal Server Error'), 'indeterminate', '500'],
    ['a stumble that is no JSON', { status: 502, body: 'Bad Gateway' }, 'indeterminate', '502'],
    ['a code that nobody knows', failed(451, 'Unavailable'), 'rejected', '451'],
    ['a refusal without words', { status: 400, body: { ok: false, error_code: 400 } }, 'rejected', '400'],
  ])('%s is understood', async (_, answer, kind, platformCode) => {
    const context = await startScriptedApi(answer);

    expect(await channelErrorOf(callApi('sendMessage', {}, context))).toMatchObject({
      kind,
      facts: { platformCode },
    });
  });

  it('is obeyed when it asks for a pause, even where it also says that it stumbled', async () => {
    const context = await startScriptedApi(failed(500, 'Internal Server Error', { retry_after: 3 }));

    expect(await channelErrorOf(callApi('sendMessage', {}, context))).toMatchObject({
      kind: 'throttled',
      facts: { retryAfterMs: 3000, platformCode: '500' },
    });
  });

  it('keeps the words of a stumble', async () => {
    const context = await startScriptedApi(failed(500, 'Internal Server Error: sentence of theirs'));

    const { facts } = await channelErrorOf(callApi('sendMessage', {}, context));

    expect(facts.platformMessage).toBe('Internal Server Error: sentence of theirs');
  });

  it('that is unclear may be asked for again where repeating is harmless', async () => {
    const context = await startScriptedApi(failed(500, 'Internal Server Error'));

    expect((await channelErrorOf(callRepeatably('getMe', {}, context))).kind).toBe('unavailable');
  });
});

describe('what was sent', () => {
  const message = { chat: { id: 7, type: 'private' }, date: 1790000000 };

  it('has no id while Telegram only scheduled it: the number 0 is shared by all such messages', async () => {
    const context = await startScriptedApi({ body: { ok: true, result: { ...message, message_id: 0 } } });

    expect(await send(wire, context)).toEqual({
      externalIds: [],
      acceptedAt: new Date(1790000000_000),
    });
  });

  it('is unclear when Telegram says yes and does not say to what', async () => {
    const context = await startScriptedApi({ body: { ok: true, result: true } });

    expect((await channelErrorOf(send(wire, context))).kind).toBe('indeterminate');
  });
});

describe('a poll', () => {
  it('is tried again later when the answer is no list, instead of at once', async () => {
    const context = await startScriptedApi({ body: { ok: true, result: {} } });

    expect((await channelErrorOf(poll('5', context))).kind).toBe('unavailable');
  });
});
