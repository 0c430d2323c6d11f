import { describe, expect, it } from 'vitest';
import { granted, refusal, startScene } from './bot-client.ts';

describe('replies', () => {
  it('shows what is replied to, with the quoted part', async () => {
    const { ada, call } = await startScene();
    const { messageId } = ada.writes('Is my order ready?');

    const reply = await call('sendMessage', {
      chat_id: ada.id,
      text: 'Yes',
      reply_parameters: { message_id: messageId, quote: 'my order' },
    });

    expect(reply.body).toMatchObject({
      result: {
        reply_to_message: { message_id: messageId, text: 'Is my order ready?' },
        quote: { text: 'my order', position: 3, is_manual: true },
      },
    });
    expect(ada.inbox.messages[0]?.replyTo).toBe(messageId);
  });

  it.each`
    reply                                   | description
    ${{ message_id: 4711 }}                 | ${'Bad Request: message to be replied not found'}
    ${{ quote: 'x' }}                       | ${'Bad Request: can\'t find field "message_id"'}
    ${[]}                                   | ${'Bad Request: object expected as reply parameters'}
    ${'{'}                                  | ${"Bad Request: can't parse reply parameters JSON object"}
    ${{ message_id: 1, quote: 'My order' }} | ${'Bad Request: QUOTE_TEXT_INVALID'}
    ${{ message_id: 1, chat_id: 4711 }}     | ${'Bad Request: chat not found'}
  `('refuses $reply with "$description"', async ({ reply, description }) => {
    const { ada, call } = await startScene();

    const answer = await call('sendMessage', { chat_id: ada.id, text: 'Yes', reply_parameters: reply });

    expect(answer).toEqual(refusal(400, description));
  });

  it('sends without the reply when that is allowed and the target is gone', async () => {
    const { ada, call } = await startScene();

    const reply = await call('sendMessage', {
      chat_id: ada.id,
      text: 'Yes',
      reply_parameters: { message_id: 4711, allow_sending_without_reply: true },
    });

    expect(reply.status).toBe(200);
    expect(ada.inbox.messages).toMatchObject([{ text: 'Yes', replyTo: null }]);
  });

  it('names another chat in an external reply', async () => {
    const { telegram, ada, call } = await startScene();
    const group = telegram.group({ title: 'Club', owner: ada });
    ada.does({ do: 'setBotStatus', chat: group.id, status: 'administrator' });
    const { messageId } = ada.writes('there', { chat: group.id });

    const reply = await call('sendMessage', {
      chat_id: ada.id,
      text: 'seen',
      reply_parameters: { message_id: messageId, chat_id: group.id },
    });

    expect(reply.body).toMatchObject({
      result: { external_reply: { chat: { id: group.id }, message_id: messageId } },
    });
  });
});

describe('buttons', () => {
  const inline = (button: object) => ({ inline_keyboard: [[button]] });

  it.each`
    markup                                                                       | description
    ${'{'}                                                                       | ${"Bad Request: can't parse reply keyboard markup JSON object"}
    ${[]}                                                                        | ${'Bad Request: object expected as reply markup'}
    ${{ inline_keyboard: [{ text: 'a' }] }}                                      | ${'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'}
    ${{ keyboard: ['a'] }}                                                       | ${'Bad Request: field "keyboard" must be an Array of Arrays'}
    ${inline({ text: 'a' })}                                                     | ${"Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"}
    ${inline({ callback_data: 'a' })}                                            | ${'Bad Request: can\'t parse inline keyboard button: Can\'t find field "text"'}
    ${{ inline_keyboard: [['a']] }}                                              | ${"Bad Request: can't parse inline keyboard button: InlineKeyboardButton must be an Object"}
    ${{ keyboard: [[1]] }}                                                       | ${"Bad Request: can't parse keyboard button: KeyboardButton must be a String or an Object"}
    ${inline({ text: '', callback_data: 'a' })}                                  | ${'Bad Request: inline keyboard button text must be non-empty'}
    ${inline({ text: 'a', callback_data: 'ä'.repeat(33) })}                      | ${'Bad Request: BUTTON_DATA_INVALID'}
    ${inline({ text: 'a', url: 'localhost' })}                                   | ${'Bad Request: BUTTON_URL_INVALID'}
    ${inline({ text: 'a', url: 'ftp://example.org' })}                           | ${'Bad Request: BUTTON_URL_INVALID'}
    ${{ inline_keyboard: [Array(101).fill({ text: 'a', callback_data: 'b' })] }} | ${'Bad Request: reply markup is too long'}
  `('refuses $markup with "$description"', async ({ markup, description }) => {
    const { ada, call } = await startScene();

    const reply = await call('sendMessage', { chat_id: ada.id, text: 'Pick', reply_markup: markup });

    expect(reply).toEqual(refusal(400, description));
  });

  it('counts the data of a button in bytes, and takes 64 of them', async () => {
    const { ada, call } = await startScene();

    const reply = await call('sendMessage', {
      chat_id: ada.id,
      text: 'Pick',
      reply_markup: inline({ text: 'a', callback_data: 'ä'.repeat(32) }),
    });

    expect(reply.status).toBe(200);
  });

  it('asks for numbers and places in private chats only', async () => {
    const { telegram, ada, call } = await startScene();
    const group = telegram.group({ title: 'Club', owner: ada });
    ada.does({ do: 'setBotStatus', chat: group.id, status: 'member' });

    const reply = await call('sendMessage', {
      chat_id: group.id,
      text: 'Pick',
      reply_markup: { keyboard: [[{ text: 'My number', request_contact: true }]] },
    });

    expect(reply).toEqual(refusal(400, 'Bad Request: phone number can be requested in private chats only'));
  });

  it("takes a tap to the bot and the bot's answer back to the person", async () => {
    const { ada, call, updates } = await startScene();
    await call('sendMessage', {
      chat_id: ada.id,
      text: 'Pick',
      reply_markup: inline({ text: 'Red', callback_data: 'pick:red' }),
    });
    await call('getUpdates', { offset: 2 ** 30 });

    const { facts } = ada.taps('Red');
    const answer = await call('answerCallbackQuery', {
      callback_query_id: facts.callbackQueryId,
      text: 'Red it is',
      show_alert: true,
    });

    expect((await updates()).at(-1)).toMatchObject({
      callback_query: {
        id: facts.callbackQueryId,
        data: 'pick:red',
        from: { id: ada.id },
        message: { text: 'Pick' },
      },
    });
    expect(answer).toEqual(granted(true));
    expect(ada.inbox.events.at(-1)).toMatchObject({ kind: 'tap-answer', text: 'Red it is', isAlert: true });
  });

  it.each`
    case                     | parameters                    | waitMs     | description
    ${'an unknown tap'}      | ${{ callback_query_id: '1' }} | ${0}       | ${'Bad Request: query is too old and response timeout expired or query ID is invalid'}
    ${'a tap minutes ago'}   | ${{}}                         | ${150_001} | ${'Bad Request: query is too old and response timeout expired or query ID is invalid'}
    ${'with too many words'} | ${{ text: 'a'.repeat(201) }}  | ${0}       | ${'Bad Request: MESSAGE_TOO_LONG'}
  `('refuses to answer $case', async ({ parameters, waitMs, description }) => {
    const { telegram, ada, call } = await startScene();
    await call('sendMessage', {
      chat_id: ada.id,
      text: 'Pick',
      reply_markup: inline({ text: 'a', callback_data: 'b' }),
    });
    const { facts } = ada.taps('a');
    telegram.time.advance(waitMs);

    const reply = await call('answerCallbackQuery', {
      callback_query_id: facts.callbackQueryId,
      ...parameters,
    });

    expect(reply).toEqual(refusal(400, description));
  });

  it('shows a tap on a deleted message as inaccessible, and data that was never offered as it came', async () => {
    const { ada, call, sent, updates } = await startScene();
    const messageId = await sent('sendMessage', { chat_id: ada.id, text: 'Pick' });
    await call('deleteMessage', { chat_id: ada.id, message_id: messageId });

    ada.does({ do: 'tap', messageId, data: 'anything at all' });

    expect((await updates()).at(-1)).toMatchObject({
      callback_query: { data: 'anything at all', message: { message_id: messageId, date: 0 } },
    });
  });

  it('sends the label of a keyboard button as text, and number or place where it asks for them', async () => {
    const { ada, call, updates } = await startScene();
    await call('sendMessage', {
      chat_id: ada.id,
      text: 'Pick',
      reply_markup: {
        keyboard: [
          [
            { text: 'Yes' },
            { text: 'Number', request_contact: true },
            { text: 'Place', request_location: true },
          ],
        ],
      },
    });

    ada.taps('Yes');
    ada.taps('Number');
    ada.taps('Place');

    expect((await updates()).slice(-3)).toMatchObject([
      { message: { text: 'Yes' } },
      { message: { contact: { phone_number: ada.phoneNumber, user_id: ada.id } } },
      { message: { location: { latitude: 52.52 } } },
    ]);
  });
});
