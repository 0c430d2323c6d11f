import { describe, expect, it } from 'vitest';
import {
  ActionImpossible,
  startTelegramSimulator,
} from '../../../../src/channels/telegram/simulator/index.ts';
import { startScene } from './bot-client.ts';

describe('customers', () => {
  it('are found again by name, and have ids that need more than 32 bits', async () => {
    const { telegram, ada } = await startScene();

    const same = telegram.customer('Ada');

    expect(same).toBe(ada);
    expect(ada.id).toBeGreaterThan(2 ** 32);
  });

  it('have the same ids wherever the seed is the same', async () => {
    const simulators = await Promise.all([1, 1, 2].map((seed) => startTelegramSimulator({ seed })));

    const ids = simulators.map((telegram) => telegram.customer('Ada').id);
    await Promise.all(simulators.map((telegram) => telegram.close()));

    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  it('see their own chats with each bot, and only those', async () => {
    const { telegram, bot, ada, call } = await startScene();
    const other = telegram.addBot(undefined, { username: 'other_bot' });
    const grace = telegram.customer('Grace');
    ada.starts({ bot: 'other_bot' });
    grace.starts({ bot: 'acme_bot' });

    await call('sendMessage', { chat_id: ada.id, text: 'from acme' });
    await fetch(`${telegram.url}/bot${other.token}/sendMessage?chat_id=${ada.id}&text=from+other`);

    expect(ada.inbox.messages.map(({ text }) => text)).toEqual(['from acme', 'from other']);
    expect(ada.inbox.events.map((event) => event.bot)).toEqual([bot.user.username, 'other_bot']);
    expect(grace.inbox.messages).toEqual([]);
  });

  it.each`
    action                                           | reason
    ${{ do: 'tap', label: 'Red' }}                   | ${'There is no button "Red" in this chat.'}
    ${{ do: 'edit', messageId: 4711, text: 'x' }}    | ${'Ada has no message 4711 here.'}
    ${{ do: 'write', text: 'x', replyTo: 4711 }}     | ${'There is no message 4711 to reply to.'}
    ${{ do: 'write', text: 'x', bot: 'nobody_bot' }} | ${'There is no bot called nobody_bot.'}
    ${{ do: 'write', text: 'x', chat: -1 }}          | ${'There is no chat -1.'}
    ${{ do: 'write', text: 'x', business: 'nix' }}   | ${'There is no business connection nix.'}
    ${{ do: 'vote', messageId: 1, options: [0] }}    | ${'Message 1 is no poll.'}
    ${{ do: 'join' }}                                | ${'Say which group or channel to join: `chat`.'}
  `('can not do $action, and say why', async ({ action, reason }) => {
    const { ada } = await startScene();

    expect(() => ada.does(action)).toThrow(new ActionImpossible(reason));
  });

  it('can not write to a bot that they have blocked', async () => {
    const { ada } = await startScene();
    ada.blocks();

    expect(() => ada.writes('hello?')).toThrow('Ada has blocked @acme_bot: unblock or start it first.');
  });

  it('must say which bot when there are several', async () => {
    const { telegram, ada } = await startScene();
    telegram.addBot(undefined, { username: 'other_bot' });

    expect(() => ada.writes('hello?')).toThrow('Say which bot: acme_bot, other_bot.');
  });
});

describe('scripts', () => {
  it('are followed to the end', async () => {
    const { ada, call } = await startScene();
    const outcome = ada.follows([
      { say: 'Hello' },
      { waitFor: 'how can I HELP' },
      { tap: 'Orders' },
      { pauseMs: 1 },
      { act: { do: 'send', media: 'photo' } },
      { waitFor: '/nice (photo|picture)/i' },
    ]);

    await call('sendMessage', {
      chat_id: ada.id,
      text: 'Hi, how can I help?',
      reply_markup: { inline_keyboard: [[{ text: 'Orders', callback_data: 'orders' }]] },
    });
    await call('sendMessage', { chat_id: ada.id, text: 'Nice picture!' });

    expect(await outcome).toEqual({
      kind: 'finished',
      transcript: [
        'customer: Hello',
        'answer: Hi, how can I help?',
        'customer: {"tap":"Orders"}',
        'customer: {"act":{"do":"send","media":"photo"}}',
        'answer: Nice picture!',
      ],
    });
  });

  it('wait for an answer of their own time, not for an older one', async () => {
    const { ada, call } = await startScene();
    await call('sendMessage', { chat_id: ada.id, text: 'welcome' });

    const outcome = await ada.follows([{ say: 'Hello' }, { waitFor: 'welcome', withinMs: 20 }]);

    expect(outcome).toMatchObject({
      kind: 'stuck',
      step: 1,
      reason: expect.stringContaining('No answer with welcome'),
    });
  });

  it('stop at what can not be done', async () => {
    const { ada } = await startScene();

    const outcome = await ada.follows([{ say: 'Hello' }, { tap: 'Nothing' }, { say: 'never' }]);

    expect(outcome).toEqual({
      kind: 'stuck',
      step: 1,
      reason: 'There is no button "Nothing" in this chat.',
      transcript: ['customer: Hello', 'customer: {"tap":"Nothing"}'],
    });
  });
});
