import { type AccountContext, ChannelError } from '../../core/channel/index.ts';
import { classifyNetworkFailure, networkFailureCode } from '../shared/network-failure.ts';
import { toChannelError, toHttpError } from './errors.ts';
import { Reply, readJson } from './payload.ts';

/**
 * One call of one method, once.
 *
 * @returns The answer, whose status is 0.
 * @throws {ChannelError} Never with the token in it.
 */
export async function callApi(
  method: string,
  body: Readonly<Record<string, unknown>>,
  context: AccountContext,
  throttles: 'account' | 'conversation' = 'account',
): Promise<Reply> {
  const response = await post(method, body, context);
  const reply = Reply.safeParse(await readAnswer(response));
  // What Viber itself says counts, whatever HTTP status stands above it; what it does not say is no "ok".
  if (!reply.success || (reply.data.status === 0 && !response.ok)) {
    throw toHttpError(response.status, response.headers.get('retry-after'));
  }
  const { status, status_message } = reply.data;
  if (status !== 0) throw toChannelError(status, status_message, throttles);
  return reply.data;
}

/** For calls that may be repeated: no clear answer only means that it has to be tried again. */
export async function callRepeatably(
  method: string,
  body: Readonly<Record<string, unknown>>,
  context: AccountContext,
): Promise<Reply> {
  try {
    return await callApi(method, body, context);
  } catch (error) {
    throw asRepeatable(error);
  }
}

/** The same failure, of something that can be done twice without harm. */
export function asRepeatable(error: unknown): unknown {
  if (!(error instanceof ChannelError) || error.kind !== 'indeterminate') return error;
  return new ChannelError('unavailable', error.message, error.facts);
}

export function networkError(error: unknown): unknown {
  if (error instanceof ChannelError) return error;
  const platformCode = `network:${networkFailureCode(error) ?? 'unknown'}`;
  return classifyNetworkFailure(error) === 'not-sent'
    ? new ChannelError('unavailable', 'Viber could not be reached.', { platformCode })
    : new ChannelError('indeterminate', 'The connection to Viber broke before an answer came.', {
        platformCode,
      });
}

async function post(
  method: string,
  body: Readonly<Record<string, unknown>>,
  { apiBaseUrl, credentials, fetch, signal }: AccountContext,
): Promise<Response> {
  try {
    return await fetch(`${apiBaseUrl}/pa/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-viber-auth-token': credentials.authToken ?? '' },
      body: JSON.stringify(body),
      signal,
    });
  } catch (error) {
    throw networkError(error);
  }
}

/** Undefined for what is no JSON. A connection that breaks within the answer breaks after the request. */
async function readAnswer(response: Response): Promise<unknown> {
  try {
    return readJson(await response.text());
  } catch {
    return undefined;
  }
}
