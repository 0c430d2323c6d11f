import { describe, expect, it } from 'vitest';
import { SAMPLE_FILES } from '../../../../src/channels/shared/simulator/sample-files.ts';
import { granted, refusal, STANDING_CLOCK, startScene } from './bot-client.ts';

const HOUR_MS = 3_600_000;
const notModified = refusal(
  400,
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
);

describe('editing', () => {
  it('changes the text, tells when, and drops buttons that are not named again', async () => {
    const { telegram, ada, call, sent } = await startScene({ clock: STANDING_CLOCK });
    const message_id = await sent('sendMessage', {
      chat_id: ada.id,
      text: 'one',
      reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] },
    });

    const reply = await call('editMessageText', { chat_id: ada.id, message_id, text: 'two' });

    expect(reply.body).toMatchObject({
      result: { message_id, text: 'two', edit_date: telegram.time.unixSeconds() },
    });
    expect(ada.inbox.messages).toMatchObject([{ text: 'two', keyboard: null }]);
    expect(ada.inbox.events.map(({ kind }) => kind)).toEqual(['message', 'edit']);
  });

  it('changes caption, medium and buttons', async () => {
    const { ada, call, upload } = await startScene();
    await upload('sendPhoto', { chat_id: ada.id, photo: SAMPLE_FILES.photo().bytes, caption: 'one' });
    const target = { chat_id: ada.id, message_id: 2 };

    await call('editMessageCaption', { ...target, caption: 'two' });
    const captioned = ada.inbox.messages[0];
    await upload('editMessageMedia', {
      ...target,
      media: '{"type":"document","media":"attach://file","caption":"three"}',
      file: SAMPLE_FILES.document().bytes,
    });
    await call('editMessageReplyMarkup', {
      ...target,
      reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] },
    });

    expect(captioned).toMatchObject({ text: 'two', media: [{ kind: 'photo' }] });
    expect(ada.inbox.messages).toMatchObject([
      { text: 'three', media: [{ kind: 'document' }], keyboard: { kind: 'inline' } },
    ]);
  });

  it('says so when nothing would change', async () => {
    const { ada, call, upload } = await startScene();
    await call('sendMessage', { chat_id: ada.id, text: 'one' });
    await upload('sendPhoto', {
      chat_id: ada.id,
      photo: SAMPLE_FILES.photo().bytes,
      caption: 'two',
      has_spoiler: 'true',
    });
    const fileId = ada.inbox.messages[1]?.media[0]?.fileId;

    const text = await call('editMessageText', { chat_id: ada.id, message_id: 2, text: ' one ' });
    const markup = await call('editMessageReplyMarkup', { chat_id: ada.id, message_id: 2 });
    const media = await call('editMessageMedia', {
      chat_id: ada.id,
      message_id: 3,
      media: { type: 'photo', media: fileId, caption: 'two', has_spoiler: true },
    });
    const caption = await call('editMessageCaption', { chat_id: ada.id, message_id: 3, caption: 'two' });

    expect([text, markup, media, caption]).toEqual(Array(4).fill(notModified));
  });

  it.each`
    method                  | parameters                                                           | description
    ${'editMessageText'}    | ${{ message_id: 4711, text: 'x' }}                                   | ${'Bad Request: message to edit not found'}
    ${'editMessageText'}    | ${{ message_id: 1, text: 'x' }}                                      | ${"Bad Request: message can't be edited"}
    ${'editMessageText'}    | ${{ message_id: 2, text: '' }}                                       | ${'Bad Request: message text is empty'}
    ${'editMessageText'}    | ${{ message_id: 2, text: 'a'.repeat(4097) }}                         | ${'Bad Request: message is too long'}
    ${'editMessageText'}    | ${{ message_id: 3, text: 'x' }}                                      | ${'Bad Request: there is no text in the message to edit'}
    ${'editMessageText'}    | ${{ message_id: 2, text: 'x', reply_markup: { keyboard: [['a']] } }} | ${'Bad Request: inline keyboard expected'}
    ${'editMessageCaption'} | ${{ message_id: 2, caption: 'x' }}                                   | ${'Bad Request: there is no caption in the message to edit'}
    ${'editMessageCaption'} | ${{ message_id: 3, caption: 'a'.repeat(1025) }}                      | ${'Bad Request: message caption is too long'}
    ${'editMessageMedia'}   | ${{ message_id: 3 }}                                                 | ${'Bad Request: parameter "media" is required'}
    ${'editMessageMedia'}   | ${{ message_id: 3, media: { type: 'photo' } }}                       | ${"Bad Request: can't parse InputMedia: media not found"}
  `('$method refuses $parameters with "$description"', async ({ method, parameters, description }) => {
    const { ada, call, upload } = await startScene();
    await call('sendMessage', { chat_id: ada.id, text: 'one' });
    await upload('sendPhoto', { chat_id: ada.id, photo: SAMPLE_FILES.photo().bytes });

    const reply = await call(method, { chat_id: ada.id, ...parameters });

    expect(reply).toEqual(refusal(400, description));
  });
});

describe('deleting', () => {
  it('takes a message away from the person, also one of theirs', async () => {
    const { ada, call, sent } = await startScene();
    const own = await sent('sendMessage', { chat_id: ada.id, text: 'one' });
    const { messageId: theirs } = ada.writes('two');

    const replies = [
      await call('deleteMessage', { chat_id: ada.id, message_id: own }),
      await call('deleteMessage', { chat_id: ada.id, message_id: theirs }),
    ];

    expect(replies).toEqual([granted(true), granted(true)]);
    expect(ada.inbox.messages).toEqual([]);
    expect(ada.inbox.events).toMatchObject([
      { kind: 'message' },
      { kind: 'deletion', messageId: own },
      { kind: 'deletion', messageId: theirs },
    ]);
  });

  it('passes over what is gone when there are several', async () => {
    const { ada, call, sent } = await startScene();
    const message = await sent('sendMessage', { chat_id: ada.id, text: 'one' });

    const reply = await call('deleteMessages', { chat_id: ada.id, message_ids: [message, 4711] });

    expect(reply).toEqual(granted(true));
    expect(ada.inbox.messages).toEqual([]);
  });

  it.each`
    method              | parameters                                                               | description
    ${'deleteMessage'}  | ${{ message_id: 4711 }}                                                  | ${'Bad Request: message to delete not found'}
    ${'deleteMessage'}  | ${{}}                                                                    | ${'Bad Request: message identifier is not specified'}
    ${'deleteMessage'}  | ${{ chat_id: '', message_id: 1 }}                                        | ${'Bad Request: chat identifier is not specified'}
    ${'deleteMessages'} | ${{ message_ids: [] }}                                                   | ${'Bad Request: message identifiers are not specified'}
    ${'deleteMessages'} | ${{ message_ids: Array.from({ length: 101 }, (_, index) => index + 1) }} | ${'Bad Request: too many message identifiers specified'}
    ${'deleteMessages'} | ${{ message_ids: [0] }}                                                  | ${'Bad Request: invalid message identifier specified'}
  `('$method refuses $parameters with "$description"', async ({ method, parameters, description }) => {
    const { ada, call } = await startScene();

    const reply = await call(method, { chat_id: ada.id, ...parameters });

    expect(reply).toEqual(refusal(400, description));
  });

  it('takes nothing away after 48 hours', async () => {
    const { telegram, ada, call, sent } = await startScene();
    const message_id = await sent('sendMessage', { chat_id: ada.id, text: 'one' });
    telegram.time.advance(48 * HOUR_MS + 1);

    const reply = await call('deleteMessage', { chat_id: ada.id, message_id });

    expect(reply).toEqual(refusal(400, "Bad Request: message can't be deleted for everyone"));
  });

  it("takes others' messages in a group only for administrators", async () => {
    const { telegram, ada, call } = await startScene();
    const group = telegram.group({ title: 'Club', owner: ada });
    ada.does({ do: 'setBotStatus', chat: group.id, status: 'member' });
    const { messageId } = ada.writes('mine', { chat: group.id });
    const target = { chat_id: group.id, message_id: messageId };

    const asMember = await call('deleteMessage', target);
    ada.does({ do: 'setBotStatus', chat: group.id, status: 'administrator' });
    const asAdministrator = await call('deleteMessage', target);

    expect(asMember).toEqual(refusal(400, "Bad Request: message can't be deleted"));
    expect(asAdministrator).toEqual(granted(true));
  });
});

describe('setMessageReaction', () => {
  it.each(['👍', '❤‍🔥', '👨‍💻', '🤷‍♀'])('puts %s on a message and takes it back', async (emoji) => {
    const { ada, call } = await startScene();
    const target = { chat_id: ada.id, message_id: 1 };

    const replies = [
      await call('setMessageReaction', { ...target, reaction: [{ type: 'emoji', emoji }] }),
      await call('setMessageReaction', { ...target, reaction: [] }),
    ];

    expect(replies).toEqual([granted(true), granted(true)]);
    expect(ada.inbox.events).toMatchObject([
      { kind: 'reaction', messageId: 1, reaction: [{ emoji }] },
      { kind: 'reaction', messageId: 1, reaction: [] },
    ]);
  });

  it.each`
    parameters                                                        | description
    ${{ reaction: [{ type: 'emoji', emoji: '🥕' }] }}                 | ${'Bad Request: REACTION_INVALID'}
    ${{ reaction: [{ type: 'custom_emoji', custom_emoji_id: '1' }] }} | ${'Bad Request: REACTION_INVALID'}
    ${{ reaction: [{ type: 'emoji', emoji: '👍' }, { type: 'emoji', emoji: '🔥' }] }} | ${'Bad Request: REACTIONS_TOO_MANY'}
    ${{ reaction: [{ type: 'paid' }] }}                               | ${"Bad Request: can't parse ReactionType: invalid reaction type specified"}
    ${{ reaction: {} }}                                               | ${'Bad Request: expected an Array of ReactionType'}
    ${{ reaction: [], message_id: 4711 }}                             | ${'Bad Request: message to react not found'}
  `('refuses $parameters with "$description"', async ({ parameters, description }) => {
    const { ada, call } = await startScene();

    const reply = await call('setMessageReaction', { chat_id: ada.id, message_id: 1, ...parameters });

    expect(reply).toEqual(refusal(400, description));
  });
});
