import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyMetaSignature } from '../../../src/channels/shared/meta-signature.ts';
import type { WebhookRequest } from '../../../src/core/channel/index.ts';

const SECRET = 'app-secret-1';
const body = new TextEncoder().encode('{"object":"page","text":"Br\\u00f6tchen \\ud83e\\udd50"}');

const sign = (bytes: Uint8Array, secret = SECRET) =>
  `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;

function post(bytes: Uint8Array, signature: string | readonly string[] | undefined): WebhookRequest {
  return { method: 'POST', headers: { 'x-hub-signature-256': signature }, query: {}, body: bytes };
}

function flipped(bytes: Uint8Array, index: number, bit: number): Uint8Array {
  return bytes.with(index, (bytes[index] ?? 0) ^ (1 << bit));
}

describe("Meta's signature", () => {
  it('is that of the raw bytes under the app secret', () => {
    expect(verifyMetaSignature(post(body, sign(body)), [SECRET])).toBe('authentic');
  });

  it('does not fit when any bit of the body is another', () => {
    const verdicts = [...body.keys()].flatMap((index) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((bit) =>
        verifyMetaSignature(post(flipped(body, index, bit), sign(body)), [SECRET]),
      ),
    );

    expect(new Set(verdicts)).toEqual(new Set(['forged']));
    expect(verdicts).toHaveLength(body.length * 8);
  });

  it('does not fit when any bit of itself is another', () => {
    const signature = new TextEncoder().encode(sign(body));
    const verdicts = [...signature.keys()].flatMap((index) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((bit) =>
        verifyMetaSignature(post(body, Buffer.from(flipped(signature, index, bit)).toString('latin1')), [
          SECRET,
        ]),
      ),
    );

    expect(new Set(verdicts)).toEqual(new Set(['forged']));
    expect(verdicts).toHaveLength(71 * 8);
  });

  it.each([
    ['none at all', undefined, 'unsigned'],
    ['an empty one', '', 'forged'],
    ['two of them', [sign(body), sign(body)], 'forged'],
    ['one without its prefix', sign(body).slice('sha256='.length), 'forged'],
    ['one that is cut', sign(body).slice(0, -1), 'forged'],
    ['one that is longer', `${sign(body)}0`, 'forged'],
    ['one in capitals', sign(body).toUpperCase(), 'forged'],
    ['one under the secret of another app', sign(body, 'app-secret-2'), 'forged'],
    ['one under an empty secret', sign(body, ''), 'forged'],
  ])('is refused: %s', (_, signature, verdict) => {
    expect(verifyMetaSignature(post(body, signature), [SECRET])).toBe(verdict);
  });

  it('does not accept the older SHA-1 header', () => {
    const sha1 = `sha1=${createHmac('sha1', SECRET).update(body).digest('hex')}`;
    const request = { ...post(body, undefined), headers: { 'x-hub-signature': sha1 } };

    expect(verifyMetaSignature(request, [SECRET])).toBe('unsigned');
  });

  it('fits under either of two secrets while one replaces the other', () => {
    const secrets = ['new-secret', SECRET];

    expect(verifyMetaSignature(post(body, sign(body, 'new-secret')), secrets)).toBe('authentic');
    expect(verifyMetaSignature(post(body, sign(body, SECRET)), secrets)).toBe('authentic');
    expect(verifyMetaSignature(post(body, sign(body, 'older')), secrets)).toBe('forged');
  });

  it('proves nothing where no secret is known', () => {
    expect(verifyMetaSignature(post(body, sign(body, '')), [''])).toBe('forged');
    expect(verifyMetaSignature(post(body, sign(body)), [undefined])).toBe('forged');
  });
});
