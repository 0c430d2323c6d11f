import { describe, expect, it } from 'vitest';
import { refusal, startScene } from './bot-client.ts';

describe('places, contacts, polls and dice', () => {
  it.each`
    method            | parameters                                                                     | content
    ${'sendLocation'} | ${{ latitude: 52.5, longitude: 13.4 }}                                         | ${{ location: { latitude: 52.5, longitude: 13.4 } }}
    ${'sendVenue'}    | ${{ latitude: 52.5, longitude: 13.4, title: 'Shop', address: 'Weg 1' }}        | ${{ venue: { title: 'Shop', address: 'Weg 1' }, location: { latitude: 52.5 } }}
    ${'sendContact'}  | ${{ phone_number: '+49151', first_name: 'Bo' }}                                | ${{ contact: { phone_number: '+49151', first_name: 'Bo' } }}
    ${'sendPoll'}     | ${{ question: 'Q?', options: ['a', { text: 'b' }] }}                           | ${{ poll: { question: 'Q?', is_anonymous: true, options: [{ text: 'a', voter_count: 0 }, { text: 'b' }] } }}
    ${'sendPoll'}     | ${{ question: 'Q?', options: ['a', 'b'], type: 'quiz', correct_option_id: 1 }} | ${{ poll: { type: 'quiz', correct_option_id: 1 } }}
    ${'sendDice'}     | ${{}}                                                                          | ${{ dice: { emoji: '🎲' } }}
    ${'sendDice'}     | ${{ emoji: '🎰' }}                                                             | ${{ dice: { emoji: '🎰' } }}
  `('$method shows $content', async ({ method, parameters, content }) => {
    const { ada, call } = await startScene();

    const reply = await call(method, { chat_id: ada.id, ...parameters });

    expect(reply).toMatchObject({ status: 200, body: { ok: true, result: content } });
    expect(ada.inbox.messages[0]?.wire).toMatchObject(content);
  });

  it.each`
    method              | parameters                                              | description
    ${'sendLocation'}   | ${{ longitude: 1 }}                                     | ${'Bad Request: latitude is empty'}
    ${'sendLocation'}   | ${{ latitude: 1 }}                                      | ${'Bad Request: longitude is empty'}
    ${'sendLocation'}   | ${{ latitude: 91, longitude: 1 }}                       | ${'Bad Request: GEO_POINT_INVALID'}
    ${'sendVenue'}      | ${{ latitude: 1, longitude: 1, address: 'a' }}          | ${'Bad Request: parameter "title" is required'}
    ${'sendContact'}    | ${{ first_name: 'Bo' }}                                 | ${'Bad Request: parameter "phone_number" is required'}
    ${'sendContact'}    | ${{ phone_number: '1' }}                                | ${'Bad Request: parameter "first_name" is required'}
    ${'sendPoll'}       | ${{ options: ['a', 'b'] }}                              | ${'Bad Request: text must be non-empty'}
    ${'sendPoll'}       | ${{ question: 'q'.repeat(301), options: ['a', 'b'] }}   | ${'Bad Request: poll question length must not exceed 300'}
    ${'sendPoll'}       | ${{ question: 'q', options: 'a' }}                      | ${"Bad Request: can't parse options JSON object"}
    ${'sendPoll'}       | ${{ question: 'q', options: ['a'] }}                    | ${'Bad Request: poll must have at least 2 option'}
    ${'sendPoll'}       | ${{ question: 'q', options: Array(13).fill('a') }}      | ${"Bad Request: poll can't have more than 12 options"}
    ${'sendPoll'}       | ${{ question: 'q', options: ['a', 'b'.repeat(101)] }}   | ${'Bad Request: poll options length must not exceed 100'}
    ${'sendPoll'}       | ${{ question: 'q', options: ['a', 'b'], type: 'quiz' }} | ${'Bad Request: wrong quiz correct_option_id'}
    ${'sendDice'}       | ${{ emoji: '🐳' }}                                      | ${'Bad Request: EMOTICON_INVALID'}
    ${'sendChatAction'} | ${{ action: 'dancing' }}                                | ${'Bad Request: wrong parameter action in request'}
  `('$method refuses with "$description"', async ({ method, parameters, description }) => {
    const { ada, call } = await startScene();

    const reply = await call(method, { chat_id: ada.id, ...parameters });

    expect(reply).toEqual(refusal(400, description));
    expect(ada.inbox.events).toEqual([]);
  });

  it.each([
    'typing',
    'upload_photo',
    'record_video',
    'upload_video',
    'record_voice',
    'upload_voice',
    'upload_document',
    'choose_sticker',
    'find_location',
    'record_video_note',
    'upload_video_note',
  ])('shows the person the action %s', async (action) => {
    const { ada, call } = await startScene();

    await call('sendChatAction', { chat_id: ada.id, action });

    expect(ada.inbox.events).toMatchObject([{ kind: 'action', action, bot: 'acme_bot', chatId: ada.id }]);
  });
});

describe('forwarding and copying', () => {
  it('forwards with the origin and copies without, and copies answer with the id alone', async () => {
    const { ada, call } = await startScene();
    const { messageId } = ada.writes('my words');
    const source = { chat_id: ada.id, from_chat_id: ada.id, message_id: messageId };

    const forwarded = await call('forwardMessage', source);
    const copied = await call('copyMessage', source);

    expect(forwarded.body).toMatchObject({
      result: { text: 'my words', forward_origin: { type: 'user', sender_user: { first_name: 'Ada' } } },
    });
    expect(copied.body).toEqual({ ok: true, result: { message_id: messageId + 2 } });
    expect(ada.inbox.messages.at(-1)?.wire.forward_origin).toBeUndefined();
  });

  it('passes over what is not there when there are several', async () => {
    const { ada, call } = await startScene();
    const { messageId } = ada.writes('my words');

    const reply = await call('copyMessages', {
      chat_id: ada.id,
      from_chat_id: ada.id,
      message_ids: [messageId, 4711],
    });

    expect(reply.body).toEqual({ ok: true, result: [{ message_id: messageId + 1 }] });
  });

  it('refuses what is not there and what is protected', async () => {
    const { ada, call, sent } = await startScene();
    const secret = await sent('sendMessage', { chat_id: ada.id, text: 'secret', protect_content: true });
    const source = { chat_id: ada.id, from_chat_id: ada.id };

    const missing = await call('forwardMessage', { ...source, message_id: 4711 });
    const copied = await call('copyMessage', { ...source, message_id: secret });

    expect(missing).toEqual(refusal(400, 'Bad Request: message to forward not found'));
    expect(copied).toEqual(refusal(400, "Bad Request: message has protected content and can't be forwarded"));
  });
});
