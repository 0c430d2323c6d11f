import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';

/** One request to a simulated platform, before anybody understood it. */
export interface SimulatorRequest {
  readonly method: string;
  /** Without percent signs, where they can be resolved. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Aborts when the client hangs up before it was answered. */
  readonly signal: AbortSignal;
  /** Reads the whole body, once. null when it is larger: the rest was drained and forgotten. */
  readBody(maxBytes: number): Promise<Uint8Array | null>;
}

export type SimulatorReply =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Uint8Array;
    }
  /** The connection is reset, with nothing said. */
  | { readonly kind: 'cut' }
  /** The connection stays open and nothing is ever said. */
  | { readonly kind: 'silence' };

export interface SimulatorServer {
  /** Such as `http://127.0.0.1:41234`, no trailing slash. */
  readonly url: string;
  /** Stops listening and ends every connection, also those that are waiting for an answer. */
  close(): Promise<void>;
}

/**
 * A plain HTTP server whose handler decides, per request, not only what is answered but whether anything is.
 *
 * @param port  0 takes any free port.
 */
export async function startSimulatorServer(options: {
  readonly host: string;
  readonly port: number;
  handle(request: SimulatorRequest): Promise<SimulatorReply>;
}): Promise<SimulatorServer> {
  const server = createServer((incoming, response) => {
    options
      .handle(asSimulatorRequest(incoming, response))
      .catch(asAccident)
      .then((reply) => send(reply, incoming, response));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });

  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The simulator has no TCP address.');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${host}:${address.port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function asSimulatorRequest(incoming: IncomingMessage, response: ServerResponse): SimulatorRequest {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/su);
  return {
    method: incoming.method ?? 'GET',
    path: decoded(path),
    query: new URLSearchParams(query),
    headers: incoming.headers,
    signal: gone.signal,
    async readBody(maxBytes) {
      const chunks: Uint8Array[] = [];
      let sizeBytes = 0;
      for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
        sizeBytes += chunk.byteLength;
        if (sizeBytes <= maxBytes) chunks.push(chunk);
        else chunks.length = 0;
      }
      return sizeBytes <= maxBytes ? Buffer.concat(chunks) : null;
    },
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that means nothing: no path of ours has one, so it will not be found.
    return path;
  }
}

/** The simulator itself is broken: whoever runs the test wants to see where. */
function asAccident(accident: unknown): SimulatorReply {
  const trace = accident instanceof Error ? (accident.stack ?? accident.message) : String(accident);
  return {
    kind: 'reply',
    status: 500,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `The simulator itself failed.\n${trace}\n`,
  };
}

function send(reply: SimulatorReply, incoming: IncomingMessage, response: ServerResponse): void {
  if (reply.kind === 'silence') return;
  if (reply.kind === 'cut') {
    incoming.socket.resetAndDestroy();
    return;
  }
  if (response.destroyed) return;
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body);
}
