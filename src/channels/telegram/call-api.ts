import * as z from 'zod';
import { type AccountContext, ChannelError } from '../../core/channel/index.ts';
import { classifyNetworkFailure, networkFailureCode } from '../shared/network-failure.ts';
import { noClearAnswer, toChannelError } from './errors.ts';
import { optional } from './payload.ts';

/** Every answer of the Bot API. */
const Answer = z.union([
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error_code: z.int(),
    description: optional(z.string()),
    parameters: optional(
      z.object({
        retry_after: optional(z.number().nonnegative()),
        migrate_to_chat_id: optional(z.int()),
      }),
    ),
  }),
]);

export type ApiBody = Readonly<Record<string, unknown>> | FormData;

/**
 * One call of one method, once.
 *
 * @returns The `result` of the answer, unread.
 * @throws {ChannelError} Never with the token in it: its address would carry one, so foreign errors are not passed on.
 */
export async function callApi(method: string, body: ApiBody, context: AccountContext): Promise<unknown> {
  const response = await request(methodUrl(method, context), body, context);
  const { status } = response;
  const answer = Answer.safeParse(await readJson(response));
  if (answer.success) {
    if (answer.data.ok) return answer.data.result;
    const { error_code, description, parameters } = answer.data;
    throw toChannelError({
      code: error_code,
      description: description ?? '',
      retryAfterSeconds: parameters?.retry_after ?? null,
      migrateToChatId: parameters?.migrate_to_chat_id ?? null,
    });
  }
  throw withoutAnswerOf(status);
}

/** Something that is not the Bot API answered: a proxy on the way, or a wrong address of the account. */
function withoutAnswerOf(status: number): ChannelError {
  if (status === 413 || status === 429) {
    return toChannelError({ code: status, description: '', retryAfterSeconds: null, migrateToChatId: null });
  }
  // Refused before Telegram saw it.
  if (status >= 400 && status < 500) {
    return new ChannelError(
      'unavailable',
      `What answers at the account's API address is no Bot API (HTTP ${status}). Check the address.`,
      { platformCode: `http:${status}`, actionBy: 'operator' },
    );
  }
  return noClearAnswer(status);
}

/** For calls that may be repeated: no clear answer only means that it has to be tried again. */
export async function callRepeatably(
  method: string,
  body: ApiBody,
  context: AccountContext,
): Promise<unknown> {
  try {
    return await callApi(method, body, context);
  } catch (error) {
    if (!(error instanceof ChannelError) || error.kind !== 'indeterminate') throw error;
    throw new ChannelError('unavailable', error.message, error.facts);
  }
}

export function fileUrl(filePath: string, { apiBaseUrl, credentials }: AccountContext): string {
  const path = filePath.split('/').map(encodeURIComponent).join('/');
  return `${apiBaseUrl}/file/bot${credentials.botToken ?? ''}/${path}`;
}

export async function request(
  url: string,
  body: ApiBody | null,
  { fetch, signal }: AccountContext,
): Promise<Response> {
  try {
    if (body === null) return await fetch(url, { signal });
    if (body instanceof FormData) return await fetch(url, { method: 'POST', body, signal });
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
  } catch (error) {
    if (error instanceof ChannelError) throw error;
    throw networkError(error);
  }
}

function methodUrl(method: string, { apiBaseUrl, credentials }: AccountContext): string {
  return `${apiBaseUrl}/bot${credentials.botToken ?? ''}/${method}`;
}

/** Undefined for what is no JSON. A connection that breaks within the answer breaks after the request. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function networkError(error: unknown): ChannelError {
  const platformCode = `network:${networkFailureCode(error) ?? 'unknown'}`;
  return classifyNetworkFailure(error) === 'not-sent'
    ? new ChannelError('unavailable', 'Telegram could not be reached.', { platformCode })
    : new ChannelError('indeterminate', 'The connection to Telegram broke before an answer came.', {
        platformCode,
      });
}
