import { describe, expect, it } from 'vitest';
import { readMetaRefusal } from '../../../src/channels/shared/meta-refusal.ts';

const read = (json: unknown, headers: Record<string, string> = {}) =>
  readMetaRefusal(400, new Headers(headers), json);

describe("Meta's error body", () => {
  it('is read for its code and its most telling words', () => {
    const json = {
      error: {
        message: '(#131056) Pair rate limit hit',
        type: 'OAuthException',
        code: 131056,
        error_data: { messaging_product: 'whatsapp', details: 'Too many messages to one person.' },
        error_subcode: 2494055,
        fbtrace_id: 'A1b2',
      },
    };

    expect(read(json)).toEqual({
      status: 400,
      code: 131056,
      subcode: 2494055,
      description: 'Too many messages to one person.',
      retryAfterMs: null,
    });
  });

  it.each([
    ['details before all', { message: 'm', error_user_msg: 'u', error_data: { details: 'd' } }, 'd'],
    ['words for users before the message', { message: 'm', error_user_msg: 'u' }, 'u'],
    ['the message', { message: 'm', error_data: 'none' }, 'm'],
    ['nothing', {}, ''],
  ])('tells %s', (_, error, description) => {
    expect(read({ error: { code: 1, ...error } }).description).toBe(description);
  });

  it.each([undefined, null, 'oops', [], {}, { error: 'x' }, { error: { code: '4' } }])(
    'is none of Meta without a code: %j',
    (json) => {
      expect(read(json)).toMatchObject({ code: null, description: '' });
    },
  );

  it.each([
    ['seconds in a header', { 'retry-after': '30' }, 30_000],
    ['an HTTP date, which Meta does not send', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, null],
    [
      'minutes by business',
      {
        'x-business-use-case-usage':
          '{"204718390551002":[{"type":"whatsapp","call_count":100,"estimated_time_to_regain_access":7}]}',
      },
      420_000,
    ],
    ['usage that asks for nothing', { 'x-business-use-case-usage': '{"2":[{"call_count":5}]}' }, null],
    ['usage that is no JSON', { 'x-business-use-case-usage': '{' }, null],
    ['an absurd time', { 'retry-after': '99999999' }, 86_400_000],
  ])('tells how long to stay away by %s', (_, headers, waitMs) => {
    expect(read({ error: { code: 4 } }, headers).retryAfterMs).toBe(waitMs);
  });
});
