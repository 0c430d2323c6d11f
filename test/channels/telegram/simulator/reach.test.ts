import { describe, expect, it } from 'vitest';
import { granted, refusal, startScene } from './bot-client.ts';

describe('whom a bot can write to', () => {
  it('nobody who has not written to it, and known strangers with another refusal', async () => {
    const { telegram, ada, call } = await startScene();
    const stranger = telegram.customer('Grace');
    const member = telegram.customer('Linus');
    const group = telegram.group({ title: 'Club', owner: ada });
    ada.does({ do: 'setBotStatus', chat: group.id, status: 'member' });
    member.does({ do: 'join', chat: group.id });

    const toStranger = await call('sendMessage', { chat_id: stranger.id, text: 'Hi' });
    const toMember = await call('sendMessage', { chat_id: member.id, text: 'Hi' });

    expect(toStranger).toEqual(refusal(400, 'Bad Request: chat not found'));
    expect(toMember).toEqual(refusal(403, "Forbidden: bot can't initiate conversation with a user"));
  });

  it('no other bots', async () => {
    const { telegram, call } = await startScene();
    const other = telegram.addBot();

    const reply = await call('sendMessage', { chat_id: other.user.id, text: 'Hi' });

    expect(reply).toEqual(refusal(403, "Forbidden: bot can't send messages to bots"));
  });

  it('nobody who has blocked it, until they unblock or start it again', async () => {
    const { ada, call, updates } = await startScene();
    const message = { chat_id: ada.id, text: 'Hi' };

    ada.blocks();
    const blocked = await call('sendMessage', message);
    const typing = await call('sendChatAction', { chat_id: ada.id, action: 'typing' });
    ada.unblocks();
    const unblocked = await call('sendMessage', message);
    ada.blocks();
    ada.starts();
    const restarted = await call('sendMessage', message);

    expect(blocked).toEqual(refusal(403, 'Forbidden: bot was blocked by the user'));
    expect(typing).toEqual(refusal(403, 'Forbidden: bot was blocked by the user'));
    expect([unblocked.status, restarted.status]).toEqual([200, 200]);
    const standing = (before: string, after: string) => ({
      my_chat_member: { old_chat_member: { status: before }, new_chat_member: { status: after } },
    });
    expect((await updates()).slice(1)).toMatchObject([
      standing('member', 'kicked'),
      standing('kicked', 'member'),
      standing('member', 'kicked'),
      standing('kicked', 'member'),
      { message: { text: '/start' } },
    ]);
  });

  it('nobody who has deleted their account', async () => {
    const { ada, call } = await startScene();
    ada.does({ do: 'deleteAccount' });

    const reply = await call('sendMessage', { chat_id: ada.id, text: 'Hi' });

    expect(reply).toEqual(refusal(403, 'Forbidden: user is deactivated'));
  });

  it('no voice to those who refuse it', async () => {
    const { ada, upload } = await startScene();
    ada.does({ do: 'refuseVoice' });

    const reply = await upload('sendVoice', { chat_id: ada.id, voice: Buffer.from('OggS') });

    expect(reply).toEqual(refusal(400, 'Bad Request: VOICE_MESSAGES_FORBIDDEN'));
  });

  it('those who let it write from a Mini App', async () => {
    const { telegram, call, updates } = await startScene();
    const grace = telegram.customer('Grace');

    grace.does({ do: 'allowWriting' });
    const reply = await call('sendMessage', { chat_id: grace.id, text: 'Hi' });

    expect(reply.status).toBe(200);
    expect((await updates()).at(-1)).toMatchObject({ message: { write_access_allowed: {} } });
  });
});

describe('groups and channels', () => {
  it.each(['group', 'supergroup', 'channel'] as const)(
    'refuses a %s that threw the bot out, or that it left',
    async (type) => {
      const { telegram, ada, call } = await startScene();
      const chat = telegram.group({ title: 'Club', type, owner: ada }).id;
      const send = () => call('sendMessage', { chat_id: chat, text: 'Hi' });

      const never = await send();
      ada.does({ do: 'setBotStatus', chat, status: 'administrator' });
      const present = await send();
      ada.does({ do: 'setBotStatus', chat, status: 'kicked' });
      const kicked = await send();
      ada.does({ do: 'setBotStatus', chat, status: 'left' });
      const left = await send();

      expect(never).toEqual(refusal(400, 'Bad Request: chat not found'));
      expect(present.status).toBe(200);
      expect(kicked).toEqual(refusal(403, `Forbidden: bot was kicked from the ${type} chat`));
      expect(left).toEqual(refusal(403, `Forbidden: bot is not a member of the ${type} chat`));
    },
  );

  it('refuses a group that was deleted', async () => {
    const { telegram, ada, call } = await startScene();
    const chat = telegram.group({ title: 'Club', owner: ada }).id;
    ada.does({ do: 'setBotStatus', chat, status: 'member' });
    ada.does({ do: 'deleteGroup', chat });

    const reply = await call('sendMessage', { chat_id: chat, text: 'Hi' });

    expect(reply).toEqual(refusal(403, 'Forbidden: the group chat was deleted'));
  });

  it('names the supergroup that a group has become, and both say so', async () => {
    const { telegram, ada, call, updates } = await startScene();
    const chat = telegram.group({ title: 'Club', owner: ada }).id;
    ada.does({ do: 'setBotStatus', chat, status: 'administrator' });

    const { facts } = ada.does({ do: 'migrate', chat });
    const before = await call('sendMessage', { chat_id: chat, text: 'Hi' });
    const after = await call('sendMessage', { chat_id: facts.supergroupId, text: 'Hi' });

    expect(before).toEqual(
      refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: facts.supergroupId,
      }),
    );
    expect(String(facts.supergroupId)).toMatch(/^-100\d{10}$/u);
    expect(after.body).toMatchObject({ result: { message_id: 2, chat: { type: 'supergroup' } } });
    expect((await updates()).slice(-2)).toMatchObject([
      { message: { chat: { id: chat }, migrate_to_chat_id: facts.supergroupId } },
      { message: { chat: { id: facts.supergroupId }, migrate_from_chat_id: chat } },
    ]);
  });

  it.each`
    method            | parameters                       | what
    ${'sendMessage'}  | ${{ text: 'Hi' }}                | ${'text messages'}
    ${'sendDice'}     | ${{}}                            | ${'dice'}
    ${'sendLocation'} | ${{ latitude: 1, longitude: 1 }} | ${'locations'}
  `('refuses a restricted bot $what', async ({ method, parameters, what }) => {
    const { telegram, ada, call } = await startScene();
    const chat = telegram.group({ title: 'Club', owner: ada }).id;
    ada.does({ do: 'setBotStatus', chat, status: 'restricted' });

    const reply = await call(method, { chat_id: chat, ...parameters });

    expect(reply).toEqual(refusal(400, `Bad Request: not enough rights to send ${what} to the chat`));
  });

  it('posts to a channel by its name, as administrator only, and subscribers see it', async () => {
    const { telegram, ada, call } = await startScene();
    const chat = telegram.group({ title: 'News', type: 'channel', username: 'acme_news', owner: ada }).id;
    const post = () => call('sendMessage', { chat_id: '@acme_news', text: 'Issue 1' });

    ada.does({ do: 'setBotStatus', chat, status: 'member' });
    const asMember = await post();
    ada.does({ do: 'setBotStatus', chat, status: 'administrator' });
    const asAdministrator = await post();

    expect(asMember).toEqual(refusal(400, 'Bad Request: need administrator rights in the channel chat'));
    expect(asAdministrator.body).toMatchObject({
      result: { chat: { id: chat, type: 'channel', title: 'News' }, sender_chat: { id: chat } },
    });
    expect(asAdministrator.body).not.toHaveProperty('result.from');
    expect(ada.inbox.messages).toMatchObject([{ text: 'Issue 1', chatId: chat }]);
  });

  it('finds forum topics, and refuses closed and unknown ones', async () => {
    const { telegram, ada, call } = await startScene();
    const chat = telegram.group({ title: 'Forum', type: 'supergroup', isForum: true, owner: ada }).id;
    ada.does({ do: 'setBotStatus', chat, status: 'member' });
    const { facts } = ada.does({ do: 'openTopic', chat, name: 'Help' });
    const send = (message_thread_id: unknown) =>
      call('sendMessage', { chat_id: chat, text: 'Hi', message_thread_id });

    const open = await send(facts.topic);
    const unknown = await send(4711);
    ada.does({ do: 'closeTopic', chat, topic: Number(facts.topic) });
    const closed = await send(facts.topic);

    expect(open.body).toMatchObject({ result: { message_thread_id: facts.topic, is_topic_message: true } });
    expect(unknown).toEqual(refusal(400, 'Bad Request: message thread not found'));
    expect(closed).toEqual(refusal(400, 'Bad Request: TOPIC_CLOSED'));
  });

  it('tells who is in a chat and what it is', async () => {
    const { telegram, bot, ada, call } = await startScene();
    const chat = telegram.group({ title: 'Club', owner: ada }).id;
    ada.does({ do: 'setBotStatus', chat, status: 'administrator' });

    const described = await call('getChat', { chat_id: chat });
    const member = await call('getChatMember', { chat_id: chat, user_id: bot.user.id });

    expect(described.body).toMatchObject({ result: { id: chat, type: 'group', title: 'Club' } });
    expect(member).toEqual(granted({ user: bot.user, status: 'administrator' }));
  });
});

describe('tokens and methods', () => {
  it.each`
    token                                         | status | description
    ${'4711:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'} | ${401} | ${'Unauthorized'}
    ${'nonsense'}                                 | ${404} | ${'Not Found'}
    ${'4711:short'}                               | ${404} | ${'Not Found'}
  `('answers $status to the token $token', async ({ token, status, description }) => {
    const { telegram } = await startScene();

    const responses = await Promise.all([
      fetch(`${telegram.url}/bot${token}/getMe`),
      fetch(`${telegram.url}/file/bot${token}/photos/file_0.jpg`),
    ]);

    for (const response of responses) {
      expect({ status: response.status, body: await response.json() }).toEqual(refusal(status, description));
    }
  });

  it('refuses a revoked token at once and knows files and chats under the new one', async () => {
    const { telegram, bot, ada, call } = await startScene();
    const old = bot.token;

    telegram.revokeToken(bot);
    const before = await fetch(`${telegram.url}/bot${old}/getMe`);
    const after = await call('sendMessage', { chat_id: ada.id, text: 'Hi' });

    expect(await before.json()).toEqual(refusal(401, 'Unauthorized').body);
    expect(after.status).toBe(200);
  });

  it('knows its methods in any case, and answers 404 to others', async () => {
    const { bot, call } = await startScene();

    const me = await call('GETME');
    const unknown = await call('readMinds');

    expect(me).toEqual(
      granted({
        ...bot.user,
        can_join_groups: true,
        can_read_all_group_messages: false,
        supports_inline_queries: false,
        can_connect_to_business: true,
        has_main_web_app: false,
      }),
    );
    expect(unknown).toEqual(refusal(404, 'Not Found: method not found'));
  });

  it('keeps commands by scope and language', async () => {
    const { call } = await startScene();
    const german = [{ command: 'hilfe', description: 'Hilfe' }];
    const group = { type: 'all_group_chats' };

    await call('setMyCommands', { commands: [{ command: '/help', description: ' Help ' }] });
    await call('setMyCommands', { commands: german, language_code: 'de', scope: group });

    expect(await call('getMyCommands')).toEqual(granted([{ command: 'help', description: 'Help' }]));
    expect(await call('getMyCommands', { language_code: 'de', scope: group })).toEqual(granted(german));
    expect(await call('deleteMyCommands')).toEqual(granted(true));
    expect(await call('getMyCommands')).toEqual(granted([]));
  });

  it.each`
    commands                                                  | description
    ${[{ command: 'Help', description: 'x' }]}                | ${'Bad Request: BOT_COMMAND_INVALID'}
    ${[{ command: 'a'.repeat(33), description: 'x' }]}        | ${'Bad Request: command length must not exceed 32'}
    ${[{ command: '', description: 'x' }]}                    | ${'Bad Request: command must be non-empty'}
    ${[{ command: 'help', description: ' ' }]}                | ${'Bad Request: command description must be non-empty'}
    ${[{ command: 'help', description: 'x'.repeat(257) }]}    | ${'Bad Request: BOT_COMMAND_DESCRIPTION_INVALID'}
    ${Array(101).fill({ command: 'help', description: 'x' })} | ${'Bad Request: BOT_COMMANDS_TOO_MUCH'}
    ${{}}                                                     | ${'Bad Request: expected an Array of BotCommand'}
  `('refuses commands with "$description"', async ({ commands, description }) => {
    const { call } = await startScene();

    expect(await call('setMyCommands', { commands })).toEqual(refusal(400, description));
  });
});
