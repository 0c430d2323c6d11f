import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startScene } from './bot-client.ts';

async function startControl() {
  const scene = await startScene();
  async function control(method: string, path: string, body?: unknown) {
    const response = await fetch(`${scene.telegram.controlUrl}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    return { status: response.status, body: await response.json() };
  }
  async function listed() {
    const response = await fetch(scene.telegram.controlUrl);
    return listSchema.parse(await response.json());
  }
  return { ...scene, control, listed };
}

const listSchema = z.array(
  z.looseObject({
    method: z.string(),
    path: z.string(),
    example: z.record(z.string(), z.unknown()).nullable(),
  }),
);

/** What stands at a place inside of an answer. */
function at({ body }: { readonly body: unknown }, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, name) => Object(value)[name], body);
}

describe('the control API', () => {
  it('does all that is needed for a conversation', async () => {
    const { telegram, control } = await startControl();

    const account = await control('POST', '/accounts', { username: 'shop_bot', name: 'Shop' });
    const customer = await control('POST', '/customers', { name: 'Grace', language: 'fr' });
    const started = await control('POST', '/customers/Grace/actions', {
      do: 'start',
      payload: 'x',
      bot: 'shop_bot',
    });
    await fetch(`${telegram.url}/bot${at(account, 'token')}/sendMessage`, {
      method: 'POST',
      body: new URLSearchParams({
        chat_id: String(at(customer, 'id')),
        text: 'Pick',
        reply_markup: '{"inline_keyboard":[[{"text":"Red","callback_data":"red"}]]}',
      }),
    });
    const inbox = await control('GET', '/customers/Grace/inbox');
    const tapped = await control('POST', '/customers/Grace/actions', {
      do: 'tap',
      label: 'Red',
      bot: 'shop_bot',
    });
    const requests = await control('GET', '/requests?operation=sendMessage');
    const described = await control('GET', '/accounts/shop_bot');

    expect(account).toMatchObject({
      status: 200,
      body: { username: 'shop_bot', name: 'Shop', webhook: null },
    });
    expect(started.body).toMatchObject({ kind: 'done', messageIds: [1] });
    expect(inbox.body).toMatchObject({
      next: 1,
      events: [{ kind: 'message', bot: 'shop_bot' }],
      messages: [{ text: 'Pick', keyboard: { rows: [[{ text: 'Red' }]] } }],
    });
    expect(at(tapped, 'updateIds')).toHaveLength(1);
    expect(at(requests, 'requests')).toMatchObject([{ account: 'shop_bot', parameters: { text: 'Pick' } }]);
    expect(described.body).toMatchObject({ pendingUpdates: 2 });
  });

  it('waits for news in an inbox and in the log', async () => {
    const { ada, call, control } = await startControl();

    const news = control('GET', '/customers/Ada/inbox?waitMs=5000');
    const logged = control('GET', '/requests?waitMs=5000&operation=sendmessage');
    await call('sendMessage', { chat_id: ada.id, text: 'Hi' });
    const nothing = await control('GET', '/customers/Ada/inbox?from=1&waitMs=1');

    expect((await news).body).toMatchObject({ next: 1, messages: [{ text: 'Hi' }] });
    expect(at(await logged, 'requests')).toHaveLength(1);
    expect(nothing.body).toMatchObject({ next: 1, events: [] });
  });

  it('sends bytes in base64 and gives them back', async () => {
    const { telegram, ada, upload, control } = await startControl();
    const base64 = Buffer.from('words').toString('base64');

    const sent = await control('POST', '/customers/Ada/actions', {
      do: 'send',
      media: 'document',
      bytes: base64,
    });
    await upload('sendDocument', { chat_id: ada.id, document: Buffer.from('more words') });
    const inbox = await control('GET', '/customers/Ada/inbox');
    const fileId = at(inbox, 'messages', 0, 'media', 0, 'fileId');
    const file = await fetch(`${telegram.controlUrl}/files/${fileId}`);

    expect(sent.status).toBe(200);
    expect(at(inbox, 'messages', 0, 'media', 0)).toEqual({
      kind: 'document',
      fileId,
      fileName: 'document',
      mimeType: null,
      sizeBytes: 10,
    });
    expect(await file.text()).toBe('more words');
  });

  it('makes groups, revokes tokens, moves the clock and injects faults of both kinds', async () => {
    const { telegram, bot, call, control } = await startControl();
    const before = telegram.time.nowMs();

    const group = await control('POST', '/groups', { title: 'Club', owner: 'Ada' });
    const revoked = await control('POST', '/accounts/acme_bot/revoke', {});
    const clock = await control('POST', '/clock', { advanceMs: 60_000 });
    await control('POST', '/faults', {
      fault: { kind: 'error', status: 502 },
      operation: 'getMe',
      times: null,
    });
    await control('POST', '/faults', { fault: { kind: 'duplicate', copies: 2 } });
    const failing = await call('getMe');
    const faults = await control('GET', '/faults');
    await control('DELETE', '/faults');
    const healed = await call('getMe');

    expect(at(group, 'id')).toBeLessThan(0);
    expect(bot.token).toBe(at(revoked, 'token'));
    expect(Date.parse(String(at(clock, 'now')))).toBeGreaterThanOrEqual(before + 60_000);
    expect([failing.status, healed.status]).toEqual([502, 200]);
    expect(faults.body).toMatchObject([
      { fault: { kind: 'error' }, fired: 1 },
      { fault: { copies: 2 }, fired: 0 },
    ]);
  });

  it.each`
    method      | path                        | body                                         | status | message
    ${'GET'}    | ${'/nothing'}               | ${undefined}                                 | ${404} | ${/There is nothing at \/control\/nothing/u}
    ${'DELETE'} | ${'/clock'}                 | ${undefined}                                 | ${405} | ${/answers to GET, POST, not to DELETE/u}
    ${'GET'}    | ${'/accounts/who'}          | ${undefined}                                 | ${404} | ${/no bot called who/u}
    ${'GET'}    | ${'/customers/Who/inbox'}   | ${undefined}                                 | ${404} | ${/nobody called Who/u}
    ${'POST'}   | ${'/accounts'}              | ${{ token: 'nonsense' }}                     | ${400} | ${/looks like 7000000001/u}
    ${'POST'}   | ${'/clock'}                 | ${{ advanceMs: 'soon' }}                     | ${400} | ${/advanceMs/u}
    ${'POST'}   | ${'/clock'}                 | ${{ advanceMs: 1, backwards: true }}         | ${400} | ${/backwards/u}
    ${'POST'}   | ${'/faults'}                | ${{ fault: { kind: 'error', status: 200 } }} | ${400} | ${/fault\.status/u}
    ${'POST'}   | ${'/customers/Ada/actions'} | ${{ do: 'dance' }}                           | ${400} | ${/"do"/u}
    ${'POST'}   | ${'/customers/Ada/actions'} | ${{ do: 'write' }}                           | ${400} | ${/"text"/u}
    ${'POST'}   | ${'/customers/Ada/actions'} | ${{ do: 'tap', label: 'Red' }}               | ${409} | ${/no button \\"Red\\"/u}
    ${'POST'}   | ${'/customers/Ada/scripts'} | ${{ steps: [{ waitFor: '/(/' }] }}           | ${400} | ${/no regular expression/u}
    ${'POST'}   | ${'/customers/Ada/actions'} | ${[]}                                        | ${400} | ${/must be a JSON object/u}
  `('answers $method $path with $status and a reason', async ({ method, path, body, status, message }) => {
    const { control } = await startControl();

    const reply = await control(method, path, body);

    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply.body)).toMatch(message);
  });

  it('refuses forms, so that no web page elsewhere can use it', async () => {
    const { telegram } = await startControl();

    const response = await fetch(`${telegram.controlUrl}/clock`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"advanceMs":1}',
    });

    expect(response.status).toBe(400);
  });

  it('lists everything, for programs and for people', async () => {
    const { telegram, listed } = await startControl();
    const accept = { headers: { accept: 'text/html' } };

    const list = await listed();
    const pages = await Promise.all([fetch(telegram.url, accept), fetch(telegram.controlUrl, accept)]);

    expect(list.length).toBeGreaterThan(10);
    for (const page of pages) {
      const html = await page.text();
      expect(page.headers.get('content-type')).toContain('text/html');
      for (const { method, path } of list) expect(html).toContain(`<b>${method}</b> /control${path}`);
    }
  });

  it('shows examples that work', async () => {
    const { control, listed } = await startControl();
    const examples = (await listed()).flatMap(({ method, path, example }) =>
      // The script waits for an answer, and the new account makes it ambiguous whom Ada writes to.
      example === null || /scripts|accounts$/u.test(path) ? [] : [{ method, path, example }],
    );

    for (const { method, path, example } of examples) {
      const address = path.replace(':customer', 'Ada').replace(':account', 'acme_bot');
      const reply = await control(method, address, example);
      expect(reply.status, `${method} ${path}: ${JSON.stringify(reply.body)}`).toBe(200);
    }
    expect(examples.map(({ path }) => path)).toContain('/customers/:customer/actions');
  });
});
