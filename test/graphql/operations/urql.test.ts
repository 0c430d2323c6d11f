import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../../src/graphql/ids.ts';
import { startEmbeddedTestDatabase } from '../../support/embedded-test-engine.ts';
import { publishedOperation } from '../../support/published-operations.ts';
import { type StreamScene, socketClient, sseClient, startStreamScene } from '../../support/stream-scene.ts';
import { createTestDatabasePool } from '../../support/test-database-pool.ts';

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
let scene: StreamScene;

beforeAll(async () => {
  scene = await startStreamScene(await pool.open());
});
afterAll(async () => {
  await scene.server.close();
  await pool.stop();
});

const fetchOptions = () => ({ headers: { authorization: `Bearer ${scene.workspace.secret}` } });
const over = (exchanges: ConstructorParameters<typeof Client>[0]['exchanges'], options: object = {}) =>
  new Client({ url: scene.server.url, exchanges, fetchOptions, preferGetMethod: false, ...options });

describe('urql', () => {
  it('reads and writes with the published operations', async () => {
    const client = over([fetchExchange]);

    const inbox = await client.query(publishedOperation('InboxQuery').text, { first: 5 }).toPromise();
    const [conversation] = scene.inbox.conversations;
    const input = {
      conversationId: encodeId('Conversation', conversation?.conversationId ?? ''),
      parts: [{ text: { text: 'Hello' } }],
      idempotencyKey: 'urql-1',
    };
    const sent = await client.mutation(publishedOperation('SendMessageMutation').text, { input }).toPromise();

    expect(inbox.error).toBeUndefined();
    expect(inbox.data.conversations.nodes).toMatchObject([{ contact: { name: 'acme contact 0' } }]);
    expect(sent.data.sendMessage).toMatchObject({
      __typename: 'SendMessageSuccess',
      queuedMessage: { status: 'QUEUED' },
    });
  });

  it('reads with GET, too', async () => {
    const client = over([fetchExchange], { preferGetMethod: 'force' });

    const { data, error } = await client.query('{ viewer { role } }', {}).toPromise();

    expect(error).toBeUndefined();
    expect(data).toEqual({ viewer: expect.objectContaining({ role: 'OWNER' }) });
  });

  it.each([
    ['its own fetch', () => over([fetchExchange], { fetchSubscriptions: true })],
    ['graphql-sse', () => overSink(sseClient(scene.server.url, scene.workspace.secret))],
    ['graphql-ws', () => overSink(socketClient(scene.server.webSocketUrl, scene.workspace.secret))],
  ])('follows events by %s', async (_name, clientOf) => {
    const seen: unknown[] = [];
    const subscription = clientOf()
      .subscription(publishedOperation('EventsSubscription').text, {})
      .subscribe(({ data, error }) => seen.push(error ?? data.events.type));
    const writing = setInterval(() => void scene.happen(1), 20);

    await expect.poll(() => seen.length, { timeout: 120_000 }).toBeGreaterThan(1);
    clearInterval(writing);
    subscription.unsubscribe();

    expect(new Set(seen)).toEqual(new Set(['MESSAGE_RECEIVED']));
  });
});

type Subscribing = ReturnType<typeof socketClient> | ReturnType<typeof sseClient>;

function overSink(client: Subscribing): Client {
  return over([
    subscriptionExchange({
      forwardSubscription: ({ query, variables }) => ({
        subscribe: (sink) => ({
          unsubscribe: client.subscribe({ query: query ?? '', variables: { ...variables } }, sink as never),
        }),
      }),
    }),
  ]);
}
