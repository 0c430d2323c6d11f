import { type AccountContext, ChannelError } from '../../core/channel/index.ts';
import { classifyNetworkFailure, networkFailureCode } from '../shared/network-failure.ts';
import { asRepeatable, toChannelError } from './errors.ts';
import { isRelayed, readHeaderLines } from './relay.ts';
import { signToken } from './token.ts';

export interface ApiCall {
  readonly method: 'GET' | 'POST';
  /** Behind the API address, without slash: `message`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/**
 * One call, once, in our name.
 *
 * @returns The answer to a 2xx, unread.
 * @throws {ChannelError} Never with a token in it.
 */
export async function callApi(call: ApiCall, context: AccountContext): Promise<Response> {
  const response = await request(
    `${context.apiBaseUrl}/${call.path}`,
    { ...call, headers: { ...call.headers, ...(await credentialHeaders(context)) } },
    context,
  );
  if (response.ok) return response;
  throw toChannelError({
    status: response.status,
    words: await readWords(response),
    retryAfterMs: readWait(response),
  });
}

/** For calls that send nothing: no clear answer only means that it has to be tried again. */
export async function callRepeatably(call: ApiCall, context: AccountContext): Promise<Response> {
  try {
    return await callApi(call, context);
  } catch (error) {
    throw asRepeatable(error);
  }
}

/** A call to any address, with nothing of ours in it. */
export async function request(
  url: string,
  { method, headers, body }: Omit<ApiCall, 'path'>,
  { fetch, signal }: AccountContext,
): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers,
      signal,
      ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    });
  } catch (error) {
    throw networkError(error);
  }
}

async function credentialHeaders({ credentials, clock }: AccountContext) {
  if (isRelayed(credentials)) {
    return Object.fromEntries(readHeaderLines(credentials.relayHeaders ?? '') ?? []);
  }
  return { authorization: `Bearer ${await signToken(credentials, clock.now())}` };
}

function networkError(error: unknown): ChannelError {
  const platformCode = `network:${networkFailureCode(error) ?? 'unknown'}`;
  return classifyNetworkFailure(error) === 'not-sent'
    ? new ChannelError('unavailable', 'Apple could not be reached.', { platformCode })
    : new ChannelError('indeterminate', 'The connection to Apple broke before an answer came.', {
        platformCode,
      });
}

/** Apple's refusals are a line of text, or JSON; a page comes from something in between. */
async function readWords(response: Response): Promise<string> {
  const isPage = response.headers.get('content-type')?.includes('html') === true;
  try {
    const text = await response.text();
    return isPage ? '' : text.trim();
  } catch {
    return '';
  }
}

/** Longer would be a mistake that silences an account. */
const MAX_WAIT_SECONDS = 60 * 60;

function readWait(response: Response): number | null {
  const header = response.headers.get('retry-after') ?? '';
  return /^\d{1,9}$/u.test(header) ? Math.min(Number(header), MAX_WAIT_SECONDS) * 1000 : null;
}
