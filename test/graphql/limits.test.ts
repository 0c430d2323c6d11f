import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/graphql/limits/refuse.ts';
import { startEmbeddedTestDatabase } from '../support/embedded-test-engine.ts';
import { readEventStream } from '../support/event-reader.ts';
import { type StreamScene, socketClient, startStreamScene } from '../support/stream-scene.ts';
import { createTestDatabasePool } from '../support/test-database-pool.ts';

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
let scene: StreamScene;

beforeAll(async () => {
  scene = await startStreamScene(await pool.open());
});
afterAll(async () => {
  await scene.server.close();
  await pool.stop();
});

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
  readonly extensions?: { readonly cost?: { readonly measured: number; readonly allowed: number } };
}

const post = async (query: string, variables: object = {}) => {
  const response = await fetch(scene.server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${scene.workspace.secret}` },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, answer: (await response.json()) as Answer };
};

const repeated = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (levels: number, field: string) => `${`${field} { `.repeat(levels)}id${' }'.repeat(levels)}`;

/** A fragment that spreads the one before it twice: each line doubles what it means. */
const DOUBLING = `{ conversations { nodes { ...F20 } } } fragment F0 on Conversation { contact { identities { id } } } ${repeated(
  20,
  (index) => `fragment F${index + 1} on Conversation { ...F${index} ...F${index} }`,
)}`;

describe('an operation that asks too much', () => {
  it.each([
    ['20,000 aliases', 'tokens', `{ ${repeated(20_000, (index) => `a${index}: viewer { name }`)} }`],
    [
      'as many aliases as fit into the tokens',
      'aliases',
      `{ ${repeated(500, (index) => `a${index}: viewer { name }`)} }`,
    ],
    ['50,000 repeated fields', 'tokens', `{ viewer { ${repeated(50_000, () => 'name')} } }`],
    ['2,000 levels', 'nesting', `{ ${nested(2_000, 'a')} }`],
    ['2,000 levels without an end', 'nesting', '{a'.repeat(2_000)],
    ['lists within lists', 'nesting', `{ viewer(a: ${'['.repeat(1_900)}) { name } }`],
    [
      'a chain of replies',
      'depth',
      `{ conversations { nodes { lastMessage { ${nested(20, 'replyTo')} } } } }`,
    ],
    ['500 directives', 'directives', `{ viewer { name ${repeated(500, () => '@include(if: true)')} } }`],
    [
      'pages of pages',
      'cost',
      '{ conversations(first: 100) { nodes { messages(first: 100) { nodes { id receipts { status } } } } } }',
    ],
    ['fragments that double', 'cost', DOUBLING],
  ])('%s: is refused with what was measured and what is allowed', async (_name, limit, query) => {
    const { answer } = await post(query);

    const [error] = answer.errors ?? [];
    const extensions = error?.extensions as { limit: keyof typeof LIMITS; measured: number; allowed: number };
    expect(extensions).toMatchObject({ code: 'OPERATION_TOO_LARGE', limit });
    expect(extensions.allowed).toBe(LIMITS[extensions.limit]);
    expect(extensions.measured).toBeGreaterThan(extensions.allowed);
    expect(error?.message).toContain(String(extensions.measured));
    expect(answer.data).toBeUndefined();
  });

  it('is measured with its variables and their defaults', async () => {
    const query = `query ($page: Int = 100, $inner: Int!) {
      conversations(first: $page) { nodes { messages(first: $inner) { nodes { id receipts { status } } } } }
    }`;

    const [large, small, given] = [
      await post(query, { inner: 100 }),
      await post(query, { inner: 1 }),
      await post(query, { page: 1, inner: 100 }),
    ];

    expect(large.answer.errors?.[0]?.extensions).toMatchObject({ limit: 'cost' });
    expect(small.answer.errors).toBeUndefined();
    expect(given.answer.errors).toBeUndefined();
  });

  it('is refused as a stream and over WebSocket, too', async () => {
    const query = `subscription { events { ... on MessageReceived { conversation { messages(first: 100) { nodes { conversation { messages(first: 100) { nodes { id receipts { status } } } } } } } } } }`;
    const reader = readEventStream(scene.server.url, scene.workspace.secret, { query });
    const client = socketClient(scene.server.webSocketUrl, scene.workspace.secret);
    const refusal = new Promise((resolve) => {
      client.subscribe({ query }, { next: resolve, error: resolve, complete: () => {} });
    });

    await reader.ended;

    expect(reader.results()).toMatchObject([{ errors: [{ extensions: { limit: 'cost' } }] }]);
    expect(await refusal).toMatchObject([{ extensions: { limit: 'cost' } }]);
    await client.dispose();
  });
});

describe('an operation that is answered', () => {
  it('tells what it cost and what it may cost', async () => {
    const one = await post('{ conversations(first: 1) { nodes { id } } }');
    const ten = await post('{ conversations(first: 10) { nodes { id } } }');

    expect(one.answer.extensions?.cost).toEqual({ measured: 2, allowed: LIMITS.cost });
    expect(ten.answer.extensions?.cost).toEqual({ measured: 11, allowed: LIMITS.cost });
  });
});
