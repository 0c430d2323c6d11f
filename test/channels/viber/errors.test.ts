import { describe, expect, it } from 'vitest';
import { MEANING_OF_STATUS, toChannelError, toHttpError } from '../../../src/channels/viber/errors.ts';
import { viber } from '../../../src/channels/viber/index.ts';
import { MESSAGE_ID, RECEIVER } from './outbound.ts';
import { channelErrorOf, startScriptedViber } from './scripted-viber.ts';

const wire = {
  operation: 'send_message',
  body: { receiver: RECEIVER, tracking_data: MESSAGE_ID },
  files: [],
  partIndexes: [0],
  cost: 1,
};

describe('what a status of Viber means', () => {
  it.each`
    status | name                              | kind              | cause                   | actionBy
    ${1}   | ${'invalidUrl'}                   | ${'rejected'}     | ${'other'}              | ${'operator'}
    ${2}   | ${'invalidAuthToken'}             | ${'unauthorized'} | ${undefined}            | ${'operator'}
    ${3}   | ${'badData'}                      | ${'rejected'}     | ${'invalid-content'}    | ${'author'}
    ${4}   | ${'missingData'}                  | ${'rejected'}     | ${'invalid-content'}    | ${'author'}
    ${5}   | ${'receiverNotRegistered'}        | ${'rejected'}     | ${'gone'}               | ${'nobody'}
    ${6}   | ${'receiverNotSubscribed'}        | ${'rejected'}     | ${'opted-out'}          | ${'contact'}
    ${7}   | ${'publicAccountBlocked'}         | ${'unauthorized'} | ${'account-restricted'} | ${'operator'}
    ${8}   | ${'publicAccountNotFound'}        | ${'unauthorized'} | ${undefined}            | ${'operator'}
    ${9}   | ${'publicAccountSuspended'}       | ${'unauthorized'} | ${'account-restricted'} | ${'operator'}
    ${10}  | ${'webhookNotSet'}                | ${'unauthorized'} | ${undefined}            | ${'operator'}
    ${11}  | ${'receiverNoSuitableDevice'}     | ${'rejected'}     | ${'unreachable'}        | ${'contact'}
    ${12}  | ${'tooManyRequests'}              | ${'throttled'}    | ${undefined}            | ${'nobody'}
    ${13}  | ${'apiVersionNotSupported'}       | ${'rejected'}     | ${'invalid-content'}    | ${'author'}
    ${14}  | ${'incompatibleWithVersion'}      | ${'rejected'}     | ${'invalid-content'}    | ${'operator'}
    ${15}  | ${'publicAccountNotAuthorized'}   | ${'rejected'}     | ${'not-permitted'}      | ${'operator'}
    ${16}  | ${'inchatReplyMessageNotAllowed'} | ${'rejected'}     | ${'not-permitted'}      | ${'operator'}
    ${17}  | ${'publicAccountIsNotInline'}     | ${'rejected'}     | ${'not-permitted'}      | ${'operator'}
    ${18}  | ${'noPublicChat'}                 | ${'rejected'}     | ${'not-permitted'}      | ${'operator'}
    ${19}  | ${'cannotSendBroadcast'}          | ${'rejected'}     | ${'not-permitted'}      | ${'operator'}
    ${20}  | ${'broadcastNotAllowed'}          | ${'rejected'}     | ${'not-permitted'}      | ${'operator'}
    ${21}  | ${'unsupportedCountry'}           | ${'rejected'}     | ${'unreachable'}        | ${'nobody'}
    ${22}  | ${'paymentUnsupported'}           | ${'rejected'}     | ${'not-permitted'}      | ${'operator'}
    ${23}  | ${'freeMessagesExceeded'}         | ${'rejected'}     | ${'billing'}            | ${'operator'}
    ${24}  | ${'noBalance'}                    | ${'rejected'}     | ${'billing'}            | ${'operator'}
    ${25}  | ${'a code of next year'}          | ${'unavailable'}  | ${undefined}            | ${'nobody'}
    ${-1}  | ${'general error'}                | ${'unavailable'}  | ${undefined}            | ${'nobody'}
  `('$status $name: $kind, $cause', async ({ status, name, kind, cause, actionBy }) => {
    const { context } = await startScriptedViber({
      body: JSON.stringify({ status, status_message: name, chat_hostname: 'SN-CHAT-03_' }),
    });

    const error = await channelErrorOf(viber.send(wire, context));

    expect(error.kind).toBe(kind);
    expect(error.facts).toEqual({
      platformCode: String(status),
      platformMessage: name,
      actionBy,
      ...(cause !== undefined && { cause }),
      ...(kind === 'throttled' && { throttles: 'conversation' }),
    });
  });

  it('is written down for every documented number', () => {
    expect([...MEANING_OF_STATUS.keys()]).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  });

  it('is kept when Viber adds no words', () => {
    expect(toChannelError(6, undefined, 'account').facts).toEqual({
      platformCode: '6',
      cause: 'opted-out',
      actionBy: 'contact',
    });
  });

  it('counts for the whole account when it is no message to one person', () => {
    expect(toChannelError(12, 'tooManyRequests', 'account').facts.throttles).toBe('account');
  });
});

describe('what an HTTP status means where Viber says nothing', () => {
  it.each`
    status | kind               | cause
    ${200} | ${'indeterminate'} | ${undefined}
    ${302} | ${'indeterminate'} | ${undefined}
    ${400} | ${'unavailable'}   | ${undefined}
    ${403} | ${'unavailable'}   | ${undefined}
    ${404} | ${'unavailable'}   | ${undefined}
    ${413} | ${'rejected'}      | ${'too-large'}
    ${429} | ${'throttled'}     | ${undefined}
    ${500} | ${'indeterminate'} | ${undefined}
    ${502} | ${'indeterminate'} | ${undefined}
    ${503} | ${'indeterminate'} | ${undefined}
    ${504} | ${'indeterminate'} | ${undefined}
  `('$status: $kind', ({ status, kind, cause }) => {
    const error = toHttpError(status, null);

    expect(error).toMatchObject({ kind, facts: { platformCode: `http:${status}` } });
    expect(error.facts.cause).toBe(cause);
  });

  it.each([
    ['7', 7000],
    [null, undefined],
    ['soon', undefined],
    ['-1', undefined],
  ])('429 that asks to wait (%s) is obeyed', (retryAfter, retryAfterMs) => {
    expect(toHttpError(429, retryAfter).facts.retryAfterMs).toBe(retryAfterMs);
  });
});
