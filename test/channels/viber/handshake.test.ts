import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import { bytesOf, callbackBodies } from './callbacks.ts';
import { TOKEN } from './scripted-viber.ts';

const VALIDATION = '{"event":"webhook","timestamp":1790000000123,"message_token":6130482957716200018}';

function answerTo(body: string, signature?: string, method: 'GET' | 'POST' = 'POST') {
  const headers = signature === undefined ? {} : { 'x-viber-content-signature': signature };
  const request = { method, headers, query: {}, body: bytesOf(body) };
  return viber.webhook?.answerHandshake?.(request, { authToken: TOKEN });
}

const sign = (body: string) => createHmac('sha256', TOKEN).update(body).digest('hex');

describe('the call that Viber makes while set_webhook is open', () => {
  it('is answered with 200 when it is signed', () => {
    expect(answerTo(VALIDATION, sign(VALIDATION))).toMatchObject({ status: 200, body: '{}' });
  });

  it('is answered with 200 when it is not signed, and says nothing that could be stored', () => {
    expect(answerTo(VALIDATION)).toMatchObject({ status: 200, body: '{}' });
    expect(
      viber.webhook?.parse(bytesOf(VALIDATION), { externalId: null, username: null, settings: {} }),
    ).toEqual({ events: [], unknown: [], ignored: ['event:webhook'] });
  });

  it('is no handshake when its signature is wrong', () => {
    expect(answerTo(VALIDATION, sign(`${VALIDATION} `))).toBeNull();
  });

  it('is told from every other callback, also one that talks of webhooks', () => {
    const talk =
      '{"event":"message","message_token":1,"sender":{"id":"q"},"message":{"type":"text","text":"webhook"}}';
    const others = callbackBodies.filter((body) => !body.includes('"event":"webhook"'));

    expect([talk, ...others].filter((body) => answerTo(body) !== null)).toEqual([]);
  });

  it('comes by POST', () => {
    expect(answerTo(VALIDATION, undefined, 'GET')).toBeNull();
  });
});
