import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createGuardedFetch } from '../../../src/channels/shared/guarded-fetch.ts';
import { type AccountContext, ChannelError } from '../../../src/core/channel/index.ts';
import { systemClock } from '../../../src/core/model/clock.ts';

export interface RecordedCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** As it is: tokens would not survive being written as JSON. Absent: the connection breaks without an answer. */
  readonly body?: string | Buffer;
}

export const TOKEN = '4a5b6c7d8e9f0a1b-2c3d4e5f6a7b8c9d-0e1f2a3b4c5d6e7f';

/** A server that answers as it is told, call after call; the last answer stands for all that follow. */
export async function startScriptedViber(...answers: readonly ScriptedAnswer[]) {
  const calls: RecordedCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers[Math.min(calls.length, answers.length - 1)] ?? {};
      calls.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      respond(response, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { calls, context: contextFor(`http://127.0.0.1:${port}`) };
}

function respond(response: ServerResponse, { status = 200, headers = {}, body }: ScriptedAnswer): void {
  if (body === undefined) {
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

export function contextFor(apiBaseUrl: string): AccountContext {
  return {
    accountId: 'account-1',
    credentials: { authToken: TOKEN, displayName: 'Shop' },
    settings: {},
    apiBaseUrl,
    externalId: 'pa:77',
    fetch: createGuardedFetch({ allowPrivateAddresses: true }),
    openMedia: () => Promise.reject(new Error('Viber takes no uploads.')),
    clock: systemClock,
    signal: AbortSignal.timeout(10_000),
  };
}

/** An address of this machine at which nobody listens any more. */
export async function deserted(): Promise<AccountContext> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return contextFor(`http://127.0.0.1:${port}`);
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
