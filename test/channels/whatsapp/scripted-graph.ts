import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { createGuardedFetch } from '../../../src/channels/shared/guarded-fetch.ts';
import { type AccountContext, ChannelError } from '../../../src/core/channel/index.ts';
import { systemClock } from '../../../src/core/model/clock.ts';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text and bytes as they are. `cut`: the connection is reset instead. */
  readonly body: unknown;
}

export interface ReceivedCall {
  /** Such as `POST /v26.0/118826403377915/messages`. */
  readonly operation: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, unknown>>;
  /** JSON parsed; of a form its fields, a file as its name, type and size; else text. */
  readonly body: unknown;
}

/** By the operation's beginning; the longest that fits answers, and `''` everything else. */
export type Script = Readonly<Record<string, ScriptedAnswer>>;

export const ACCESS_TOKEN = 'EAAexampleexampleexample';
export const NUMBER_ID = '118826403377915';
export const BUSINESS_ID = '204718390551002';

/** A Graph API that answers as it was told, for answers that a well-behaved one would not give. */
export async function startScriptedGraph(script: Script) {
  const calls: ReceivedCall[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://graph');
    const operation = `${request.method} ${url.pathname}`;
    const bytes = await buffer(request);
    const body = await readBody(request.headers['content-type'] ?? '', bytes);
    calls.push({ operation, query: Object.fromEntries(url.searchParams), headers: request.headers, body });
    const [found] = Object.keys(script)
      .filter((prefix) => operation.startsWith(prefix))
      .toSorted((a, b) => b.length - a.length);
    const answer = script[found ?? ''] ?? { status: 404, body: 'not in the script' };
    if (answer.body === 'cut') return void request.socket.resetAndDestroy();
    response.writeHead(answer.status ?? 200, answer.headers);
    const isRaw = typeof answer.body === 'string' || answer.body instanceof Uint8Array;
    response.end(isRaw ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { calls, url, close, context: contextFor(url) };
}

export function contextFor(apiBaseUrl: string, facts: Partial<AccountContext> = {}): AccountContext {
  return {
    accountId: 'account-1',
    credentials: {
      phoneNumberId: NUMBER_ID,
      businessAccountId: BUSINESS_ID,
      accessToken: ACCESS_TOKEN,
      appSecret: 'app-secret',
      verifyToken: 'verify-token',
    },
    settings: {},
    apiBaseUrl,
    externalId: NUMBER_ID,
    fetch: createGuardedFetch({ allowPrivateAddresses: true }),
    openMedia: () => Promise.reject(new Error('There are no files here.')),
    clock: systemClock,
    signal: AbortSignal.timeout(10_000),
    ...facts,
  };
}

/** What a promise was rejected with. @throws when it was not, or not with a ChannelError. */
export async function channelErrorOf(promise: Promise<unknown>): Promise<ChannelError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ChannelError) return error;
    throw error;
  }
  throw new Error('Nothing went wrong.');
}

async function readBody(contentType: string, bytes: Buffer): Promise<unknown> {
  if (bytes.length === 0) return null;
  if (contentType === 'application/json') return JSON.parse(bytes.toString());
  if (!contentType.startsWith('multipart/')) return bytes.toString();
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': contentType },
  }).formData();
  return Object.fromEntries(
    [...form].map(([name, value]) => [
      name,
      typeof value === 'string' ? value : { name: value.name, type: value.type, size: value.size },
    ]),
  );
}
