import { ChannelError, type ChannelErrorFacts } from '../../core/channel/index.ts';
import type { ActionBy, ChannelErrorKind, RejectionCause } from '../../core/model/failure.ts';

interface Meaning {
  /** Viber's word for it. The numbers above 20 are called differently in different documents. */
  readonly name: string;
  readonly kind: ChannelErrorKind;
  readonly cause?: RejectionCause;
  readonly actionBy: ActionBy;
  /** For a person: what it means and what to do. */
  readonly sentence: string;
}

function rejected(name: string, cause: RejectionCause, actionBy: ActionBy, sentence: string): Meaning {
  return { name, kind: 'rejected', cause, actionBy, sentence };
}

/** Nothing can be sent before an operator has mended the account, so what waits had better wait. */
function pausing(name: string, sentence: string, cause?: RejectionCause): Meaning {
  return {
    name,
    kind: 'unauthorized',
    actionBy: 'operator',
    sentence,
    ...(cause !== undefined && { cause }),
  };
}

/** REST API, "Error codes": what `status` says in the body of an answer whose HTTP status is 200 all the same. */
export const MEANING_OF_STATUS: ReadonlyMap<number, Meaning> = new Map([
  [
    1,
    rejected('invalidUrl', 'other', 'operator', 'The webhook address is wrong, or did not answer with 200.'),
  ],
  [2, pausing('invalidAuthToken', 'Viber does not know this token. Copy it anew from Edit Info of the bot.')],
  [3, rejected('badData', 'invalid-content', 'author', 'Viber can not read the message.')],
  [4, rejected('missingData', 'invalid-content', 'author', 'The message lacks something that Viber needs.')],
  [5, rejected('receiverNotRegistered', 'gone', 'nobody', 'The recipient is no longer on Viber.')],
  [
    6,
    rejected('receiverNotSubscribed', 'opted-out', 'contact', 'The recipient is not subscribed to the bot.'),
  ],
  [7, pausing('publicAccountBlocked', 'Viber has blocked the bot. Ask its support.', 'account-restricted')],
  [
    8,
    pausing('publicAccountNotFound', 'The token belongs to no bot. Copy it anew from Edit Info of the bot.'),
  ],
  [
    9,
    pausing('publicAccountSuspended', 'Viber has suspended the bot. Ask its support.', 'account-restricted'),
  ],
  [10, pausing('webhookNotSet', 'The bot has no webhook, so Viber sends nothing for it. Connect it again.')],
  [
    11,
    rejected('receiverNoSuitableDevice', 'unreachable', 'contact', 'The recipient’s app is too old for it.'),
  ],
  [
    12,
    {
      name: 'tooManyRequests',
      kind: 'throttled',
      actionBy: 'nobody',
      sentence: 'Viber accepts no more for now.',
    },
  ],
  [
    13,
    rejected(
      'apiVersionNotSupported',
      'invalid-content',
      'author',
      'No device of the recipient can show such buttons or cards. Send a plain text.',
    ),
  ],
  [
    14,
    rejected(
      'incompatibleWithVersion',
      'invalid-content',
      'operator',
      'The message uses what its min_api_version does not have.',
    ),
  ],
  [
    15,
    rejected(
      'publicAccountNotAuthorized',
      'not-permitted',
      'operator',
      'Viber does not allow the bot to do this.',
    ),
  ],
  [
    16,
    rejected(
      'inchatReplyMessageNotAllowed',
      'not-permitted',
      'operator',
      'The bot may not answer within other chats.',
    ),
  ],
  [
    17,
    rejected(
      'publicAccountIsNotInline',
      'not-permitted',
      'operator',
      'The bot may not answer within other chats.',
    ),
  ],
  [18, rejected('noPublicChat', 'not-permitted', 'operator', 'The bot has no public chat.')],
  [19, rejected('cannotSendBroadcast', 'not-permitted', 'operator', 'Viber refuses this broadcast.')],
  [
    20,
    rejected(
      'broadcastNotAllowed',
      'not-permitted',
      'operator',
      'Viber has not enabled broadcasts for the bot. Ask its support.',
    ),
  ],
  [
    21,
    rejected(
      'unsupportedCountry',
      'unreachable',
      'nobody',
      'Viber does not deliver to the recipient’s country.',
    ),
  ],
  [22, rejected('paymentUnsupported', 'not-permitted', 'operator', 'The bot may not send payment messages.')],
  [
    23,
    rejected(
      'freeMessagesExceeded',
      'billing',
      'operator',
      'The free messages of this month are used up. Wait for the next month (UTC), or for the contact to write.',
    ),
  ],
  [
    24,
    rejected(
      'noBalance',
      'billing',
      'operator',
      'The balance of the bot is used up. Top it up at Viber or the partner.',
    ),
  ],
]);

/** "General error": documented as worth another try, and the answer says that nothing was sent. */
const GENERAL_ERROR: Meaning = {
  name: 'generalError',
  kind: 'unavailable',
  actionBy: 'nobody',
  sentence: 'Viber can not do this now.',
};

/**
 * What an answer with a status other than 0 means to the queue.
 *
 * @param throttles  Whom "too many requests" concerns: one recipient who leaves messages unanswered, or the account.
 */
export function toChannelError(
  status: number,
  statusMessage: string | undefined,
  throttles: 'account' | 'conversation',
): ChannelError {
  const { kind, cause, actionBy, sentence } = MEANING_OF_STATUS.get(status) ?? GENERAL_ERROR;
  const facts: ChannelErrorFacts = {
    platformCode: String(status),
    actionBy,
    ...(statusMessage !== undefined && { platformMessage: statusMessage }),
    ...(cause !== undefined && { cause }),
    ...(kind === 'throttled' && { throttles }),
  };
  return new ChannelError(kind, `${sentence} (status ${status})`, facts);
}

/** What an HTTP status alone means, where the body says nothing that Viber would say. */
export function toHttpError(httpStatus: number, retryAfter: string | null): ChannelError {
  const facts = { platformCode: `http:${httpStatus}` };
  if (httpStatus === 429) {
    const seconds = /^\d{1,6}$/u.test(retryAfter ?? '') ? Number(retryAfter) : null;
    return new ChannelError('throttled', 'Viber accepts no more for now (HTTP 429).', {
      ...facts,
      actionBy: 'nobody',
      throttles: 'account',
      ...(seconds !== null && { retryAfterMs: seconds * 1000 }),
    });
  }
  if (httpStatus === 413) {
    return new ChannelError('rejected', 'The message is larger than Viber takes (HTTP 413).', {
      ...facts,
      cause: 'too-large',
      actionBy: 'author',
    });
  }
  if (httpStatus >= 400 && httpStatus < 500) {
    // Viber says no with a 200, so this was said by something before it, and the request went no further.
    return new ChannelError('unavailable', `Something before Viber refused this (HTTP ${httpStatus}).`, {
      ...facts,
      actionBy: 'operator',
    });
  }
  return new ChannelError('indeterminate', `Viber gave no clear answer (HTTP ${httpStatus}).`, facts);
}
