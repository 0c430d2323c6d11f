import { describe, expect, it, vi } from 'vitest';
import { refusal, startScene } from './bot-client.ts';

async function startFaulty() {
  const scene = await startScene();
  const { telegram, bot, ada } = scene;
  const send = (signal?: AbortSignal) =>
    fetch(`${telegram.url}/bot${bot.token}/sendMessage`, {
      method: 'POST',
      body: new URLSearchParams({ chat_id: String(ada.id), text: 'Hi' }),
      ...(signal !== undefined && { signal }),
    });
  return { ...scene, send, faults: telegram.faults.answers };
}

describe('faults in answers', () => {
  it.each`
    accepts  | messages
    ${true}  | ${1}
    ${false} | ${0}
  `('goes silent, having accepted: $accepts', async ({ accepts, messages }) => {
    const { telegram, ada, send, faults } = await startFaulty();
    faults.inject({ fault: { kind: 'silence', accepts } });
    const patience = new AbortController();

    const silent = send(patience.signal);
    await telegram.requests.waitFor(({ fault }) => fault === 'silence');
    patience.abort();

    await expect(silent).rejects.toThrow(/abort/iu);
    expect(ada.inbox.messages).toHaveLength(messages);
  });

  it.each`
    when                 | messages | answered
    ${'before-body'}     | ${0}     | ${false}
    ${'after-body'}      | ${0}     | ${false}
    ${'after-accepting'} | ${1}     | ${true}
  `('cuts the connection $when', async ({ when, messages, answered }) => {
    const { telegram, ada, send, faults } = await startFaulty();
    faults.inject({ fault: { kind: 'cut', when } });

    await expect(send()).rejects.toThrow('fetch failed');

    expect(ada.inbox.messages).toHaveLength(messages);
    expect(telegram.requests.items.at(-1)).toMatchObject({
      operation: 'sendmessage',
      fault: 'cut',
      answer: answered ? { status: 200 } : null,
    });
  });

  it.each`
    fault                                                                                                               | expected
    ${{ kind: 'error', status: 500 }}                                                                                   | ${refusal(500, 'Internal Server Error')}
    ${{ kind: 'error', status: 502 }}                                                                                   | ${refusal(502, 'Bad Gateway')}
    ${{ kind: 'error', status: 400, description: 'Bad Request: wrong file_id or the file is temporarily unavailable' }} | ${refusal(400, 'Bad Request: wrong file_id or the file is temporarily unavailable')}
    ${{ kind: 'error', status: 429, retryAfterSeconds: 17 }}                                                            | ${refusal(429, 'Too Many Requests: retry after 17', { retry_after: 17 })}
  `('answers with $fault and lets nothing happen', async ({ fault, expected }) => {
    const { ada, send, faults } = await startFaulty();
    faults.inject({ fault, times: 2 });

    const responses = [await send(), await send(), await send()];

    expect({ status: responses[0]?.status, body: await responses[0]?.json() }).toEqual(expected);
    expect(responses.map(({ status }) => status)).toEqual([expected.status, expected.status, 200]);
    expect(ada.inbox.messages).toHaveLength(1);
    expect(faults.list()).toMatchObject([{ fired: 2 }]);
  });

  it('answers late, having accepted at once', async () => {
    const { telegram, ada, send, faults } = await startFaulty();
    faults.inject({ fault: { kind: 'slow', delayMs: 60_000 } });

    const slow = send();
    await vi.waitUntil(() => telegram.time.waiting > 0);
    const accepted = ada.inbox.messages.length;
    telegram.time.advance(60_000);

    expect(accepted).toBe(1);
    expect((await slow).status).toBe(200);
  });

  it('answers with JSON that breaks off', async () => {
    const { ada, send, faults } = await startFaulty();
    faults.inject({ fault: { kind: 'malformed' } });

    const response = await send();

    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(SyntaxError);
    expect(ada.inbox.messages).toHaveLength(1);
  });

  it('befalls only the method, the bot and the number of calls that it is aimed at', async () => {
    const { telegram, call, send, faults } = await startFaulty();
    const other = telegram.addBot(undefined, { username: 'other_bot' });
    faults.inject({
      fault: { kind: 'error', status: 500 },
      operation: 'sendMessage',
      account: 'acme_bot',
      times: null,
    });

    const typing = await call('getMe');
    const stranger = await fetch(`${telegram.url}/bot${other.token}/sendMessage`);
    const aimed = [(await send()).status, (await send()).status];
    faults.clear();
    const cleared = await send();

    expect([typing.status, stranger.status]).toEqual([200, 400]);
    expect(aimed).toEqual([500, 500]);
    expect(cleared.status).toBe(200);
  });

  it('records every call with what it was told', async () => {
    const { telegram, ada, send } = await startFaulty();

    await send();

    expect(telegram.requests.items.at(-1)).toMatchObject({
      account: 'acme_bot',
      operation: 'sendmessage',
      parameters: { chat_id: String(ada.id), text: 'Hi' },
      answer: { status: 200, body: { ok: true } },
      fault: null,
    });
  });
});
