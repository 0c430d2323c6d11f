import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import {
  type MessengerSimulatorOptions,
  startMessengerSimulator,
} from '../../../../src/channels/messenger/simulator/index.ts';
import { createWatchableList } from '../../../../src/channels/shared/simulator/watchable-list.ts';

export interface Delivered {
  /** As it came, letter by letter. */
  readonly text: string;
  readonly body: { readonly object: string; readonly entry: readonly Readonly<Record<string, unknown>>[] };
  readonly isSigned: boolean;
  readonly answeredWith: number;
}

/** A Messenger with one Page, a webhook of ours that is subscribed to everything, and a way to call the API. */
export async function startScene(
  options: MessengerSimulatorOptions = {},
  page: { hasHumanAgent?: boolean; isNewsPage?: boolean; templates?: string[] } = {},
) {
  const messenger = await startMessengerSimulator({ sendLimits: null, ...options });
  onTestFinished(() => messenger.close());
  const account = messenger.addPage(page);
  const deliveries = createWatchableList<Delivered>(({ text }) => text);
  const answers = { status: 200 };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (request.method === 'GET') {
      response.end(
        url.searchParams.get('hub.verify_token') === 'ours' ? url.searchParams.get('hub.challenge') : '',
      );
      return;
    }
    const bytes = await buffer(request);
    const expected = `sha256=${createHmac('sha256', messenger.app.secret).update(bytes).digest('hex')}`;
    const answeredWith = answers.status;
    response.writeHead(answeredWith).end();
    deliveries.append({
      answeredWith,
      text: bytes.toString(),
      body: JSON.parse(bytes.toString()),
      isSigned: request.headers['x-hub-signature-256'] === expected,
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;

  async function call(method: string, path: string, body?: object, token = account.token) {
    const response = await fetch(`${messenger.url}/v26.0/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: Object(await response.json()) };
  }
  const fields =
    'messages,message_echoes,message_deliveries,message_reads,message_reactions,message_edits,messaging_postbacks,messaging_referrals,messaging_handovers';
  await call(
    'POST',
    `${messenger.app.id}/subscriptions`,
    { object: 'page', callback_url: webhookUrl, verify_token: 'ours', fields },
    `${messenger.app.id}|${messenger.app.secret}`,
  );
  await call('POST', `${account.id}/subscribed_apps`, { subscribed_fields: fields });

  const ada = messenger.customer('Ada Byron');
  const send = (message: object, more: object = {}) => {
    const { psid } = ada.does({ do: 'read' });
    return call('POST', 'me/messages', {
      recipient: { id: psid },
      messaging_type: 'RESPONSE',
      message,
      ...more,
    });
  };
  /** The first event of this kind, with where it stood. */
  const event = (key: string, from = 0) =>
    deliveries.waitFor(
      ({ body }) => {
        for (const list of ['messaging', 'standby'] as const) {
          const [first] = Array.isArray(body.entry[0]?.[list]) ? body.entry[0][list] : [];
          if (first?.[key] !== undefined) return { list, ...Object(first) };
        }
        return null;
      },
      { from },
    );
  return { messenger, account, ada, call, send, deliveries, answers, event, webhookUrl };
}
