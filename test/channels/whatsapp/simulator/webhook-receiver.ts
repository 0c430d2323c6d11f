import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { createWatchableList } from '../../../../src/channels/shared/simulator/watchable-list.ts';
import { parseWebhook } from '../../../../src/channels/whatsapp/parse.ts';
import { answerHandshake, verify } from '../../../../src/channels/whatsapp/verify.ts';
import type { InboundEvent, WebhookRequest } from '../../../../src/core/channel/index.ts';
import type { Credentials } from '../../../../src/core/model/channel-account.ts';

/** For machines that do much else. */
const PATIENCE = { timeoutMs: 120_000 };

/** What the adapter makes of one delivery. */
export interface Delivery {
  readonly verdict: ReturnType<typeof verify>;
  readonly text: string;
  readonly owners: readonly (string | null)[];
  readonly events: readonly InboundEvent[];
  readonly unknown: readonly string[];
}

/**
 * An address that reads what comes with the adapter's own eyes.
 *
 * @param answer  The status for each delivery, by how many came before it; default 200.
 */
export async function startReceiver(credentials: Credentials, answer: (count: number) => number = () => 200) {
  const deliveries = createWatchableList<Delivery>(({ text }) => text);
  const server = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://receiver');
    const request: WebhookRequest = {
      method: incoming.method === 'GET' ? 'GET' : 'POST',
      headers: incoming.headers,
      query: Object.fromEntries(url.searchParams),
      body: await buffer(incoming),
    };
    const handshake = answerHandshake(request, credentials);
    if (handshake !== null) {
      response.writeHead(handshake.status);
      return void response.end(handshake.body);
    }
    const parsed = parseWebhook(request.body, { externalId: null, username: null, settings: {} });
    const status = answer(deliveries.total);
    deliveries.append({
      verdict: verify(request, credentials),
      text: Buffer.from(request.body).toString('latin1'),
      owners: parsed.events.map(({ accountExternalId }) => accountExternalId),
      events: parsed.events.map(({ event }) => event),
      unknown: parsed.unknown,
    });
    response.writeHead(status);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    deliveries,
    /** Once so many have come: the events of all of them, in order of arrival. */
    async events(count: number): Promise<readonly InboundEvent[]> {
      await deliveries.waitFor(() => deliveries.total >= count, PATIENCE);
      return deliveries.items.flatMap(({ events }) => events);
    },
    /** The first event, present or coming, of a kind, that fits. */
    eventOf<Kind extends InboundEvent['kind']>(
      kind: Kind,
      fits: (event: Extract<InboundEvent, { kind: Kind }>) => boolean = () => true,
    ): Promise<Extract<InboundEvent, { kind: Kind }>> {
      const isOfKind = (event: InboundEvent): event is Extract<InboundEvent, { kind: Kind }> =>
        event.kind === kind;
      return deliveries.waitFor(({ events }) => events.filter(isOfKind).find(fits), PATIENCE);
    },
  };
}
