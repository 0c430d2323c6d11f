import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Express } from 'express';
import { OperatorError } from './core/model/operator-error.ts';
import type { Metrics } from './http/metrics.ts';
import { createWebhookHandler, isWebhookPath, type ReceiveWebhook } from './http/webhooks.ts';

export interface ServerParts {
  readonly app: Express;
  readonly receiveWebhook: ReceiveWebhook;
  readonly channelNames: readonly string[];
  readonly metrics: Metrics;
  /** Adds what is not plain HTTP: the subscriptions' WebSocket. */
  readonly attach: (server: Server) => void;
}

export interface RunningServer {
  readonly port: number;
  /** From now on every answer ends its connection, so that whoever keeps one comes back elsewhere. */
  drain(): void;
  /** No new connections; requests in flight finish. */
  close(): Promise<void>;
}

/** Deadlines against senders that never finish: headers, then the whole request. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** How often they are looked at. */
const CHECK_DEADLINES_MS = 5_000;
/** Longer than common load balancers keep idle connections (60 s), so that they close first. */
const KEEP_ALIVE_MS = 75_000;

/** Opens the door: webhooks go to their own handler, everything else to express. */
export async function startServer(parts: ServerParts, port: number, host: string): Promise<RunningServer> {
  let isDraining = false;
  const handleWebhook = createWebhookHandler(parts.receiveWebhook);
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_DEADLINES_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    (request, response) => {
      // A client that keeps its connection and keeps asking would hold up the end for ever.
      if (isDraining) response.setHeader('connection', 'close');
      response.once('close', () => {
        if (!server.listening) server.closeIdleConnections();
      });
      if (!isWebhookPath(request.url)) {
        parts.app(request, response);
        return;
      }
      const startedAt = performance.now();
      // Only names that exist become labels: a stranger's URLs must not grow the metrics.
      const named = request.url?.split('/', 3)[2] ?? '';
      const channel = parts.channelNames.includes(named) ? named : 'unknown';
      handleWebhook(request, response)
        .catch(() => {
          // Intake answers for its own failures; whatever still gets here must not look like success.
          if (!response.headersSent) response.writeHead(503, { 'retry-after': '5' }).end();
        })
        .finally(() =>
          parts.metrics.webhookAnswered(channel, response.statusCode, (performance.now() - startedAt) / 1000),
        );
    },
  );
  parts.attach(server);
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(unlistenable(error, port, host));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    drain() {
      isDraining = true;
    },
    close: () =>
      new Promise((resolve) => {
        isDraining = true;
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/** What an operator can mend is told in a sentence; the rest is an accident. */
function unlistenable(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const reason = REASONS[error.code ?? ''];
  if (reason === undefined) return error;
  return new OperatorError(
    `Nothing can listen on ${host}, port ${port}: ${reason}. Set PORT and HOST to a free port and an address of this machine. Example: PORT=4001`,
  );
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process does already',
  EACCES: 'this user may not',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'no such host is known',
};
