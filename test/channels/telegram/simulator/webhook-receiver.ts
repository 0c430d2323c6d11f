import { createServer, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';
import { createWatchableList } from '../../../../src/channels/shared/simulator/watchable-list.ts';

export interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly update: { readonly update_id: number } & Record<string, unknown>;
  readonly arrivedAtMs: number;
}

export interface HookAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Closes the connection instead of answering. */
  readonly hangsUp?: boolean;
  /** Answers when this is settled. */
  readonly after?: Promise<unknown>;
}

/** A webhook for one test: records what arrives and answers as it is told, by default with an empty 200. */
export async function startReceiver(answer: (delivery: Delivery, count: number) => HookAnswer = () => ({})) {
  const deliveries = createWatchableList<Delivery>(({ update }) => JSON.stringify(update));
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const update = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const delivery: Delivery = { headers: request.headers, update, arrivedAtMs: performance.now() };
    const {
      status = 200,
      headers = {},
      body = '',
      hangsUp = false,
      after,
    } = answer(delivery, deliveries.total);
    deliveries.append(delivery);
    await after;
    if (hangsUp) {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, headers);
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
    deliveries,
    /** The texts of the messages that arrived, in order of arrival, once there are so many. */
    async texts(count: number): Promise<string[]> {
      await deliveries.waitFor(() => deliveries.total >= count);
      return deliveries.items.map(({ update }) => {
        const message = update.message as { text?: string } | undefined;
        return message?.text ?? Object.keys(update)[1] ?? '';
      });
    },
  };
}
