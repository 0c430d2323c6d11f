import { describe, expect, it } from 'vitest';
import { toChannelError } from '../../../src/channels/messenger/errors.ts';

const refusal = (
  code: number | null,
  subcode: number | null,
  status = 400,
  retryAfterMs: number | null = null,
) => toChannelError({ status, code, subcode, description: 'words that change', retryAfterMs });

describe('what a refusal of Messenger means', () => {
  it.each`
    code       | subcode    | kind               | cause                   | actionBy
    ${1}       | ${null}    | ${'indeterminate'} | ${undefined}            | ${'operator'}
    ${1}       | ${99}      | ${'unauthorized'}  | ${'not-permitted'}      | ${'operator'}
    ${1}       | ${1357046} | ${'indeterminate'} | ${undefined}            | ${'operator'}
    ${2}       | ${null}    | ${'unavailable'}   | ${undefined}            | ${'nobody'}
    ${2}       | ${2018344} | ${'rejected'}      | ${'not-permitted'}      | ${'operator'}
    ${4}       | ${null}    | ${'throttled'}     | ${undefined}            | ${'nobody'}
    ${4}       | ${2018022} | ${'throttled'}     | ${undefined}            | ${'nobody'}
    ${4}       | ${2018354} | ${'rejected'}      | ${'not-permitted'}      | ${'nobody'}
    ${9}       | ${2018352} | ${'rejected'}      | ${'not-permitted'}      | ${'nobody'}
    ${10}      | ${null}    | ${'unauthorized'}  | ${'not-permitted'}      | ${'operator'}
    ${10}      | ${2018065} | ${'rejected'}      | ${'window-closed'}      | ${'contact'}
    ${10}      | ${2018278} | ${'rejected'}      | ${'window-closed'}      | ${'contact'}
    ${10}      | ${2534022} | ${'rejected'}      | ${'window-closed'}      | ${'contact'}
    ${10}      | ${2018108} | ${'rejected'}      | ${'unreachable'}        | ${'operator'}
    ${10}      | ${2018300} | ${'rejected'}      | ${'not-permitted'}      | ${'operator'}
    ${10}      | ${1893063} | ${'unauthorized'}  | ${'account-restricted'} | ${'operator'}
    ${17}      | ${null}    | ${'throttled'}     | ${undefined}            | ${'nobody'}
    ${32}      | ${null}    | ${'throttled'}     | ${undefined}            | ${'nobody'}
    ${341}     | ${null}    | ${'throttled'}     | ${undefined}            | ${'nobody'}
    ${100}     | ${null}    | ${'rejected'}      | ${'invalid-content'}    | ${'author'}
    ${100}     | ${33}      | ${'rejected'}      | ${'not-found'}          | ${'operator'}
    ${100}     | ${1893061} | ${'rejected'}      | ${'invalid-content'}    | ${'author'}
    ${100}     | ${2018001} | ${'rejected'}      | ${'not-found'}          | ${'author'}
    ${100}     | ${2018007} | ${'unavailable'}   | ${undefined}            | ${'nobody'}
    ${100}     | ${2018008} | ${'unavailable'}   | ${undefined}            | ${'nobody'}
    ${100}     | ${2018294} | ${'unavailable'}   | ${undefined}            | ${'nobody'}
    ${100}     | ${2018047} | ${'rejected'}      | ${'invalid-content'}    | ${'author'}
    ${100}     | ${2018109} | ${'rejected'}      | ${'too-large'}          | ${'author'}
    ${100}     | ${2018034} | ${'rejected'}      | ${'invalid-content'}    | ${'author'}
    ${100}     | ${2018028} | ${'rejected'}      | ${'invalid-content'}    | ${'author'}
    ${100}     | ${2018145} | ${'rejected'}      | ${'invalid-content'}    | ${'author'}
    ${100}     | ${7}       | ${'rejected'}      | ${'invalid-content'}    | ${'author'}
    ${190}     | ${null}    | ${'unauthorized'}  | ${undefined}            | ${'operator'}
    ${190}     | ${460}     | ${'unauthorized'}  | ${undefined}            | ${'operator'}
    ${190}     | ${463}     | ${'unauthorized'}  | ${undefined}            | ${'operator'}
    ${190}     | ${467}     | ${'unauthorized'}  | ${undefined}            | ${'operator'}
    ${190}     | ${492}     | ${'unauthorized'}  | ${undefined}            | ${'operator'}
    ${200}     | ${null}    | ${'unauthorized'}  | ${'not-permitted'}      | ${'operator'}
    ${200}     | ${2018027} | ${'rejected'}      | ${'not-permitted'}      | ${'operator'}
    ${200}     | ${1545041} | ${'rejected'}      | ${'unreachable'}        | ${'contact'}
    ${210}     | ${null}    | ${'unauthorized'}  | ${'not-permitted'}      | ${'operator'}
    ${230}     | ${null}    | ${'unauthorized'}  | ${'not-permitted'}      | ${'operator'}
    ${294}     | ${null}    | ${'unauthorized'}  | ${'not-permitted'}      | ${'operator'}
    ${299}     | ${null}    | ${'unauthorized'}  | ${'not-permitted'}      | ${'operator'}
    ${368}     | ${null}    | ${'unauthorized'}  | ${'account-restricted'} | ${'operator'}
    ${551}     | ${null}    | ${'rejected'}      | ${'unreachable'}        | ${'contact'}
    ${613}     | ${null}    | ${'throttled'}     | ${undefined}            | ${'nobody'}
    ${613}     | ${1893016} | ${'throttled'}     | ${undefined}            | ${'nobody'}
    ${803}     | ${null}    | ${'rejected'}      | ${'not-found'}          | ${'author'}
    ${1200}    | ${null}    | ${'unavailable'}   | ${undefined}            | ${'nobody'}
    ${2022}    | ${null}    | ${'rejected'}      | ${'account-restricted'} | ${'operator'}
    ${80006}   | ${null}    | ${'throttled'}     | ${undefined}            | ${'nobody'}
    ${2300052} | ${null}    | ${'rejected'}      | ${'unreachable'}        | ${'nobody'}
    ${987654}  | ${3}       | ${'rejected'}      | ${'other'}              | ${'operator'}
  `(
    '$code/$subcode: $kind, $cause, to be mended by $actionBy',
    ({ code, subcode, kind, cause, actionBy }) => {
      const error = refusal(code, subcode);

      expect({ kind: error.kind, cause: error.facts.cause, actionBy: error.facts.actionBy }).toEqual({
        kind,
        cause,
        actionBy,
      });
      expect(error.facts).toMatchObject({
        platformCode: subcode === null ? String(code) : `${code}/${subcode}`,
        platformMessage: 'words that change',
      });
    },
  );

  it.each`
    status | kind
    ${401} | ${'unauthorized'}
    ${404} | ${'rejected'}
    ${429} | ${'throttled'}
    ${502} | ${'indeterminate'}
  `('of a proxy with $status: $kind', ({ status, kind }) => {
    const error = refusal(null, null, status);

    expect(error.kind).toBe(kind);
    expect(error.facts.platformCode).toBe(`http:${status}`);
  });

  it('that is new and comes with a 5xx says nothing about whether it was sent', () => {
    expect(refusal(987654, null, 500)).toMatchObject({
      kind: 'indeterminate',
      facts: { platformCode: '987654' },
    });
  });

  it.each([
    [4, 2018022],
    [4, 2018354],
    [9, 2018352],
    [2300052, null],
  ])('%i/%s may be tried again later, and not at once', (code, subcode) => {
    expect(refusal(code, subcode).facts.retryAfterMs).toBeGreaterThanOrEqual(60 * 60 * 1000);
  });

  it('waits as long as Meta asks for rather than as long as we would', () => {
    expect(refusal(80006, null, 400, 300_000).facts.retryAfterMs).toBe(300_000);
    expect(refusal(80006, null).facts.retryAfterMs).toBe(60_000);
  });
});
