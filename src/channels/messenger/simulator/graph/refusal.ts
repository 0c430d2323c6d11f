import type { ErrorFault } from '../../../shared/simulator/faults.ts';

/** Meta's no. A class, so that no JSON from outside can ever be taken for one. */
export class Refusal {
  readonly status: number;
  readonly code: number;
  readonly subcode: number | null;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: number,
    message: string,
    facts: {
      readonly subcode?: number;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    this.code = code;
    this.message = message;
    this.subcode = facts.subcode ?? null;
    this.status = facts.status ?? 400;
    this.headers = facts.headers ?? {};
  }

  toBody(): object {
    return {
      error: {
        message: this.message,
        type: this.code === 190 || this.code === 10 ? 'OAuthException' : 'GraphMethodException',
        code: this.code,
        ...(this.subcode !== null && { error_subcode: this.subcode }),
        fbtrace_id: 'Asimulated',
      },
    };
  }
}

const tooFast = (headers: Readonly<Record<string, string>>) =>
  new Refusal(80006, '(#80006) There have been too many calls to this Messenger account.', { headers });

export const refusals = {
  noToken: new Refusal(190, 'An access token is required to request this resource.', { status: 401 }),
  badToken: new Refusal(190, 'Error validating access token: the session is invalid.', {
    status: 401,
    subcode: 467,
  }),
  badProof: new Refusal(100, 'Invalid appsecret_proof provided in the API argument'),
  badVersion: new Refusal(2635, '(#2635) You are calling a deprecated version of the Graph API.'),
  unknownPath: (path: string) =>
    new Refusal(100, `Unsupported request: nothing is at "${path}".`, { subcode: 33 }),
  notAllowed: new Refusal(200, '(#200) The token may not do this.', { status: 403 }),
  badBody: new Refusal(100, '(#100) The body is neither JSON nor a form.'),
  invalid: (message: string) => new Refusal(100, `(#100) ${message}`),
  noUser: new Refusal(100, '(#100) No matching user found', { subcode: 2018001 }),
  messageAndAction: new Refusal(100, '(#100) A message and a sender action can not go together', {
    subcode: 2018034,
  }),
  retiredTag: new Refusal(100, 'Invalid parameter', { subcode: 1893061 }),
  notFetched: new Refusal(100, '(#100) Failed to fetch the file from the url', { subcode: 2018008 }),
  wrongType: new Refusal(100, '(#100) Upload attachment failure', { subcode: 2018047 }),
  tooLarge: new Refusal(100, '(#100) The attachment size exceeds allowable limit', { subcode: 2018109 }),
  outsideWindow: new Refusal(10, '(#10) This message is sent outside of allowed window.', {
    subcode: 2018278,
  }),
  notNewsPage: new Refusal(10, '(#10) The Page is not in the News Page Index.'),
  noHumanAgent: new Refusal(10, '(#10) The app lacks the feature Human Agent.'),
  otherOwner: new Refusal(
    10,
    '(#10) Message failed to send because another app is controlling this thread now.',
    {
      subcode: 2018300,
    },
  ),
  restricted: new Refusal(10, '(#10) The Page is temporarily restricted from sending.', { subcode: 1893063 }),
  away: new Refusal(551, '(#551) This person isn’t available right now.', { subcode: 1545041 }),
  tooFast: new Refusal(613, '(#613) Calls to this api have exceeded the rate limit.'),
  callbackFailed: new Refusal(2200, '(#2200) Callback verification failed.'),
} as const;

/** The no of a fault, as Meta would word it. */
export function injected({ status, description, retryAfterSeconds }: ErrorFault): Refusal {
  if (status === 429) {
    const minutes = Math.ceil((retryAfterSeconds ?? 60) / 60);
    const usage = [{ type: 'messenger', call_count: 100, estimated_time_to_regain_access: minutes }];
    return tooFast({ 'x-business-use-case-usage': JSON.stringify({ simulated: usage }) });
  }
  if (status === 401) return refusals.badToken;
  if (status === 403) return refusals.notAllowed;
  if (status >= 500)
    return new Refusal(2, description ?? 'An unexpected error has occurred. Please retry.', { status });
  return new Refusal(100, description ?? 'Invalid parameter', { status });
}
