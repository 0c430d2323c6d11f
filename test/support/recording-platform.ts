import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';

export interface ReceivedRequest {
  /** By the receiving side's clock, in milliseconds; when the request had arrived whole. */
  readonly atMs: number;
  readonly path: string;
  readonly to: string;
  /** Our id of the message. */
  readonly messageId: string;
  readonly text: string;
}

export type PlatformAnswer =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** Takes the request and closes the connection without a word. */
  | 'reset'
  /** Takes the request and never answers. */
  | 'silence';

/** A server that plays the example channel's platform and remembers what came, in order. */
export interface RecordingPlatform {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** From now on; absent: everything is accepted. */
  answers(answer: (request: ReceivedRequest) => PlatformAnswer | Promise<PlatformAnswer>): void;
  accepts(): void;
  close(): Promise<void>;
}

export async function startRecordingPlatform(): Promise<RecordingPlatform> {
  const requests: ReceivedRequest[] = [];
  const accept = (request: ReceivedRequest): PlatformAnswer => ({
    status: 200,
    body: { externalIds: [`platform-${requests.indexOf(request) + 1}`] },
  });
  let answer: (request: ReceivedRequest) => PlatformAnswer | Promise<PlatformAnswer> = accept;

  const server = createServer(async (incoming, outgoing) => {
    const request = await receive(incoming);
    requests.push(request);
    await reply(await answer(request), outgoing);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answers: (next) => {
      answer = next;
    },
    accepts: () => {
      answer = accept;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = JSON.parse(Buffer.concat(chunks).toString());
  return {
    atMs: performance.now(),
    path: incoming.url ?? '',
    to: body.to,
    messageId: body.id,
    text: body.parts?.[0]?.text ?? '',
  };
}

async function reply(answer: PlatformAnswer, outgoing: ServerResponse): Promise<void> {
  if (answer === 'silence') return;
  if (answer === 'reset') {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  const { status, body, headers } = answer;
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  outgoing.end(JSON.stringify(body ?? {}));
}
