import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { createGuardedFetch } from '../../../src/channels/shared/guarded-fetch.ts';
import { type AccountContext, ChannelError } from '../../../src/core/channel/index.ts';
import { systemClock } from '../../../src/core/model/clock.ts';
import { PAGE_ID } from './account.ts';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text and bytes as they are. */
  readonly body: unknown;
}

export interface ReceivedCall {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly authorization: string | undefined;
  /** JSON where it was JSON, else the text. */
  readonly body: unknown;
}

/**
 * A Graph API that gives its answers one after the other, the last of them for ever, for answers that a well-behaved
 * Meta would not give.
 */
export async function startScriptedGraph(...answers: readonly ScriptedAnswer[]) {
  const calls: ReceivedCall[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const text = (await buffer(request)).toString();
    const isJson = headers['content-type']?.startsWith('application/json') === true;
    calls.push({
      method,
      path: url,
      authorization: headers.authorization,
      body: isJson ? JSON.parse(text) : text,
    });
    const answer = answers[Math.min(calls.length, answers.length) - 1] ?? { body: {} };
    response.writeHead(answer.status ?? 200, answer.headers ?? {});
    const { body } = answer;
    response.end(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { calls, url: `http://127.0.0.1:${port}`, context: contextOf(`http://127.0.0.1:${port}`) };
}

/** Where somebody listened a moment ago. */
export async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

let accounts = 0;

/** An account of its own for every test: what was uploaded for one is not reused for another. */
export function contextOf(apiBaseUrl: string, facts: Partial<AccountContext> = {}): AccountContext {
  accounts += 1;
  return {
    accountId: `account-${accounts}`,
    credentials: {
      pageId: PAGE_ID,
      pageAccessToken: 'EAAexampletoken',
      appSecret: 'example-app-secret',
      verifyToken: 'example-verify',
    },
    settings: {},
    apiBaseUrl,
    externalId: PAGE_ID,
    fetch: createGuardedFetch({ allowPrivateAddresses: true }),
    openMedia: async () => ({ bytes: SMALL_GIF, fileName: 'dot.gif', mimeType: 'image/gif' }),
    clock: systemClock,
    signal: AbortSignal.timeout(10_000),
    ...facts,
  };
}

/** One transparent dot. */
export const SMALL_GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

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
