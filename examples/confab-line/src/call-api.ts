import {
  type AccountContext,
  ChannelError,
  classifyNetworkFailure,
  networkFailureCode,
  parseLosslessJson,
} from 'confab/channel';
import { toChannelError } from './errors.ts';

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A status that is no refusal, although it is not 200. */
  readonly isTaken?: number;
}

/**
 * One call of one endpoint, once.
 *
 * @returns The JSON of the answer; undefined when it can not be read.
 * @throws {ChannelError} Never with the token in it.
 */
export async function callApi(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body: object | null,
  context: AccountContext,
  { headers, isTaken }: CallOptions = {},
): Promise<unknown> {
  const response = await request(method, `${context.apiBaseUrl}${path}`, body, context, headers);
  const answer = await readJson(response);
  if (!response.ok && response.status !== isTaken) throw toChannelError(response.status, answer);
  return answer;
}

/** For calls that may be repeated: no clear answer only means that it has to be tried again. */
export async function callRepeatably(...call: Parameters<typeof callApi>): Promise<unknown> {
  try {
    return await callApi(...call);
  } catch (error) {
    if (!(error instanceof ChannelError) || error.kind !== 'indeterminate') throw error;
    throw new ChannelError('unavailable', error.message, error.facts);
  }
}

export async function request(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  body: object | null,
  { credentials, fetch, signal }: AccountContext,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const authorization = `Bearer ${credentials.channelAccessToken ?? ''}`;
  try {
    if (body === null) return await fetch(url, { method, headers: { authorization }, signal });
    const headers = { ...more, authorization, 'content-type': 'application/json' };
    return await fetch(url, { method, headers, body: JSON.stringify(body), signal });
  } catch (error) {
    const platformCode = `network:${networkFailureCode(error) ?? 'unknown'}`;
    throw classifyNetworkFailure(error) === 'not-sent'
      ? new ChannelError('unavailable', 'LINE could not be reached.', { platformCode })
      : new ChannelError('indeterminate', 'The connection to LINE broke before an answer came.', {
          platformCode,
        });
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return parseLosslessJson(await response.text());
  } catch {
    return undefined;
  }
}
