import { describe, expect, it } from 'vitest';
import { toChannelError } from '../../../src/channels/apple-messages/errors.ts';

const refusal = (status: number, words = 'as Apple says', retryAfterMs: number | null = null) =>
  toChannelError({ status, words, retryAfterMs });

describe('what an answer of Apple means', () => {
  it.each`
    status | words                                                     | kind               | cause                | actionBy
    ${400} | ${'Missing field'}                                        | ${'rejected'}      | ${'invalid-content'} | ${'author'}
    ${400} | ${"Third party interactive data disallows use of 'data'"} | ${'rejected'}      | ${'invalid-content'} | ${'author'}
    ${400} | ${'The conversation was closed by the user'}              | ${'rejected'}      | ${'opted-out'}       | ${'contact'}
    ${401} | ${'No authorization'}                                     | ${'unauthorized'}  | ${undefined}         | ${'operator'}
    ${403} | ${'Authorization blocked'}                                | ${'unauthorized'}  | ${undefined}         | ${'operator'}
    ${404} | ${'Unknown destination'}                                  | ${'rejected'}      | ${'unreachable'}     | ${'contact'}
    ${404} | ${'The destination has blocked the business'}             | ${'rejected'}      | ${'opted-out'}       | ${'contact'}
    ${408} | ${''}                                                     | ${'indeterminate'} | ${undefined}         | ${'operator'}
    ${410} | ${'Gone'}                                                 | ${'rejected'}      | ${'opted-out'}       | ${'contact'}
    ${413} | ${'Too large'}                                            | ${'rejected'}      | ${'too-large'}       | ${'author'}
    ${418} | ${'I am a teapot'}                                        | ${'rejected'}      | ${'other'}           | ${'operator'}
    ${429} | ${'Slow down'}                                            | ${'throttled'}     | ${undefined}         | ${'nobody'}
    ${500} | ${'Something went wrong'}                                 | ${'indeterminate'} | ${undefined}         | ${'operator'}
    ${502} | ${''}                                                     | ${'indeterminate'} | ${undefined}         | ${'operator'}
    ${503} | ${'Try later'}                                            | ${'unavailable'}   | ${undefined}         | ${'nobody'}
    ${504} | ${''}                                                     | ${'indeterminate'} | ${undefined}         | ${'operator'}
  `(
    '$status "$words": $kind, $cause, to be mended by $actionBy',
    ({ status, words, kind, cause, actionBy }) => {
      const error = refusal(status, words);

      expect(error.kind).toBe(kind);
      expect({ cause: error.facts.cause, actionBy: error.facts.actionBy }).toEqual({ cause, actionBy });
      expect(error.facts.platformCode).toBe(String(status));
      expect(error.facts.platformMessage ?? '').toBe(words);
    },
  );

  it.each([
    [429, 17_000, 17_000],
    [429, null, 5_000],
    [503, 17_000, 17_000],
    [503, null, undefined],
  ])('%i that asks to wait (%s ms) is obeyed', (status, asked, retryAfterMs) => {
    expect(refusal(status, '', asked).facts.retryAfterMs).toBe(retryAfterMs);
  });
});
