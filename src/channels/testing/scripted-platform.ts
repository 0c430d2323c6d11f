import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** One request as it came over the wire. */
export interface PlatformRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The JSON of the body, or the fields of a form with their JSON read; undefined: it is neither. */
  readonly json: unknown;
  /** The fields of a form that hold files. */
  readonly fileFields: readonly string[];
}

export interface PlatformAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text or bytes as they are; anything else as JSON. */
  readonly body: unknown;
}

/** `reset`: reads the request and breaks the connection. `silence`: reads it and never answers. */
export type PlatformBehaviour = PlatformAnswer | 'reset' | 'silence';

export interface ScriptedPlatform {
  readonly url: string;
  readonly requests: readonly PlatformRequest[];
  close(): Promise<void>;
}

const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

/** A server on this machine that answers as it is told and remembers what it was asked. */
export async function startScriptedPlatform(
  behave: (request: PlatformRequest) => PlatformBehaviour,
): Promise<ScriptedPlatform> {
  const requests: PlatformRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const request = await receive(incoming);
      requests.push(request);
      reply(behave(request), outgoing);
    })().catch((error: unknown) => {
      outgoing.writeHead(500).end(`The fixtures failed: ${String(error)}`);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP address.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function receive(incoming: IncomingMessage): Promise<PlatformRequest> {
  const raw = await buffer(incoming);
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://platform');
  const { headers, method = 'GET' } = incoming;
  const body =
    headers['content-encoding'] === 'gzip' ? gunzipSync(raw, { maxOutputLength: MAX_INFLATED_BYTES }) : raw;
  const type = headers['content-type'] ?? '';
  const isForm = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)/u.test(type);
  const { json, fileFields } = isForm ? await readForm(body, type) : { json: readJson(body), fileFields: [] };
  return { method, path: pathname, query: searchParams, headers, json, fileFields };
}

async function readForm(body: Buffer, contentType: string) {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  const fields: Record<string, unknown> = {};
  const fileFields: string[] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = readJson(value) ?? value;
    else fileFields.push(name);
  }
  return { json: fields, fileFields };
}

function readJson(body: Buffer | string): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function reply(behaviour: PlatformBehaviour, outgoing: ServerResponse): void {
  if (behaviour === 'silence') return;
  if (behaviour === 'reset') {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  const { status = 200, headers, body } = behaviour;
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  outgoing.end(isRaw ? body : JSON.stringify(body));
}
