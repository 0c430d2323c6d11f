import { describe, expect, it } from 'vitest';
import { SAMPLE_UPDATES } from '../../../../src/channels/telegram/simulator/people/actions/sample-updates.ts';
import { UPDATE_KINDS } from '../../../../src/channels/telegram/simulator/updates/update-kinds.ts';
import { startScene } from './bot-client.ts';

/** What the other tests of this file bring about by an action of its own. */
const UPDATES_OF_ACTIONS = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'message_reaction',
  'message_reaction_count',
  'callback_query',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
];

/** A scene in which the bot has asked for everything and nothing waits. */
async function startListening() {
  const scene = await startScene();
  await scene.call('getUpdates', { offset: -1, allowed_updates: UPDATE_KINDS });
  const [start] = await scene.updates();
  await scene.call('getUpdates', { offset: Number(start?.update_id) + 1 });
  return scene;
}

describe('what people send', () => {
  it.each`
    action                                                                           | message
    ${{ do: 'write', text: 'plain' }}                                                | ${{ text: 'plain' }}
    ${{ do: 'write', text: 'a\u0000b \ud800 \u202e' }}                               | ${{ text: 'a\u0000b \ud800 \u202e' }}
    ${{ do: 'start', payload: 'spring26_A' }}                                        | ${{ text: '/start spring26_A', entities: [{ type: 'bot_command', offset: 0, length: 6 }] }}
    ${{ do: 'forward', text: 'chain letter', from: 'Bo' }}                           | ${{ text: 'chain letter', forward_origin: { type: 'hidden_user', sender_user_name: 'Bo' } }}
    ${{ do: 'send', media: 'photo', caption: 'c' }}                                  | ${{ photo: [{}, {}, { width: 640 }], caption: 'c' }}
    ${{ do: 'send', media: 'video' }}                                                | ${{ video: { mime_type: 'video/mp4', file_name: 'video.mp4' } }}
    ${{ do: 'send', media: 'audio' }}                                                | ${{ audio: { mime_type: 'audio/mpeg' } }}
    ${{ do: 'send', media: 'voice', duration: 7 }}                                   | ${{ voice: { mime_type: 'audio/ogg', duration: 7 } }}
    ${{ do: 'send', media: 'video_note' }}                                           | ${{ video_note: { length: 240 } }}
    ${{ do: 'send', media: 'animation' }}                                            | ${{ animation: { file_name: 'video.mp4' }, document: { file_name: 'video.mp4' } }}
    ${{ do: 'send', media: 'document', fileName: 'a.pdf' }}                          | ${{ document: { file_name: 'a.pdf', mime_type: 'application/pdf' } }}
    ${{ do: 'send', media: 'sticker' }}                                              | ${{ sticker: { type: 'regular', is_animated: false, is_video: false } }}
    ${{ do: 'send', media: 'live_photo' }}                                           | ${{ live_photo: { duration: 1 }, photo: [{}, {}, {}] }}
    ${{ do: 'sendLocation', latitude: 1, longitude: 2, livePeriod: 60 }}             | ${{ location: { latitude: 1, longitude: 2, live_period: 60 } }}
    ${{ do: 'sendVenue', latitude: 1, longitude: 2, title: 'Shop', address: 'Weg' }} | ${{ venue: { title: 'Shop' }, location: { latitude: 1 } }}
    ${{ do: 'sendContact', phoneNumber: '+491', firstName: 'Bo' }}                   | ${{ contact: { phone_number: '+491', first_name: 'Bo' } }}
    ${{ do: 'sendPoll', question: 'Q', options: ['a', 'b'] }}                        | ${{ poll: { question: 'Q' } }}
    ${{ do: 'sendDice' }}                                                            | ${{ dice: { emoji: '🎲' } }}
    ${{ do: 'write', text: 'new', extra: { gift_wrap: { colour: 'red' } } }}         | ${{ text: 'new', gift_wrap: { colour: 'red' } }}
  `('$action arrives as a message', async ({ action, message }) => {
    const { ada, updates } = await startListening();

    const { updateIds, messageId } = ada.does(action);

    expect(await updates()).toMatchObject([
      { update_id: updateIds[0], message: { message_id: messageId, from: { id: ada.id }, ...message } },
    ]);
  });

  it('arrives with the very bytes that were sent', async () => {
    const { telegram, bot, ada, call, updates } = await startListening();
    const bytes = new Uint8Array([1, 2, 3, 254]);
    ada.sends('document', { bytes, fileName: 'secret.bin', mimeType: 'application/x-secret' });

    const [update] = await updates();
    const { document } = (update as { message: { document: { file_id: string } } }).message;
    const file = await call('getFile', { file_id: document.file_id });
    const { file_path } = (file.body as { result: { file_path: string } }).result;
    const download = await fetch(`${telegram.url}/file/bot${bot.token}/${file_path}`);

    expect(document).toMatchObject({
      file_name: 'secret.bin',
      mime_type: 'application/x-secret',
      file_size: 4,
    });
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(bytes);
  });

  it('arrives as separate messages of one group when it is an album', async () => {
    const { ada, updates } = await startListening();

    ada.does({ do: 'sendAlbum', items: [{ media: 'photo', caption: 'front' }, { media: 'video' }] });

    const [first, second] = (await updates()) as { message: { media_group_id: string } }[];
    expect(first).toMatchObject({ message: { caption: 'front', photo: [{}, {}, {}] } });
    expect(first?.message.media_group_id).toMatch(/^\d+$/u);
    expect(second?.message.media_group_id).toBe(first?.message.media_group_id);
  });

  it('arrives with what it replies to and the part that is quoted', async () => {
    const { ada, sent, updates } = await startListening();
    const messageId = await sent('sendMessage', { chat_id: ada.id, text: 'Red or blue?' });

    ada.writes('that one', { replyTo: messageId, quote: 'blue' });

    expect(await updates()).toMatchObject([
      { message: { reply_to_message: { message_id: messageId }, quote: { text: 'blue', position: 7 } } },
    ]);
  });

  it('arrives as an edit when it changes', async () => {
    const { ada, updates } = await startListening();
    const { messageId } = ada.writes('tpyo');
    const photo = ada.sends('photo', { caption: 'one' });
    const live = ada.does({ do: 'sendLocation', latitude: 1, longitude: 2, livePeriod: 60 });

    ada.does({ do: 'edit', messageId, text: 'typo' });
    ada.does({ do: 'edit', messageId: photo.messageId, text: 'two' });
    ada.does({ do: 'moveLocation', messageId: live.messageId, latitude: 3, longitude: 4 });

    expect((await updates()).slice(3)).toMatchObject([
      { edited_message: { message_id: messageId, text: 'typo', edit_date: expect.any(Number) } },
      { edited_message: { caption: 'two', photo: [{}, {}, {}] } },
      { edited_message: { location: { latitude: 3, longitude: 4 } } },
    ]);
  });
});

describe('what else people do', () => {
  it('tells of reactions with the old and the new set', async () => {
    const { ada, updates } = await startListening();

    ada.reacts(1, ['👍']);
    ada.reacts(1, []);

    expect(await updates()).toMatchObject([
      {
        message_reaction: {
          message_id: 1,
          user: { id: ada.id },
          old_reaction: [],
          new_reaction: [{ emoji: '👍' }],
        },
      },
      { message_reaction: { old_reaction: [{ type: 'emoji', emoji: '👍' }], new_reaction: [] } },
    ]);
  });

  it('tells of votes in its own polls only, by name when they are not anonymous', async () => {
    const { ada, sent, updates } = await startListening();
    const poll = { chat_id: ada.id, question: 'Q', options: ['a', 'b'], is_anonymous: false };
    const messageId = await sent('sendPoll', poll);

    ada.does({ do: 'vote', messageId, options: [1] });

    expect(await updates()).toMatchObject([
      { poll_answer: { user: { id: ada.id }, option_ids: [1] } },
      { poll: { total_voter_count: 1, options: [{ voter_count: 0 }, { voter_count: 1 }] } },
    ]);
  });

  it('tells administrators who comes and goes in a group, and who asks to', async () => {
    const { telegram, ada, updates } = await startListening();
    const grace = telegram.customer('Grace');
    const chat = telegram.group({ title: 'Club', owner: ada }).id;
    ada.does({ do: 'setBotStatus', chat, status: 'administrator' });

    grace.does({ do: 'askToJoin', chat });
    grace.does({ do: 'join', chat });
    grace.does({ do: 'leave', chat });
    ada.does({ do: 'rename', chat, title: 'Old Club' });

    expect(await updates()).toMatchObject([
      {
        my_chat_member: { old_chat_member: { status: 'left' }, new_chat_member: { status: 'administrator' } },
      },
      { message: { new_chat_members: [{ is_bot: true }] } },
      { chat_join_request: { from: { id: grace.id }, user_chat_id: grace.id } },
      { chat_member: { new_chat_member: { user: { id: grace.id }, status: 'member' } } },
      { message: { new_chat_members: [{ id: grace.id }] } },
      { message: { left_chat_member: { id: grace.id } } },
      { chat_member: { new_chat_member: { status: 'left' } } },
      { message: { new_chat_title: 'Old Club' } },
    ]);
  });

  it('does not tell a mere member who comes and goes', async () => {
    const { telegram, ada } = await startListening();
    const grace = telegram.customer('Grace');
    const chat = telegram.group({ title: 'Club', owner: ada }).id;
    ada.does({ do: 'setBotStatus', chat, status: 'member' });

    const joined = grace.does({ do: 'join', chat });
    const asked = telegram.customer('Linus').does({ do: 'askToJoin', chat });

    // Only the message that somebody has joined.
    expect(joined.updateIds).toHaveLength(1);
    expect(asked.updateIds).toEqual([]);
  });

  it('posts to channels without a sender, and counts reactions there without names', async () => {
    const { telegram, ada, updates } = await startListening();
    const chat = telegram.group({ title: 'News', type: 'channel', owner: ada }).id;
    ada.does({ do: 'setBotStatus', chat, status: 'administrator' });

    const { messageId } = ada.writes('Issue 1', { chat });
    ada.does({ do: 'edit', chat, messageId, text: 'Issue 1a' });
    ada.reacts(messageId, ['🔥'], { chat });

    const [, post, edit, count] = await updates();
    expect(post).toMatchObject({ channel_post: { text: 'Issue 1', sender_chat: { id: chat } } });
    expect(post).not.toHaveProperty('channel_post.from');
    expect(edit).toMatchObject({ edited_channel_post: { text: 'Issue 1a' } });
    expect(count).toMatchObject({
      message_reaction_count: { reactions: [{ type: { emoji: '🔥' }, total_count: 1 }] },
    });
  });

  it.each(UPDATE_KINDS)('can cause an update of the kind %s with any payload', async (kind) => {
    const { ada, updates } = await startListening();

    ada.does({ do: 'cause', kind, payload: { anything: 1 } });

    expect(await updates()).toEqual([{ update_id: expect.any(Number), [kind]: { anything: 1 } }]);
  });

  it.each(Object.keys(SAMPLE_UPDATES))('knows what an update of the kind %s looks like', async (kind) => {
    const { ada, updates } = await startListening();

    ada.does({ do: 'cause', kind });

    expect(await updates()).toEqual([{ update_id: expect.any(Number), [kind]: expect.any(Object) }]);
  });

  it('has a sample of every kind that no other action causes', () => {
    const caused = new Set([...UPDATES_OF_ACTIONS, ...Object.keys(SAMPLE_UPDATES)]);

    expect(UPDATE_KINDS.filter((kind) => !caused.has(kind))).toEqual([]);
  });

  it('can cause updates that Telegram has yet to invent', async () => {
    const { call, ada, updates } = await startScene();
    await call('getUpdates', { offset: -1 });

    ada.does({ do: 'cause', kind: 'telepathy', payload: { thought: 'hm' } });

    expect((await updates()).at(-1)).toMatchObject({ telepathy: { thought: 'hm' } });
  });
});

describe('privacy mode', () => {
  it('shows a bot in a group only what is meant for it, unless it is an administrator', async () => {
    const { telegram, ada, sent, updates } = await startListening();
    const chat = telegram.group({ title: 'Club', owner: ada }).id;
    ada.does({ do: 'setBotStatus', chat, status: 'member' });
    const replyTo = await sent('sendMessage', { chat_id: chat, text: 'ask me' });

    ada.writes('chatter', { chat });
    ada.writes('/help', { chat });
    ada.writes('/help@acme_bot', { chat });
    ada.writes('/help@other_bot', { chat });
    ada.writes('an answer', { chat, replyTo });
    ada.does({ do: 'setBotStatus', chat, status: 'administrator' });
    ada.writes('all of it', { chat });

    const texts = (await updates()).flatMap(
      ({ message }) => (message as { text?: string } | undefined)?.text ?? [],
    );
    expect(texts).toEqual(['/help', '/help@acme_bot', 'an answer', 'all of it']);
  });

  it('shows everything to a bot whose privacy mode is off', async () => {
    const { telegram, ada } = await startListening();
    const nosy = telegram.addBot(undefined, { username: 'nosy_bot', hasPrivacyMode: false });
    const chat = telegram.group({ title: 'Club', owner: ada }).id;
    ada.does({ do: 'setBotStatus', bot: 'nosy_bot', chat, status: 'member' });

    const { updateIds } = ada.writes('chatter', { bot: 'nosy_bot', chat });

    expect(updateIds).toHaveLength(1);
    expect(nosy.updates.size).toBe(3);
  });
});
