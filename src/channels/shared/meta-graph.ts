import { createHmac } from 'node:crypto';
import { type AccountContext, ChannelError } from '../../core/channel/index.ts';
import { parseLosslessJson } from './lossless-json.ts';
import { type MetaRefusal, readMetaRefusal } from './meta-refusal.ts';
import { classifyNetworkFailure, networkFailureCode } from './network-failure.ts';

/** How one channel uses the Graph API. */
export interface MetaGraph {
  /** For sentences: `WhatsApp`. */
  readonly platform: string;
  /** `v26.0`. */
  readonly version: string;
  readonly accessToken: string;
  /** Proves with each call that we hold the app's secret too; null: the app does not ask for it. */
  readonly appSecretForProof: string | null;
  readonly toChannelError: (refusal: MetaRefusal) => ChannelError;
}

export interface GraphCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Behind the version, without slash at either end. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Bytes go as they are. */
  readonly body?: Readonly<Record<string, unknown>> | FormData | Uint8Array<ArrayBuffer>;
  /** Beside what every call has; lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One call, once.
 *
 * @returns The JSON of a 2xx answer, unread; whole numbers of 16 digits and more are strings in it.
 * @throws {ChannelError} Never with the token in it: Meta repeats malformed ones in its sentences.
 */
export async function callGraph(
  call: GraphCall,
  graph: MetaGraph,
  context: AccountContext,
): Promise<unknown> {
  const response = await request(call, graph, context);
  const json = await readJson(response);
  if (response.ok) {
    if (json !== undefined) return json;
    throw noClearAnswer(graph, response.status);
  }
  const refusal = readMetaRefusal(response.status, response.headers, json);
  // Behind a gateway's 5xx the request may have been done all the same.
  if (refusal.code === null && isUnclear(response.status)) throw noClearAnswer(graph, response.status);
  throw graph.toChannelError({ ...refusal, description: withoutToken(refusal.description, graph) });
}

/** For calls that may be repeated: no clear answer only means that it has to be tried again. */
export async function callGraphRepeatably(
  call: GraphCall,
  graph: MetaGraph,
  context: AccountContext,
): Promise<unknown> {
  try {
    return await callGraph(call, graph, context);
  } catch (error) {
    throw asRepeatable(error);
  }
}

/** The same failure of something that sends nothing. */
export function asRepeatable(error: unknown): unknown {
  if (!(error instanceof ChannelError) || error.kind !== 'indeterminate') return error;
  return new ChannelError('unavailable', error.message, error.facts);
}

/** It may have been done, or not. */
export function noClearAnswer({ platform }: Pick<MetaGraph, 'platform'>, status: number): ChannelError {
  return new ChannelError('indeterminate', `${platform} gave no clear answer (HTTP ${status}).`, {
    platformCode: `http:${status}`,
  });
}

export function networkError({ platform }: Pick<MetaGraph, 'platform'>, error: unknown): ChannelError {
  const platformCode = `network:${networkFailureCode(error) ?? 'unknown'}`;
  return classifyNetworkFailure(error) === 'not-sent'
    ? new ChannelError('unavailable', `${platform} could not be reached.`, { platformCode })
    : new ChannelError('indeterminate', `The connection to ${platform} broke before an answer came.`, {
        platformCode,
      });
}

async function request(call: GraphCall, graph: MetaGraph, context: AccountContext): Promise<Response> {
  const { method, body, headers = {} } = call;
  const isRaw = body instanceof FormData || body instanceof Uint8Array;
  try {
    return await context.fetch(urlOf(call, graph, context), {
      method,
      headers: {
        authorization: `Bearer ${graph.accessToken}`,
        ...(body !== undefined && !isRaw && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
      signal: context.signal,
    });
  } catch (error) {
    throw networkError(graph, error);
  }
}

function urlOf({ path, query = {} }: GraphCall, graph: MetaGraph, { apiBaseUrl }: AccountContext): string {
  const proof =
    graph.appSecretForProof === null
      ? {}
      : { appsecret_proof: hmac(graph.appSecretForProof, graph.accessToken) };
  const parameters = new URLSearchParams({ ...query, ...proof }).toString();
  return `${apiBaseUrl}/${graph.version}/${path}${parameters === '' ? '' : `?${parameters}`}`;
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

/** Undefined for what is no JSON. A connection that breaks within the answer breaks after the request. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return parseLosslessJson(await response.text());
  } catch {
    return undefined;
  }
}

/** A proxy that waited for somebody, or one that has nothing behind it: no word of Meta's own. */
function isUnclear(status: number): boolean {
  return status >= 500 || status === 408;
}

function withoutToken(words: string, { accessToken }: MetaGraph): string {
  return accessToken === '' ? words : words.replaceAll(accessToken, '…');
}
