import { describe, expect, it } from 'vitest';
import {
  isAlreadyGone,
  isNotModified,
  isTooLateToAnswer,
  toChannelError,
} from '../../../src/channels/telegram/errors.ts';

const refusal = (code: number, description: string) =>
  toChannelError({ code, description, retryAfterSeconds: null, migrateToChatId: null });

describe('what a refusal of Telegram means', () => {
  it.each`
    code   | description                                                                                            | kind              | cause
    ${400} | ${'Bad Request: chat not found'}                                                                       | ${'rejected'}     | ${'unreachable'}
    ${400} | ${'Bad Request: user not found'}                                                                       | ${'rejected'}     | ${'unreachable'}
    ${400} | ${'Bad Request: PEER_ID_INVALID'}                                                                      | ${'rejected'}     | ${'unreachable'}
    ${400} | ${'Bad Request: message text is empty'}                                                                | ${'rejected'}     | ${'invalid-content'}
    ${400} | ${'Bad Request: message is too long'}                                                                  | ${'rejected'}     | ${'too-large'}
    ${400} | ${"Bad Request: can't parse entities: Unsupported start tag"}                                          | ${'rejected'}     | ${'invalid-content'}
    ${400} | ${'Bad Request: BUTTON_DATA_INVALID'}                                                                  | ${'rejected'}     | ${'invalid-content'}
    ${400} | ${'Bad Request: BUTTON_URL_INVALID'}                                                                   | ${'rejected'}     | ${'invalid-content'}
    ${400} | ${'Bad Request: wrong file identifier/HTTP URL specified'}                                             | ${'rejected'}     | ${'invalid-content'}
    ${400} | ${'Bad Request: failed to get HTTP URL content'}                                                       | ${'rejected'}     | ${'invalid-content'}
    ${400} | ${'Bad Request: wrong type of the web page content'}                                                   | ${'rejected'}     | ${'invalid-content'}
    ${400} | ${'Bad Request: PHOTO_INVALID_DIMENSIONS'}                                                             | ${'rejected'}     | ${'invalid-content'}
    ${400} | ${'Bad Request: VOICE_MESSAGES_FORBIDDEN'}                                                             | ${'rejected'}     | ${'not-permitted'}
    ${400} | ${'Bad Request: message to edit not found'}                                                            | ${'rejected'}     | ${'not-found'}
    ${400} | ${'Bad Request: message to delete not found'}                                                          | ${'rejected'}     | ${'not-found'}
    ${400} | ${"Bad Request: message can't be edited"}                                                              | ${'rejected'}     | ${'not-permitted'}
    ${400} | ${"Bad Request: message can't be deleted"}                                                             | ${'rejected'}     | ${'not-permitted'}
    ${400} | ${'Bad Request: message to be replied not found'}                                                      | ${'rejected'}     | ${'not-found'}
    ${400} | ${'Bad Request: reply message not found'}                                                              | ${'rejected'}     | ${'not-found'}
    ${400} | ${'Bad Request: not enough rights to send text messages to the chat'}                                  | ${'rejected'}     | ${'not-permitted'}
    ${400} | ${'Bad Request: have no rights to send a message'}                                                     | ${'rejected'}     | ${'not-permitted'}
    ${400} | ${'Bad Request: need administrator rights in the channel chat'}                                        | ${'rejected'}     | ${'not-permitted'}
    ${400} | ${'Bad Request: TOPIC_CLOSED'}                                                                         | ${'rejected'}     | ${'not-permitted'}
    ${400} | ${'Bad Request: message thread not found'}                                                             | ${'rejected'}     | ${'not-permitted'}
    ${400} | ${'Bad Request: query is too old and response timeout expired or query ID is invalid'}                 | ${'rejected'}     | ${'window-closed'}
    ${400} | ${'Bad Request: BUSINESS_PEER_INVALID'}                                                                | ${'rejected'}     | ${'window-closed'}
    ${400} | ${'Bad Request: file is too big'}                                                                      | ${'rejected'}     | ${'too-large'}
    ${400} | ${'Bad Request: wrong file_id or the file is temporarily unavailable'}                                 | ${'unavailable'}  | ${undefined}
    ${400} | ${'Bad Request: REACTION_INVALID'}                                                                     | ${'rejected'}     | ${'invalid-content'}
    ${400} | ${'Bad Request: a sentence of next year'}                                                              | ${'rejected'}     | ${'invalid-content'}
    ${401} | ${'Unauthorized'}                                                                                      | ${'unauthorized'} | ${undefined}
    ${403} | ${'Forbidden: bot was blocked by the user'}                                                            | ${'rejected'}     | ${'opted-out'}
    ${403} | ${'Forbidden: user is deactivated'}                                                                    | ${'rejected'}     | ${'gone'}
    ${403} | ${"Forbidden: bot can't initiate conversation with a user"}                                            | ${'rejected'}     | ${'unreachable'}
    ${403} | ${'Forbidden: bot was kicked from the supergroup chat'}                                                | ${'rejected'}     | ${'unreachable'}
    ${403} | ${'Forbidden: bot is not a member of the channel chat'}                                                | ${'rejected'}     | ${'unreachable'}
    ${403} | ${'Forbidden: the group chat was deleted'}                                                             | ${'rejected'}     | ${'gone'}
    ${403} | ${"Forbidden: bot can't send messages to bots"}                                                        | ${'rejected'}     | ${'not-permitted'}
    ${403} | ${"Forbidden: bot can't send messages to the user"}                                                    | ${'rejected'}     | ${'unreachable'}
    ${404} | ${'Not Found'}                                                                                         | ${'unauthorized'} | ${undefined}
    ${409} | ${'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'} | ${'unavailable'}  | ${undefined}
    ${413} | ${'Request Entity Too Large'}                                                                          | ${'rejected'}     | ${'too-large'}
    ${418} | ${'something else'}                                                                                    | ${'rejected'}     | ${'other'}
    ${429} | ${'Too Many Requests: retry later'}                                                                    | ${'throttled'}    | ${undefined}
  `('$code $description: $kind, $cause', ({ code, description, kind, cause }) => {
    const error = refusal(code, description);

    expect({ kind: error.kind, cause: error.facts.cause }).toEqual({ kind, cause });
    expect(error.facts).toMatchObject({ platformCode: String(code), platformMessage: description });
    expect(error.facts.actionBy).toBeDefined();
  });

  it('heeds the parameters before the words, whatever the number', () => {
    const waiting = toChannelError({
      code: 400,
      description: 'Bad Request: chat not found',
      retryAfterSeconds: 17,
      migrateToChatId: null,
    });
    const moved = toChannelError({
      code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      retryAfterSeconds: null,
      migrateToChatId: -1001999888777,
    });

    expect(waiting).toMatchObject({ kind: 'throttled', facts: { retryAfterMs: 17_000 } });
    expect(moved).toMatchObject({
      kind: 'rejected',
      facts: { cause: 'moved', movedToExternalId: '-1001999888777' },
    });
  });

  it('recognises refusals that mean success', () => {
    expect(isNotModified(refusal(400, 'Bad Request: message is not modified: specified new …'))).toBe(true);
    expect(isAlreadyGone(refusal(400, 'Bad Request: message to delete not found'))).toBe(true);
    expect(isTooLateToAnswer(refusal(400, 'Bad Request: query is too old and …'))).toBe(true);
    expect(isNotModified(new Error('message is not modified'))).toBe(false);
  });
});
