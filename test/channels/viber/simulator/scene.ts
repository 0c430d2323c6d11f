import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';
import { createWatchableList } from '../../../../src/channels/shared/simulator/watchable-list.ts';
import {
  startViberSimulator,
  type ViberSimulatorOptions,
} from '../../../../src/channels/viber/simulator/index.ts';

export interface Callback {
  readonly headers: IncomingHttpHeaders;
  /** As received, with every digit. */
  readonly raw: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface HookAnswer {
  readonly status?: number;
  readonly body?: string;
  /** Answers when this is settled. */
  readonly after?: Promise<unknown>;
}

/** A webhook for one test: records what arrives and answers as it is told, by default with an empty 200. */
export async function startHook(answer: (callback: Callback, count: number) => HookAnswer = () => ({})) {
  const callbacks = createWatchableList<Callback>(({ raw }) => raw);
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString('utf8');
    const callback = { headers: request.headers, raw, body: JSON.parse(raw) };
    const { status = 200, body = '', after } = answer(callback, callbacks.total);
    callbacks.append(callback);
    await after;
    response.writeHead(status);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    callbacks,
    /** The first callback, present or coming, of that kind behind a position. */
    waitFor: (event: string, from = 0) =>
      callbacks.waitFor((callback) => callback.body.event === event && callback, { from }),
    /** The kinds that arrived, in order of arrival, once there are so many. */
    async events(count: number): Promise<unknown[]> {
      await callbacks.waitFor(() => callbacks.total >= count);
      return callbacks.items.map(({ body }) => body.event);
    },
  };
}

export interface SceneOptions extends ViberSimulatorOptions {
  readonly hook?: Parameters<typeof startHook>[0];
  /** What `set_webhook` says besides the address. */
  readonly webhook?: object;
}

/** A simulator for one test, with a bot whose webhook is set, and a person who has written nothing yet. */
export async function startScene({ hook: answer, webhook = {}, ...options }: SceneOptions = {}) {
  const viber = await startViberSimulator(options);
  onTestFinished(() => viber.close());
  const bot = viber.addBot({ uri: 'shopbot', name: 'Shop' });
  const ada = viber.customer('Ada');
  const hook = await startHook(answer);

  async function post(method: string, body: string, token: string | null = bot.token) {
    const response = await fetch(`${viber.url}/pa/${method}`, {
      method: 'POST',
      headers: token === null ? {} : { 'x-viber-auth-token': token },
      body,
    });
    const raw = await response.text();
    return { httpStatus: response.status, raw, body: readJson(raw) };
  }
  const call = (method: string, body: object = {}) => post(method, JSON.stringify(body));
  const set = await call('set_webhook', { url: hook.url, send_name: true, send_photo: true, ...webhook });
  const receiver = viber.userId(bot, ada);
  /** A text to Ada, or whatever else the fields say. */
  const send = (fields: object = {}) =>
    call('send_message', { receiver, sender: { name: 'Shop' }, type: 'text', text: 'Hello', ...fields });

  return { viber, bot, ada, hook, post, call, set, receiver, send };
}

function readJson(raw: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(raw);
  } catch {
    return {};
  }
}

/** A server on this machine that has one file at every address. @returns where, without a name. */
export async function startFiles(mimeType: string, bytes: Uint8Array | string): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': mimeType });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return `http://127.0.0.1:${address.port}`;
}

/** An address of this machine at which nobody listens any more. */
export async function deserted(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no address');
  return `http://127.0.0.1:${address.port}`;
}

/** The digits of a token as they stand in a body. */
export function tokenIn(raw: string): string {
  return /"message_token":(\d+)/u.exec(raw)?.[1] ?? '';
}

export function signatureOf(token: string, raw: string): string {
  return createHmac('sha256', token).update(raw).digest('hex');
}
