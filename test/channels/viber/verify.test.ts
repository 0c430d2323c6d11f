import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import type { WebhookRequest } from '../../../src/core/channel/index.ts';
import { bytesOf } from './callbacks.ts';
import { TOKEN } from './scripted-viber.ts';

const HEADER = 'x-viber-content-signature';
// Blanks, an escape and a word beyond ASCII: whoever signs anything but the bytes as they came gets another sum.
const BODY = bytesOf('{ "event":"message",\n"message":{"text":"\\u0421лава"} }');
const SIGNATURE = createHmac('sha256', TOKEN).update(BODY).digest('hex');
const FOREIGN = createHmac('sha256', TOKEN.replace('4', '5')).update(BODY).digest('hex');

const verify = (facts: Partial<WebhookRequest>, credentials: Record<string, string> = { authToken: TOKEN }) =>
  viber.webhook?.verify({ method: 'POST', headers: {}, query: {}, body: BODY, ...facts }, credentials);
const signed = (signature: string | string[], body: Uint8Array = BODY) =>
  verify({ headers: { [HEADER]: signature }, body });

describe('a callback at our door', () => {
  it.each<[string, Partial<WebhookRequest>, string]>([
    ['the signature in the header', { headers: { [HEADER]: SIGNATURE } }, 'authentic'],
    ['the signature in the query', { query: { sig: SIGNATURE } }, 'authentic'],
    [
      'a right header and a wrong query',
      { headers: { [HEADER]: SIGNATURE }, query: { sig: FOREIGN } },
      'authentic',
    ],
    [
      'a wrong header and a right query',
      { headers: { [HEADER]: FOREIGN }, query: { sig: SIGNATURE } },
      'forged',
    ],
    ['an empty header and a right query', { headers: { [HEADER]: '' }, query: { sig: SIGNATURE } }, 'forged'],
    ['the signature twice', { headers: { [HEADER]: [SIGNATURE, SIGNATURE] } }, 'forged'],
    ['the signature of another bot', { headers: { [HEADER]: FOREIGN } }, 'forged'],
    ['the signature in capitals', { headers: { [HEADER]: SIGNATURE.toUpperCase() } }, 'forged'],
    ['half the signature', { headers: { [HEADER]: SIGNATURE.slice(0, 32) } }, 'forged'],
    ['more than the signature', { headers: { [HEADER]: `${SIGNATURE}0` } }, 'forged'],
    ['nothing', {}, 'unsigned'],
  ])('with %s is %s', (_, facts, verdict) => {
    expect(verify(facts)).toBe(verdict);
  });

  it('is forged with any bit of any byte of the signature flipped', () => {
    const verdicts = flips(bytesOf(SIGNATURE)).map((bytes) => signed(Buffer.from(bytes).toString('latin1')));

    expect(verdicts).toHaveLength(64 * 8);
    expect(new Set(verdicts)).toEqual(new Set(['forged']));
  });

  it('is forged with any bit of any byte of the body flipped', () => {
    const verdicts = flips(BODY).map((bytes) => signed(SIGNATURE, bytes));

    expect(new Set(verdicts)).toEqual(new Set(['forged']));
    expect(signed(SIGNATURE)).toBe('authentic');
  });

  it.each([{}, { authToken: '' }])('is not believed when we have no token ourselves (%j)', (none) => {
    const signature = createHmac('sha256', '').update(BODY).digest('hex');

    expect(verify({ headers: { [HEADER]: signature } }, none)).toBe('forged');
  });
});

function flips(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from(bytes, (byte, index) =>
    Array.from({ length: 8 }, (_, bit) => bytes.with(index, byte ^ (1 << bit))),
  ).flat();
}
