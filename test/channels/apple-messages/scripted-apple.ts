import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { createGuardedFetch } from '../../../src/channels/shared/guarded-fetch.ts';
import type { AccountContext, MediaFile } from '../../../src/core/channel/index.ts';
import { credentials } from './credentials.ts';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string or bytes as they are. Absent: empty. */
  readonly body?: unknown;
  /** The connection is reset instead. */
  readonly isCut?: boolean;
}

export interface ReceivedCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Unpacked. */
  readonly bytes: Buffer;
  readonly json: unknown;
}

export interface ScriptedApple {
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  readonly context: AccountContext;
}

/** @param answers  By path, such as `/preUpload`; what has none is answered 200 with nothing. `{url}` becomes the server's own. */
export async function startScriptedApple(
  answers: Readonly<Record<string, ScriptedAnswer>> = {},
  change: Partial<AccountContext> & { readonly files?: Readonly<Record<string, MediaFile>> } = {},
): Promise<ScriptedApple> {
  const calls: ReceivedCall[] = [];
  let url = '';
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const raw = await buffer(request);
    const bytes = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    calls.push({
      method: request.method ?? '',
      path,
      headers: request.headers,
      bytes,
      json: readJson(bytes),
    });
    const { status = 200, headers = {}, body, isCut = false } = answers[path] ?? {};
    if (isCut) {
      request.socket.resetAndDestroy();
      return;
    }
    response.writeHead(status, headers);
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
    if (body === undefined) response.end();
    else response.end(body instanceof Uint8Array ? body : text.replaceAll('{url}', url));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { files = {}, ...rest } = change;
  const context: AccountContext = {
    accountId: 'account-1',
    credentials,
    settings: {},
    apiBaseUrl: url,
    externalId: null,
    fetch: createGuardedFetch({ allowPrivateAddresses: true }),
    openMedia: async (source) => {
      const file = source.from === 'store' ? files[source.mediaId] : undefined;
      if (file === undefined) throw new Error('There is no such file.');
      return file;
    },
    clock: { now: () => new Date('2026-11-02T09:00:00Z') },
    signal: AbortSignal.timeout(10_000),
    ...rest,
  };
  return { url, calls, context };
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
