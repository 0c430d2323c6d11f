import { createServer } from 'node:http';
import { Bot, GrammyError, InlineKeyboard, InputFile, InputMediaBuilder, webhookCallback } from 'grammy';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SAMPLE_FILES } from '../../../../src/channels/shared/simulator/sample-files.ts';
import { startTelegramSimulator } from '../../../../src/channels/telegram/simulator/index.ts';

/** A bot of somebody else's making, who has never heard of this simulator. */
async function startGrammyBot() {
  const telegram = await startTelegramSimulator({ floodLimits: null });
  onTestFinished(() => telegram.close());
  const { token, user } = telegram.addBot(undefined, { username: 'acme_bot' });
  const grammy = new Bot(token, { client: { apiRoot: telegram.url } });
  const ada = telegram.customer('Ada');
  return { telegram, grammy, ada, user };
}

describe('a grammY bot that polls', () => {
  async function startPolling() {
    const scene = await startGrammyBot();
    const { grammy } = scene;
    grammy.command('start', (context) => context.reply(`Welcome ${context.match}`));
    grammy.hears(/colour/u, (context) =>
      context.reply('Pick', {
        reply_markup: new InlineKeyboard().text('Red', 'pick:red').url('Site', 'https://example.org'),
      }),
    );
    grammy.callbackQuery(/^pick:(.+)$/u, async (context) => {
      await context.answerCallbackQuery({ text: 'Noted' });
      await context.editMessageText(`You picked ${context.match[1]}`);
    });
    grammy.on('message:photo', async (context) => {
      const file = await context.getFile();
      await context.react('👍');
      await context.reply(`${context.message.photo.length} sizes, ${file.file_size} bytes`, {
        reply_parameters: { message_id: context.message.message_id },
      });
    });
    grammy.on('edited_message:text', (context) => context.reply(`Now: ${context.editedMessage.text}`));
    grammy.on('message_reaction', (context) =>
      context.reply(`Thanks for ${context.reactions().emojiAdded.join()}`),
    );
    grammy.on('my_chat_member', () => {});
    const started = new Promise<void>((resolve) => {
      grammy.start({
        onStart: () => resolve(),
        allowed_updates: ['message', 'edited_message', 'callback_query', 'message_reaction'],
      });
    });
    onTestFinished(() => grammy.stop());
    await started;
    return scene;
  }

  it('talks with a person: start, buttons, edits, reactions, files', async () => {
    const { ada } = await startPolling();

    ada.starts({ payload: 'spring26' });
    await ada.inbox.waitForMessage('Welcome spring26');

    ada.writes('a colour, please');
    await ada.inbox.waitForMessage('Pick');
    ada.taps('Red');
    await ada.inbox.waitForMessage('You picked red');
    expect(ada.inbox.events).toContainEqual(expect.objectContaining({ kind: 'tap-answer', text: 'Noted' }));

    const photo = ada.sends('photo');
    const answer = await ada.inbox.waitForMessage('3 sizes, 4018 bytes');
    expect(answer.replyTo).toBe(photo.messageId);
    expect(ada.inbox.events).toContainEqual(
      expect.objectContaining({ kind: 'reaction', messageId: photo.messageId }),
    );

    const { messageId } = ada.writes('tpyo');
    ada.does({ do: 'edit', messageId, text: 'typo' });
    await ada.inbox.waitForMessage('Now: typo');

    ada.reacts(answer.messageId, ['🔥']);
    await ada.inbox.waitForMessage('Thanks for 🔥');
  });

  it('goes on after errors, dead connections and silence', async () => {
    const { telegram, ada } = await startPolling();
    telegram.faults.answers.inject({
      fault: { kind: 'error', status: 429, retryAfterSeconds: 1 },
      operation: 'getUpdates',
    });
    telegram.faults.answers.inject({ fault: { kind: 'error', status: 500 }, operation: 'getUpdates' });
    telegram.faults.answers.inject({ fault: { kind: 'cut', when: 'after-body' }, operation: 'getUpdates' });

    ada.starts({ payload: 'once' });
    ada.starts({ payload: 'more' });

    await ada.inbox.waitForMessage('Welcome more', { timeoutMs: 120_000 });
    expect(telegram.faults.answers.list().map(({ fired }) => fired)).toEqual([1, 1, 1]);
    expect(ada.inbox.messages.map(({ text }) => text)).toEqual(['Welcome once', 'Welcome more']);
  });
});

describe('a grammY bot with a webhook', () => {
  it('is called with its secret, and may answer in the same breath', async () => {
    const { telegram, grammy, ada } = await startGrammyBot();
    grammy.command('start', (context) => context.reply('Welcome'));
    const server = createServer(webhookCallback(grammy, 'http', { secretToken: 'demo-secret_42' }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    await grammy.api.setWebhook(`http://127.0.0.1:${port}/`, { secret_token: 'demo-secret_42' });
    ada.starts();
    await ada.inbox.waitForMessage('Welcome');
    const info = await grammy.api.getWebhookInfo();

    expect(info).toMatchObject({ url: `http://127.0.0.1:${port}/`, max_connections: 40 });
    expect(info.last_error_message).toBeUndefined();
    expect(telegram.requests.items.map(({ operation }) => operation)).toContain('getme');
  });
});

describe('the grammY client', () => {
  it("reads the simulator's answers as its own types, uploads included", async () => {
    const { grammy, ada, user } = await startGrammyBot();
    ada.starts();
    const { api } = grammy;

    expect(await api.getMe()).toMatchObject(user);
    const photo = await api.sendPhoto(ada.id, new InputFile(SAMPLE_FILES.photo().bytes, 'a b.jpg'), {
      caption: 'hi',
    });
    const document = await api.sendDocument(ada.id, new InputFile(Buffer.from('words'), 'wörds; "x".txt'));
    const album = await api.sendMediaGroup(ada.id, [
      InputMediaBuilder.photo(new InputFile(SAMPLE_FILES.photo().bytes), { caption: 'one' }),
      InputMediaBuilder.video(new InputFile(SAMPLE_FILES.video().bytes)),
    ]);
    const poll = await api.sendPoll(ada.id, 'Q?', ['a', 'b'], { is_anonymous: false });

    expect(photo.photo.at(-1)).toMatchObject({ width: 640, file_size: 4018 });
    expect(document.document.file_size).toBe(5);
    expect(album.map((message) => message.message_id)).toEqual([4, 5]);
    expect(new Set(ada.inbox.messages.slice(2, 4).map(({ albumId }) => albumId)).size).toBe(1);
    expect(poll.poll.options.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(ada.inbox.messages.map(({ media }) => media[0]?.bytes.byteLength)).toEqual([
      4018,
      5,
      4018,
      140,
      undefined,
    ]);
  });

  it('understands a refusal and its parameters', async () => {
    const { telegram, grammy, ada } = await startGrammyBot();
    const chat = telegram.group({ title: 'Club', owner: ada }).id;
    ada.does({ do: 'setBotStatus', chat, status: 'member' });
    const { facts } = ada.does({ do: 'migrate', chat });

    const failure = await grammy.api.sendMessage(chat, 'Hi').catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(GrammyError);
    expect(failure).toMatchObject({
      error_code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: facts.supergroupId },
    });
  });
});
