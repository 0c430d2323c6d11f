/** What a method says. Whatever it is, the HTTP status is 200 and `status` tells: 0 is yes. */
export interface Answer {
  readonly status: number;
  readonly status_message: string;
  readonly [field: string]: unknown;
}

/** The numbers and words of the REST API's "Error codes". */
export const STATUS = {
  invalidUrl: 1,
  invalidAuthToken: 2,
  badData: 3,
  missingData: 4,
  receiverNotRegistered: 5,
  receiverNotSubscribed: 6,
  publicAccountBlocked: 7,
  publicAccountNotFound: 8,
  publicAccountSuspended: 9,
  webhookNotSet: 10,
  receiverNoSuitableDevice: 11,
  tooManyRequests: 12,
  apiVersionNotSupported: 13,
  incompatibleWithVersion: 14,
  publicAccountNotAuthorized: 15,
  inchatReplyMessageNotAllowed: 16,
  publicAccountIsNotInline: 17,
  noPublicChat: 18,
  cannotSendBroadcast: 19,
  broadcastNotAllowed: 20,
  unsupportedCountry: 21,
  paymentUnsupported: 22,
  freeMessagesExceeded: 23,
  noBalance: 24,
} as const;
export type StatusName = keyof typeof STATUS;

const NAMES = new Map<number, string>(Object.entries(STATUS).map(([name, status]) => [status, name]));

/** A class, so that no JSON from outside can ever be taken for one. */
export class Refusal {
  readonly status: number;
  readonly message: string;

  constructor(status: number, message: string) {
    this.status = status;
    this.message = message;
  }
}

/** @param reason  In place of the code's own word, where Viber says more. */
export const refuse = (name: StatusName, reason: string = name) => new Refusal(STATUS[name], reason);

/** The same by number; one that nobody knows is a "general error". */
export const refuseWith = (status: number) => new Refusal(status, NAMES.get(status) ?? 'generalError');

export const isRefusal = (value: unknown): value is Refusal => value instanceof Refusal;

export function toAnswer(outcome: object | Refusal): Answer {
  return isRefusal(outcome)
    ? { status: outcome.status, status_message: outcome.message }
    : { status: 0, status_message: 'ok', ...outcome };
}
