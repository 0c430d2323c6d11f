import { createServer, type IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { SignJWT } from 'jose';
import { onTestFinished } from 'vitest';
import {
  type AppleMessagesSimulatorOptions,
  startAppleMessagesSimulator,
} from '../../../../src/channels/apple-messages/simulator/index.ts';
import { createWatchableList } from '../../../../src/channels/shared/simulator/watchable-list.ts';

export interface Delivery {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly id: string; readonly type: string; readonly body?: string } & Record<
    string,
    unknown
  >;
}

/** An MSP without a gateway: its webhook answers as it is told, and its calls are made by hand. */
export async function startScene(
  options: AppleMessagesSimulatorOptions = {},
  answer: (delivery: Delivery, count: number) => number = () => 200,
) {
  const apple = await startAppleMessagesSimulator({ retryDelaysMs: [1, 1], ...options });
  const business = apple.addBusiness();
  const deliveries = createWatchableList<Delivery>(({ body }) => JSON.stringify(body));
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(gunzipSync(Buffer.concat(chunks)).toString());
    const delivery: Delivery = { path: request.url ?? '', headers: request.headers, body };
    const status = answer(delivery, deliveries.total);
    deliveries.append(delivery);
    response.writeHead(status);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await apple.close();
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  business.deliversTo(`http://127.0.0.1:${address.port}/hook`);

  const token = (claims: object = {}, secret = business.mspSecret) =>
    new SignJWT({ iss: business.mspId, iat: Math.floor(Date.now() / 1000), ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(secret, 'base64'));

  /** One call by hand. */
  const call = async (
    path: string,
    init: { body?: BodyInit; method?: string; headers?: Record<string, string> } = {},
  ) => {
    const { headers = {}, ...rest } = init;
    const response = await fetch(`${apple.url}/${path}`, {
      method: rest.body === undefined ? 'GET' : 'POST',
      ...rest,
      headers: { authorization: `Bearer ${await token()}`, 'source-id': business.id, ...headers },
    });
    const text = await response.text();
    return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : null };
  };

  let count = 0;
  const send = (
    customerId: string,
    content: object,
    headers: Record<string, string> = {},
    path = 'message',
  ) => {
    count += 1;
    const id = `8b1d2c34-0000-4000-8000-${String(count).padStart(12, '0')}`;
    const body = { v: 1, id, sourceId: business.id, destinationId: customerId, ...content };
    return call(path, {
      body: JSON.stringify(body),
      headers: { id: body.id, 'destination-id': customerId, 'content-type': 'application/json', ...headers },
    });
  };

  /** The customer of that name has written, so that they can be answered. */
  const meet = async (name: string, facts: Parameters<typeof apple.customer>[1] = {}) => {
    const customer = apple.customer(name, facts);
    const { customerId } = customer.writes('Hello');
    await deliveries.waitFor(({ headers }) => headers['source-id'] === customerId);
    return { customer, customerId: customerId ?? '' };
  };

  return { apple, business, deliveries, token, call, send, meet };
}
