import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SAMPLE_FILES } from '../../../../src/channels/shared/simulator/sample-files.ts';
import { startScene } from './scene.ts';

const hexKey = (key: string) => Buffer.from(key.slice(2), 'hex');
const ctr = (bytes: Uint8Array, key: Uint8Array) => {
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
};

describe('a file of a business', () => {
  it('is put, named by its message, and opened on the device', async () => {
    const { call, send, meet } = await startScene();
    const { customer, customerId } = await meet('Ada');
    const key = randomBytes(32);
    const ciphertext = ctr(Buffer.from('the photo'), key);

    const { json: slot } = await call('preUpload', { headers: { 'mmcs-size': String(ciphertext.length) } });
    const stored = await fetch(slot['upload-url'], { method: 'POST', body: ciphertext });
    const { singleFile } = (await stored.json()) as { singleFile: { fileChecksum: string } };
    const attachment = {
      name: 'photo.jpg',
      mimeType: 'image/jpeg',
      size: String(ciphertext.length),
      url: slot['mmcs-url'],
      owner: slot['mmcs-owner'],
      key: `00${key.toString('hex')}`,
      'signature-base64': singleFile.fileChecksum,
    };
    const asNumber = await send(customerId, {
      type: 'text',
      body: '\ufffc',
      attachments: [{ ...attachment, size: 9 }],
    });
    const sent = await send(customerId, { type: 'text', body: '\ufffc Look', attachments: [attachment] });

    expect([asNumber.status, sent.status]).toEqual([400, 200]);
    const [message] = customer.inbox.messages;
    expect(message?.text).toBe('Look');
    expect(message?.files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['photo.jpg', 'the photo'],
    ]);
  });

  it('needs a slot of its size, once', async () => {
    const { call } = await startScene();
    const { json: slot } = await call('preUpload', { headers: { size: '3' } });
    const put = async (body: string) => (await fetch(slot['upload-url'], { method: 'POST', body })).status;

    expect(await put('four')).toBe(400);
    expect(await put('abc')).toBe(200);
    expect(await put('abc')).toBe(400);
    expect((await call('preUpload', { headers: {} })).status).toBe(400);
    expect((await call('preUpload', { headers: { 'mmcs-size': String(101 * 1024 * 1024) } })).status).toBe(
      413,
    );
  });
});

describe('a file of a customer', () => {
  it('is given to whoever can describe it, for a while, by the new names and the old', async () => {
    const { apple, deliveries, call } = await startScene({ fileAddressLifetimeMs: 1_000 });
    apple.customer('Ada').sends('photo', { text: 'Look' });
    const { body } = await deliveries.waitFor((delivery) => delivery);
    const [file] = body.attachments as {
      url: string;
      owner: string;
      signature: string;
      key: string;
      name: string;
    }[];
    if (file === undefined) throw new Error('There is no file.');
    const signature = Buffer.from(file.signature, 'hex').toString('base64');

    const { json } = await call('preDownload', {
      headers: { 'mmcs-url': file.url, 'mmcs-owner': file.owner, 'mmcs-signature': signature },
    });
    const download = () => fetch(json['download-url']);
    const ciphertext = Buffer.from(await (await download()).arrayBuffer());
    const decipher = createDecipheriv('aes-256-ctr', hexKey(file.key), Buffer.alloc(16));
    const legacy = await call('preDownload', { headers: { url: file.url, owner: file.owner, signature } });
    const wrong = await call('preDownload', {
      headers: { url: file.url, owner: file.owner, signature: 'AQID' },
    });
    apple.time.advance(1_001);

    expect(body.body).toBe('\ufffc Look');
    expect(Buffer.concat([decipher.update(ciphertext), decipher.final()])).toEqual(
      Buffer.from(SAMPLE_FILES.photo().bytes),
    );
    expect([legacy.status, wrong.status]).toEqual([200, 400]);
    expect((await download()).status).toBe(403);
  });
});
