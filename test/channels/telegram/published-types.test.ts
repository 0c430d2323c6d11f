import type { Message, Opts, Update } from '@grammyjs/types';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  acknowledge,
  deleteMessage,
  markRead,
  react,
  startTyping,
} from '../../../src/channels/telegram/actions.ts';
import { connect, disconnect } from '../../../src/channels/telegram/connect.ts';
import type { ContentField } from '../../../src/channels/telegram/content-kinds.ts';
import { downloadMedia } from '../../../src/channels/telegram/media.ts';
import type { EnvelopeField, ServiceField } from '../../../src/channels/telegram/message-fields.ts';
import type { UpdateKind } from '../../../src/channels/telegram/parse.ts';
import { poll } from '../../../src/channels/telegram/polling.ts';
import { fetchProfile } from '../../../src/channels/telegram/profile.ts';
import { render } from '../../../src/channels/telegram/render.ts';
import { renderEdit } from '../../../src/channels/telegram/render-edit.ts';
import type { AccountContext } from '../../../src/core/channel/index.ts';
import type { MediaKind, MediaPart, Part } from '../../../src/core/model/part.ts';
import { type OutboundFacts, outbound, requestsOf } from './outbound.ts';
import { type ReceivedCall, startScriptedApi } from './scripted-api.ts';

/** Parameters of every method, as somebody else has written them down from Telegram's page. */
type Parameters = Opts<never>;

/** A call whose body the published types accept: the compiler checks it, and the tests that we make it. */
function call<Operation extends keyof Parameters>(operation: Operation, body: Parameters[Operation]) {
  return { operation, body };
}

const media = (kind: MediaKind, facts: Partial<MediaPart> = {}): MediaPart => ({
  type: 'media',
  kind,
  source: { from: 'platform', reference: 'F' },
  caption: 'see',
  captionFormatting: [{ style: 'bold', offset: 0, length: 3 }],
  ...facts,
});
const caption = () => ({
  caption: 'see',
  caption_entities: [{ type: 'bold' as const, offset: 0, length: 3 }],
});

describe('the published types of the Bot API', () => {
  it('have no kind of update that we do not know', () => {
    expectTypeOf<UpdateKind>().toEqualTypeOf<Exclude<keyof Update, 'update_id'>>();
  });

  it('have no field of a message that we do not know', () => {
    expectTypeOf<
      Exclude<keyof Message, EnvelopeField | ServiceField | ContentField>
    >().toEqualTypeOf<never>();
  });

  it.each<[string, Part | readonly Part[], OutboundFacts, ReturnType<typeof call>]>([
    [
      'text',
      {
        type: 'text',
        text: 'Hello',
        formatting: [
          { style: 'preformatted', offset: 0, length: 2 },
          { style: 'link', offset: 2, length: 2, url: 'https://example.org' },
        ],
      },
      { to: 'bc-1:7', isSilent: true, replyTo: { externalId: 'bc-1:7:3', quote: 'q' } },
      call('sendMessage', {
        business_connection_id: 'bc-1',
        chat_id: 7,
        text: 'Hello',
        entities: [
          { type: 'pre', offset: 0, length: 2 },
          { type: 'text_link', offset: 2, length: 2, url: 'https://example.org' },
        ],
        disable_notification: true,
        reply_parameters: { message_id: 3, allow_sending_without_reply: true, quote: 'q' },
      }),
    ],
    [
      'buttons',
      {
        type: 'choice',
        style: 'buttons',
        text: '?',
        options: [
          { action: 'reply', payload: 'p', title: 'A' },
          { action: 'open-url', url: 'https://example.org', title: 'B' },
        ],
      },
      { to: '-1001/42' },
      call('sendMessage', {
        chat_id: -1001,
        direct_messages_topic_id: 42,
        text: '?',
        reply_markup: {
          inline_keyboard: [[{ text: 'A', callback_data: 'p' }], [{ text: 'B', url: 'https://example.org' }]],
        },
      }),
    ],
    [
      'buttons that share',
      {
        type: 'choice',
        style: 'buttons',
        text: '?',
        options: [
          { action: 'share-phone', title: 'A' },
          { action: 'share-location', title: 'B' },
        ],
      },
      {},
      call('sendMessage', {
        chat_id: 7001,
        text: '?',
        reply_markup: {
          keyboard: [[{ text: 'A', request_contact: true }], [{ text: 'B', request_location: true }]],
          resize_keyboard: true,
          one_time_keyboard: true,
        },
      }),
    ],
    [
      'a form behind a button',
      {
        type: 'choice',
        style: 'buttons',
        text: '?',
        options: [
          { action: 'open-url', url: 'https://example.org/form', title: 'A', form: { id: 'address' } },
          { action: 'share-phone', title: 'B' },
        ],
      },
      {},
      call('sendMessage', {
        chat_id: 7001,
        text: '?',
        reply_markup: {
          keyboard: [
            [{ text: 'A', web_app: { url: 'https://example.org/form' } }],
            [{ text: 'B', request_contact: true }],
          ],
          resize_keyboard: true,
          one_time_keyboard: true,
        },
      }),
    ],
    [
      'a text in a topic of a forum',
      { type: 'text', text: 'Hello' },
      { to: '-1001#42', isGroup: true },
      call('sendMessage', { chat_id: -1001, message_thread_id: 42, text: 'Hello' }),
    ],
    ['an image', media('image'), {}, call('sendPhoto', { chat_id: 7001, photo: 'F', ...caption() })],
    [
      'audio',
      media('audio', { durationMs: 2000 }),
      {},
      call('sendAudio', { chat_id: 7001, audio: 'F', duration: 2, ...caption() }),
    ],
    [
      'a voice message',
      media('voice', { durationMs: 2000 }),
      {},
      call('sendVoice', { chat_id: 7001, voice: 'F', duration: 2, ...caption() }),
    ],
    [
      'a video',
      media('video', { durationMs: 2000, width: 4, height: 3 }),
      {},
      call('sendVideo', { chat_id: 7001, video: 'F', duration: 2, width: 4, height: 3, ...caption() }),
    ],
    [
      'an animation',
      media('animation', { durationMs: 2000, width: 4, height: 3 }),
      {},
      call('sendAnimation', {
        chat_id: 7001,
        animation: 'F',
        duration: 2,
        width: 4,
        height: 3,
        ...caption(),
      }),
    ],
    ['a file', media('file'), {}, call('sendDocument', { chat_id: 7001, document: 'F', ...caption() })],
    [
      'a round video',
      { type: 'media', kind: 'video-note', source: { from: 'platform', reference: 'F' }, width: 240 },
      {},
      call('sendVideoNote', { chat_id: 7001, video_note: 'F', length: 240 }),
    ],
    [
      'a sticker',
      { type: 'media', kind: 'sticker', source: { from: 'platform', reference: 'F' } },
      {},
      call('sendSticker', { chat_id: 7001, sticker: 'F' }),
    ],
    [
      'an album',
      [media('image'), media('video', { durationMs: 2000 })],
      {},
      call('sendMediaGroup', {
        chat_id: 7001,
        media: [
          { type: 'photo', media: 'F', ...caption() },
          { type: 'video', media: 'F', duration: 2, ...caption() },
        ],
      }),
    ],
    [
      'a location',
      { type: 'location', latitude: 1, longitude: 2 },
      {},
      call('sendLocation', { chat_id: 7001, latitude: 1, longitude: 2 }),
    ],
    [
      'a venue',
      { type: 'location', latitude: 1, longitude: 2, name: 'N', address: 'A' },
      {},
      call('sendVenue', { chat_id: 7001, latitude: 1, longitude: 2, title: 'N', address: 'A' }),
    ],
    [
      'a contact',
      {
        type: 'contact-card',
        contacts: [{ name: 'A B', lastName: 'B', phones: ['1'], emails: [], vcard: 'V' }],
      },
      {},
      call('sendContact', {
        chat_id: 7001,
        phone_number: '1',
        first_name: 'A B',
        last_name: 'B',
        vcard: 'V',
      }),
    ],
    [
      'a poll',
      { type: 'poll', question: 'Q', options: ['a', 'b'], allowsMultipleAnswers: true },
      {},
      call('sendPoll', {
        chat_id: 7001,
        question: 'Q',
        options: [{ text: 'a' }, { text: 'b' }],
        allows_multiple_answers: true,
      }),
    ],
    [
      'a dice',
      { type: 'dice', emoji: '🎳', value: null },
      {},
      call('sendDice', { chat_id: 7001, emoji: '🎳' }),
    ],
  ])('accept our call for %s', (_, parts, facts, expected) => {
    const [request] = requestsOf(render(outbound([parts].flat(), facts)));

    expect({ operation: request?.operation, body: request?.body }).toEqual(expected);
  });

  it.each<[string, Part, Part, ReturnType<typeof call>]>([
    [
      'text',
      { type: 'text', text: 'before' },
      { type: 'text', text: 'after' },
      call('editMessageText', { business_connection_id: 'bc', chat_id: 7, message_id: 3, text: 'after' }),
    ],
    [
      'a caption',
      media('image', { caption: 'before' }),
      media('image'),
      call('editMessageCaption', {
        business_connection_id: 'bc',
        chat_id: 7,
        message_id: 3,
        ...caption(),
      }),
    ],
    [
      'a file',
      media('image'),
      media('audio'),
      call('editMessageMedia', {
        business_connection_id: 'bc',
        chat_id: 7,
        message_id: 3,
        media: { type: 'audio', media: 'F', ...caption() },
      }),
    ],
  ])('accept our edit of %s', (_, before, after, expected) => {
    const rendering = renderEdit({
      recipientExternalId: 'bc:7',
      messageExternalId: 'bc:7:3',
      parts: [after],
      previousParts: [before],
    });

    expect(rendering).toMatchObject({ request: expected });
  });

  const target = { recipientExternalId: '7', messageExternalId: '7:3' };
  const asked = [
    'message',
    'edited_message',
    'callback_query',
    'message_reaction',
    'my_chat_member',
    'business_connection',
    'business_message',
    'edited_business_message',
    'deleted_business_messages',
    'channel_post',
    'edited_channel_post',
  ] as const;

  it.each<[string, (context: AccountContext) => Promise<unknown>, readonly ReturnType<typeof call>[]]>([
    [
      'connecting',
      (context) => connect(context, { mode: 'webhook', url: 'https://example.org/hook' }),
      [call('getMe', {})],
    ],
    ['disconnecting', (context) => disconnect(context), [call('deleteWebhook', {})]],
    [
      'polling',
      (context) => poll('17', context),
      [call('getUpdates', { offset: 17, timeout: 25, limit: 100, allowed_updates: asked })],
    ],
    [
      'a deletion',
      (context) => deleteMessage(target, context),
      [call('deleteMessage', { chat_id: 7, message_id: 3 })],
    ],
    [
      'a deletion in a business chat',
      (context) => deleteMessage({ ...target, messageExternalId: 'bc:7:3' }, context),
      [call('deleteBusinessMessages', { business_connection_id: 'bc', message_ids: [3] })],
    ],
    [
      'a reaction',
      (context) => react(target, ['❤️'], context),
      [call('setMessageReaction', { chat_id: 7, message_id: 3, reaction: [{ type: 'emoji', emoji: '❤' }] })],
    ],
    [
      'typing',
      (context) => startTyping('bc:7', context),
      [call('sendChatAction', { business_connection_id: 'bc', chat_id: 7, action: 'typing' })],
    ],
    [
      'a read mark',
      (context) => markRead({ ...target, messageExternalId: 'bc:7:3' }, context),
      [call('readBusinessMessage', { business_connection_id: 'bc', chat_id: 7, message_id: 3 })],
    ],
    [
      'an answered tap',
      (context) => acknowledge('99', context),
      [call('answerCallbackQuery', { callback_query_id: '99' })],
    ],
    [
      'typing in a topic of a forum',
      (context) => startTyping('-1001#42', context),
      [call('sendChatAction', { chat_id: -1001, message_thread_id: 42, action: 'typing' })],
    ],
    ['a download', (context) => downloadMedia('F', context), [call('getFile', { file_id: 'F' })]],
    [
      'a picture of somebody',
      (context) => fetchProfile('7001', context),
      [call('getUserProfilePhotos', { user_id: 7001, limit: 1 })],
    ],
  ])('accept our calls for %s', async (_, act, expected) => {
    const calls: ReceivedCall[] = [];
    // Nothing succeeds here: only what is asked first is of interest.
    const context = await startScriptedApi({ body: { ok: true, result: [] } }, calls);

    await act(context).catch(() => {});

    expect(calls).toEqual(expected);
  });

  it('accept every call of a connection that succeeds', async () => {
    const url = 'https://example.org/hook';
    const calls: ReceivedCall[] = [];
    const me = { id: 55, is_bot: true, first_name: 'Acme', username: 'acme_bot', url };
    const context = await startScriptedApi({ body: { ok: true, result: me } }, calls);

    await connect(context, { mode: 'webhook', url });
    await connect(context, { mode: 'polling' });

    const commands = [
      { command: 'start', description: 'Begin' },
      { command: 'help', description: 'How to reach us' },
      { command: 'privacy', description: 'How we handle your data' },
      { command: 'stop', description: 'No more newsletters' },
      { command: 'unsubscribe', description: 'No more newsletters' },
    ];
    expect(calls).toEqual([
      call('getMe', {}),
      call('setWebhook', {
        url,
        secret_token: 'demo-secret_42',
        max_connections: 40,
        allowed_updates: asked,
      }),
      call('getWebhookInfo', {}),
      call('setMyCommands', { commands }),
      call('getMe', {}),
      call('deleteWebhook', {}),
      call('setMyCommands', { commands }),
    ]);
  });
});
