import { describe, expect, it } from 'vitest';
import { granted, refusal, STANDING_CLOCK, startScene } from './bot-client.ts';

describe('sendMessage', () => {
  it('answers with the whole message and shows it to the person', async () => {
    const { telegram, bot, ada, call } = await startScene({ clock: STANDING_CLOCK });

    const reply = await call('sendMessage', { chat_id: ada.id, text: 'Hello' });

    expect(reply).toEqual(
      granted({
        message_id: 2,
        from: bot.user,
        chat: { id: ada.id, type: 'private', first_name: 'Ada' },
        date: telegram.time.unixSeconds(),
        text: 'Hello',
      }),
    );
    expect(ada.inbox.messages).toMatchObject([{ text: 'Hello', chatId: ada.id, messageId: 2 }]);
  });

  it.each`
    parameters                                      | description
    ${{}}                                           | ${'Bad Request: message text is empty'}
    ${{ text: '' }}                                 | ${'Bad Request: message text is empty'}
    ${{ text: ' \n ' }}                             | ${'Bad Request: text must be non-empty'}
    ${{ text: 'a'.repeat(4097) }}                   | ${'Bad Request: message is too long'}
    ${{ text: '😀'.repeat(4097) }}                  | ${'Bad Request: message is too long'}
    ${{ text: 'a'.repeat(32_769) }}                 | ${'Bad Request: text is too long'}
    ${{ text: 'x', parse_mode: 'wiki' }}            | ${'Bad Request: unsupported parse_mode'}
    ${{ text: 'x', link_preview_options: '[]' }}    | ${'Bad Request: object expected as link preview options'}
    ${{ text: 'x', chat_id: '' }}                   | ${'Bad Request: chat_id is empty'}
    ${{ text: 'x', chat_id: '@nobody' }}            | ${'Bad Request: chat not found'}
    ${{ text: 'x', chat_id: 4711 }}                 | ${'Bad Request: chat not found'}
    ${{ text: 'x', chat_id: -4711 }}                | ${'Bad Request: chat not found'}
    ${{ text: 'x', business_connection_id: 'nix' }} | ${'Bad Request: business connection not found'}
  `('refuses $parameters with "$description"', async ({ parameters, description }) => {
    const { ada, call } = await startScene();

    const reply = await call('sendMessage', { chat_id: ada.id, ...parameters });

    expect(reply).toEqual(refusal(400, description));
    expect(ada.inbox.events).toEqual([]);
  });

  it('counts characters, not UTF-16 units, and only after entities are parsed', async () => {
    const { ada, call } = await startScene();

    const emojis = await call('sendMessage', { chat_id: ada.id, text: '😀'.repeat(4096) });
    const tags = await call('sendMessage', {
      chat_id: ada.id,
      text: `<b>${'a'.repeat(4096)}</b>`,
      parse_mode: 'HTML',
    });

    expect([emojis.status, tags.status]).toEqual([200, 200]);
  });

  it('trims the text and replaces control characters, and moves entities along', async () => {
    const { ada, call } = await startScene();

    const reply = await call('sendMessage', {
      chat_id: ada.id,
      text: '  a\tb\r\nbold  ',
      entities: [{ type: 'bold', offset: 7, length: 4 }],
    });

    expect(reply.body).toMatchObject({
      result: { text: 'a b\nbold', entities: [{ type: 'bold', offset: 4, length: 4 }] },
    });
  });

  it('takes its parameters from a form, from JSON and from the query alike', async () => {
    const { telegram, bot, ada } = await startScene();
    const address = `${telegram.url}/bot${bot.token}/sendMessage`;

    const replies = await Promise.all([
      fetch(address, {
        method: 'POST',
        body: new URLSearchParams({ chat_id: String(ada.id), text: 'form' }),
      }),
      fetch(`${address}?chat_id=${ada.id}&text=query`),
      fetch(`${address}?chat_id=${ada.id}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: '{"text":"json","protect_content":true}',
      }),
    ]);

    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(ada.inbox.messages.map(({ text }) => text).sort()).toEqual(['form', 'json', 'query']);
  });

  it.each`
    body                     | description
    ${'[1]'}                 | ${'Bad Request: JSON object expected'}
    ${'{"text":'}            | ${"Bad Request: can't parse parameter value: Can't parse"}
    ${'{"text":"a\\ud800"}'} | ${'Bad Request: strings must be encoded in UTF-8'}
  `('refuses the body $body', async ({ body, description }) => {
    const { telegram, bot } = await startScene();

    const response = await fetch(`${telegram.url}/bot${bot.token}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });

    expect({ status: response.status, body: await response.json() }).toEqual(refusal(400, description));
  });

  it('shows neither an unread keyboard nor what it replies to deeper than one message', async () => {
    const { ada, call, sent } = await startScene();
    const first = await sent('sendMessage', { chat_id: ada.id, text: 'first' });
    const second = await sent('sendMessage', {
      chat_id: ada.id,
      text: 'second',
      reply_parameters: { message_id: first },
    });

    const reply = await call('sendMessage', {
      chat_id: ada.id,
      text: 'third',
      reply_parameters: { message_id: second },
      reply_markup: { keyboard: [[{ text: 'Yes' }]] },
    });

    expect(reply.body).toMatchObject({ result: { reply_to_message: { text: 'second' } } });
    expect(JSON.stringify(reply.body)).not.toMatch(/first"|keyboard/u);
    expect(ada.inbox.messages.at(-1)?.keyboard).toEqual({ kind: 'reply', rows: [[{ text: 'Yes' }]] });
  });
});

describe('sendRichMessage and sendMessageDraft', () => {
  it('takes a rich message in exactly one notation', async () => {
    const { ada, call } = await startScene();

    const one = await call('sendRichMessage', { chat_id: ada.id, rich_message: { html: '<h1>A</h1>' } });
    const two = await call('sendRichMessage', {
      chat_id: ada.id,
      rich_message: { html: 'a', markdown: 'a' },
    });

    expect(one.body).toMatchObject({ result: { rich_message: { html: '<h1>A</h1>' } } });
    expect(two.status).toBe(400);
  });

  it('shows a draft without making it a message', async () => {
    const { ada, call } = await startScene();

    const reply = await call('sendMessageDraft', { chat_id: ada.id, draft_id: 7, text: 'I am wri' });

    expect(reply).toEqual(granted(true));
    expect(ada.inbox.events).toMatchObject([{ kind: 'draft', text: 'I am wri' }]);
    expect(ada.inbox.messages).toEqual([]);
  });
});
