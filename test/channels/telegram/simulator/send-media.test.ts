import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SAMPLE_FILES } from '../../../../src/channels/shared/simulator/sample-files.ts';
import { sampleJpeg } from '../../../../src/channels/shared/simulator/sample-jpeg.ts';
import { refusal, startScene } from './bot-client.ts';

const photo = SAMPLE_FILES.photo().bytes;

describe('sending files', () => {
  it.each`
    method             | field           | content
    ${'sendPhoto'}     | ${'photo'}      | ${SAMPLE_FILES.photo()}
    ${'sendVideo'}     | ${'video'}      | ${SAMPLE_FILES.video()}
    ${'sendAudio'}     | ${'audio'}      | ${SAMPLE_FILES.audio()}
    ${'sendVoice'}     | ${'voice'}      | ${SAMPLE_FILES.voice()}
    ${'sendVideoNote'} | ${'video_note'} | ${SAMPLE_FILES.video()}
    ${'sendAnimation'} | ${'animation'}  | ${SAMPLE_FILES.gif()}
    ${'sendDocument'}  | ${'document'}   | ${SAMPLE_FILES.document()}
    ${'sendSticker'}   | ${'sticker'}    | ${SAMPLE_FILES.webp()}
  `('$method hands the very bytes to the person', async ({ method, field, content }) => {
    const { ada, upload } = await startScene();

    const reply = await upload(method, { chat_id: ada.id, [field]: content.bytes });

    expect(reply.status).toBe(200);
    const [message] = ada.inbox.messages;
    expect(message?.media).toMatchObject([{ kind: field, sizeBytes: content.bytes.byteLength }]);
    expect(Buffer.from(message?.media[0]?.bytes ?? [])).toEqual(Buffer.from(content.bytes));
  });

  it('sends a live photo as its film and its still', async () => {
    const { ada, upload } = await startScene();

    const reply = await upload('sendLivePhoto', {
      chat_id: ada.id,
      live_photo: SAMPLE_FILES.video().bytes,
      photo,
    });

    expect(reply.body).toMatchObject({
      result: { live_photo: { duration: 1 }, photo: [{}, {}, { width: 640 }] },
    });
  });

  it('keeps a photo in ascending sizes and an animation also as a document', async () => {
    const { ada, upload } = await startScene();

    const sizes = await upload('sendPhoto', { chat_id: ada.id, photo: sampleJpeg(1000, 500) });
    const animation = await upload('sendAnimation', { chat_id: ada.id, animation: SAMPLE_FILES.gif().bytes });

    expect(sizes.body).toMatchObject({
      result: { photo: [{ width: 90 }, { width: 320 }, { width: 800 }, { width: 1000, height: 500 }] },
    });
    expect(animation.body).toMatchObject({
      result: { animation: { file_name: 'animation' }, document: { file_name: 'animation' } },
    });
  });

  it.each`
    method             | parameters                                       | description
    ${'sendPhoto'}     | ${{}}                                            | ${'Bad Request: there is no photo in the request'}
    ${'sendVideoNote'} | ${{}}                                            | ${'Bad Request: there is no video note in the request'}
    ${'sendPhoto'}     | ${{ photo: 'attach://nothing' }}                 | ${'Bad Request: there is no photo in the request'}
    ${'sendPhoto'}     | ${{ photo: 'AgACnonsense' }}                     | ${'Bad Request: wrong file identifier/HTTP URL specified'}
    ${'sendVideoNote'} | ${{ video_note: 'https://x.org/a.mp4' }}         | ${'Bad Request: wrong file identifier/HTTP URL specified'}
    ${'sendPhoto'}     | ${{ photo: 'https://example.org/a.jpg' }}        | ${'Bad Request: failed to get HTTP URL content'}
    ${'sendPhoto'}     | ${{ photo: new Uint8Array() }}                   | ${'Bad Request: file must be non-empty'}
    ${'sendPhoto'}     | ${{ photo: Buffer.from('no picture') }}          | ${'Bad Request: IMAGE_PROCESS_FAILED'}
    ${'sendPhoto'}     | ${{ photo: sampleJpeg(2100, 100) }}              | ${'Bad Request: PHOTO_INVALID_DIMENSIONS'}
    ${'sendPhoto'}     | ${{ photo, caption: 'a'.repeat(1025) }}          | ${'Bad Request: message caption is too long'}
    ${'sendPhoto'}     | ${{ photo: Buffer.alloc(10 * 1024 * 1024 + 1) }} | ${'Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes'}
  `('$method refuses with "$description"', async ({ method, parameters, description }) => {
    const { ada, upload } = await startScene();

    const reply = await upload(method, { chat_id: ada.id, ...parameters });

    expect(reply).toEqual(refusal(400, description));
  });

  it('refuses a photo whose sides add up to more than 10000', async () => {
    const { ada, upload } = await startScene();
    // Only the header is looked at.
    const huge = Buffer.from(sampleJpeg(8, 8));
    huge.writeUInt16BE(5001, huge.indexOf(Buffer.from([0xff, 0xc0])) + 5);
    huge.writeUInt16BE(5001, huge.indexOf(Buffer.from([0xff, 0xc0])) + 7);

    const reply = await upload('sendPhoto', { chat_id: ada.id, photo: huge });

    expect(reply).toEqual(refusal(400, 'Bad Request: PHOTO_INVALID_DIMENSIONS'));
  });

  it.each([50 * 1024 * 1024 + 1, 52 * 1024 * 1024])('refuses an upload of %i bytes', async (size) => {
    const { ada, upload } = await startScene();

    const reply = await upload('sendDocument', { chat_id: ada.id, document: Buffer.alloc(size) });

    expect(reply).toEqual(refusal(413, 'Request Entity Too Large'));
  });

  it('takes a file id again, but only of its kind and only from the bot that knows it', async () => {
    const { telegram, ada, call, upload } = await startScene();
    const first = await upload('sendPhoto', { chat_id: ada.id, photo });
    const fileId = ada.inbox.messages[0]?.media[0]?.fileId;
    const stranger = telegram.addBot();
    ada.starts({ bot: stranger.user.username });

    const again = await call('sendPhoto', { chat_id: ada.id, photo: fileId });
    const asVideo = await call('sendVideo', { chat_id: ada.id, video: fileId });
    const other = await fetch(
      `${telegram.url}/bot${stranger.token}/sendPhoto?chat_id=${ada.id}&photo=${fileId}`,
    );

    expect([first.status, again.status]).toEqual([200, 200]);
    expect(asVideo).toEqual(refusal(400, "Bad Request: can't use file of type Photo as Video"));
    expect(await other.json()).toEqual(
      refusal(400, 'Bad Request: wrong file identifier/HTTP URL specified').body,
    );
  });
});

describe('files by URL', () => {
  it.each`
    method            | field         | type                  | size                    | outcome
    ${'sendPhoto'}    | ${'photo'}    | ${'image/jpeg'}       | ${0}                    | ${200}
    ${'sendPhoto'}    | ${'photo'}    | ${'text/html'}        | ${0}                    | ${'Bad Request: wrong type of the web page content'}
    ${'sendPhoto'}    | ${'photo'}    | ${'image/jpeg'}       | ${5 * 1024 * 1024 + 1}  | ${'Bad Request: failed to get HTTP URL content'}
    ${'sendDocument'} | ${'document'} | ${'application/pdf'}  | ${20 * 1024 * 1024}     | ${200}
    ${'sendDocument'} | ${'document'} | ${'application/pdf'}  | ${20 * 1024 * 1024 + 1} | ${'Bad Request: failed to get HTTP URL content'}
    ${'sendDocument'} | ${'document'} | ${'application/json'} | ${1}                    | ${'Bad Request: wrong type of the web page content'}
    ${'sendVoice'}    | ${'voice'}    | ${'audio/mpeg'}       | ${1}                    | ${'Bad Request: wrong type of the web page content'}
    ${'sendSticker'}  | ${'sticker'}  | ${'video/webm'}       | ${1}                    | ${'Bad Request: wrong type of the web page content'}
  `('$method of $size bytes of $type: $outcome', async ({ method, field, type, size, outcome }) => {
    const { ada, call } = await startScene();
    const url = await serve(type, size === 0 ? photo : Buffer.alloc(size, 1));

    const reply = await call(method, { chat_id: ada.id, [field]: url });

    expect(outcome === 200 ? reply.status : reply).toEqual(outcome === 200 ? 200 : refusal(400, outcome));
  });

  it('answers that it could not get what is not there', async () => {
    const { telegram, ada, call } = await startScene();

    const reply = await call('sendPhoto', { chat_id: ada.id, photo: `${telegram.url}/missing.jpg` });

    expect(reply).toEqual(refusal(400, 'Bad Request: failed to get HTTP URL content'));
  });
});

describe('sendMediaGroup', () => {
  it('sends an album as messages of one group, in order, and ignores buttons', async () => {
    const { ada, upload } = await startScene();
    const media = [
      { type: 'photo', media: 'attach://p1', caption: 'front' },
      { type: 'video', media: 'attach://p2' },
    ];

    const reply = await upload('sendMediaGroup', {
      chat_id: ada.id,
      media: JSON.stringify(media),
      reply_markup: '{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}',
      p1: photo,
      p2: SAMPLE_FILES.video().bytes,
    });

    expect(reply.body).toMatchObject({ result: [{ message_id: 2, caption: 'front' }, { message_id: 3 }] });
    const [first, second] = ada.inbox.messages;
    expect(first?.albumId).toMatch(/^\d+$/u);
    expect(second?.albumId).toBe(first?.albumId);
    expect([first?.keyboard, second?.keyboard]).toEqual([null, null]);
  });

  it.each`
    media                                                                                  | description
    ${undefined}                                                                           | ${'Bad Request: parameter "media" is required'}
    ${'{'}                                                                                 | ${"Bad Request: can't parse media JSON object"}
    ${{}}                                                                                  | ${'Bad Request: expected an Array of InputMedia'}
    ${[]}                                                                                  | ${'Bad Request: there are no messages to send'}
    ${[{ type: 'photo', media: 'attach://p' }]}                                            | ${'Bad Request: group send failed'}
    ${Array(11).fill({ type: 'photo', media: 'attach://p' })}                              | ${'Bad Request: too many messages to send as an album'}
    ${[{ type: 'photo', media: 'attach://p' }, { type: 'document', media: 'attach://p' }]} | ${"Bad Request: document can't be mixed with other media types"}
    ${[{ type: 'audio', media: 'attach://p' }, { type: 'video', media: 'attach://p' }]}    | ${"Bad Request: audio can't be mixed with other media types"}
    ${[{ type: 'animation', media: 'attach://p' }]}                                        | ${'Bad Request: can\'t parse InputMedia: type "animation" can\'t be used in sendMediaGroup'}
    ${[{ type: 'sticker', media: 'attach://p' }]}                                          | ${'Bad Request: can\'t parse InputMedia: type "sticker" is unsupported'}
    ${[{ type: 'photo', media: 'attach://none' }]}                                         | ${"Bad Request: can't parse InputMedia: media not found"}
    ${[{ type: 'photo', media: 'attach://p' }, { type: 'photo', media: 'nix' }]}           | ${'Bad Request: failed to send message #2 with the error message "wrong file identifier/HTTP URL specified"'}
  `('refuses $media with "$description"', async ({ media, description }) => {
    const { ada, upload } = await startScene();

    const reply = await upload('sendMediaGroup', {
      chat_id: ada.id,
      p: photo,
      ...(media !== undefined && { media: typeof media === 'string' ? media : JSON.stringify(media) }),
    });

    expect(reply).toEqual(refusal(400, description));
    expect(ada.inbox.messages).toEqual([]);
  });
});

async function serve(type: string, body: Uint8Array): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': type });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/file`;
}
