import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES } from '../../src/graphql/front-door.ts';
import { startEmbeddedTestDatabase } from '../support/embedded-test-engine.ts';
import { type StreamScene, startStreamScene } from '../support/stream-scene.ts';
import { createTestDatabasePool } from '../support/test-database-pool.ts';

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
const JSON_TYPE = { 'content-type': 'application/json' };
const CREATE_INBOX = 'mutation { createInbox(input: { name: "Smuggled" }) { __typename } }';
let scene: StreamScene;

beforeAll(async () => {
  scene = await startStreamScene(await pool.open());
});
afterAll(async () => {
  await scene.server.close();
  await pool.stop();
});

const ask = (init: RequestInit, path = '') => fetch(`${scene.server.url}${path}`, init);
const own = () => ({ authorization: `Bearer ${scene.workspace.secret}` });
const post = (query: string, headers: Record<string, string>) =>
  ask({ method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify({ query }) });
const inboxNames = async () => {
  const response = await post('{ workspace { inboxes { nodes { name } } } }', own());
  const { data } = (await response.json()) as {
    data: { workspace: { inboxes: { nodes: { name: string }[] } } };
  };
  return data.workspace.inboxes.nodes.map(({ name }) => name);
};

describe('a stranger', () => {
  it.each([
    ['the schema', '{ __schema { types { name } } }'],
    ['a field that exists', '{ viewer { name } }'],
    ['a field that does not', '{ viewr { name } }'],
    ['what can not be parsed', '{ viewer {'],
    ['nothing', ''],
  ])('who asks for %s hears the same as for everything else', async (_name, query) => {
    const responses = await Promise.all([
      post(query, {}),
      post(query, { authorization: 'Bearer nonsense' }),
      post(query, { authorization: 'Basic nonsense' }),
      ask({ headers: { accept: 'application/json' } }, `?query=${encodeURIComponent(query)}`),
      ask({ headers: { accept: 'text/event-stream' } }, `?query=${encodeURIComponent(query)}`),
    ]);

    for (const response of responses) {
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        errors: [
          {
            message: 'Send an API key or a member token: Authorization: Bearer …',
            extensions: { code: 'UNAUTHENTICATED' },
          },
        ],
      });
    }
  });

  it('gets the page of GraphiQL, without a key', async () => {
    const response = await ask({ headers: { accept: 'text/html' } });
    const page = await response.text();

    expect(response.status).toBe(200);
    expect(page).toContain('<html');
    expect(page).not.toContain(scene.workspace.secret);
  });
});

describe('a caller who misspells', () => {
  it.each([
    ['a field', '{ viewr { name } }'],
    ['a field of a type', '{ viewer { nme } }'],
    ['an argument', '{ conversations(frst: 1) { nodes { id } } }'],
    ['a type', '{ node(id: "x") { ... on Conversatio { id } } }'],
    ['an enum value', '{ conversations(orderBy: LATEST_FRST) { nodes { id } } }'],
  ])('%s is not told what it should have been', async (_name, query) => {
    const text = await (await post(query, own())).text();

    expect(text).toContain('errors');
    expect(text).not.toMatch(/did you mean/iu);
  });

  it('an enum value in a variable has a code like every refusal, and is not told what it should have been', async () => {
    const response = await ask({
      method: 'POST',
      headers: { ...JSON_TYPE, ...own() },
      body: JSON.stringify({
        query: 'query ($order: ConversationOrder) { conversations(orderBy: $order) { nodes { id } } }',
        variables: { order: 'LATEST_FRST' },
      }),
    });
    const text = await response.text();

    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(text).not.toMatch(/did you mean/iu);
  });
});

describe('a web page that posts in its visitor’s name', () => {
  const form = new URLSearchParams({ query: CREATE_INBOX }).toString();
  const multipart = `--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query: CREATE_INBOX })}\r\n--b\r\ncontent-disposition: form-data; name="map"\r\n\r\n{}\r\n--b--\r\n`;

  it.each([
    ['a form', 'application/x-www-form-urlencoded', form],
    ['a form with files', 'multipart/form-data; boundary=b', multipart],
    ['plain text', 'text/plain', JSON.stringify({ query: CREATE_INBOX })],
    ['raw GraphQL', 'application/graphql', CREATE_INBOX],
    ['no type', '', CREATE_INBOX],
  ])('has no effect with %s, with or without a credential', async (_name, type, body) => {
    const send = (headers: Record<string, string>) =>
      ask({
        method: 'POST',
        headers: { 'content-type': type, cookie: `session=${scene.workspace.secret}`, ...headers },
        body,
      });

    expect((await send({})).status).toBe(401);
    expect((await send(own())).status).toBe(415);
    expect(await inboxNames()).not.toContain('Smuggled');
  });

  it('has no effect with GET', async () => {
    const path = `?query=${encodeURIComponent(CREATE_INBOX)}`;
    const [stranger, caller, stream] = await Promise.all([
      ask({ headers: { cookie: `session=${scene.workspace.secret}` } }, path),
      ask({ headers: own() }, path),
      ask({ headers: { ...own(), accept: 'text/event-stream' } }, path),
    ]);

    expect(stranger.status).toBe(401);
    expect(caller.status).toBe(405);
    expect(stream.status).toBe(405);
    expect(await inboxNames()).not.toContain('Smuggled');
  });
});

describe('a body', () => {
  it('that is too large is refused, also when it only becomes so by inflating', async () => {
    const padded = JSON.stringify({ query: `{ viewer { name } } #${'x'.repeat(MAX_BODY_BYTES)}` });
    const plain = await ask({ method: 'POST', headers: { ...JSON_TYPE, ...own() }, body: padded });
    const bomb = await ask({
      method: 'POST',
      headers: { ...JSON_TYPE, ...own(), 'content-encoding': 'gzip' },
      body: gzipSync(Buffer.alloc(200 * 1024 * 1024)),
    });

    for (const response of [plain, bomb]) {
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BODY_TOO_LARGE' } }] });
    }
  });

  it('that is compressed is read', async () => {
    const response = await ask({
      method: 'POST',
      headers: { ...JSON_TYPE, ...own(), 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify({ query: '{ viewer { role } }' })),
    });

    expect(await response.json()).toMatchObject({ data: { viewer: { role: 'OWNER' } } });
  });

  it.each([
    ['cut-off JSON', '{"query": "{ viewer'],
    ['a list of operations', JSON.stringify([{ query: '{ viewer { name } }' }])],
    ['a number', '7'],
    ['null', 'null'],
    ['parameters that nobody knows', '{"query": "{ viewer { role } }", "__proto__": {"a": 1}, "x": 1}'],
    ['100,000 brackets', '['.repeat(100_000)],
  ])('of %s is refused without an accident', async (_name, body) => {
    const response = await ask({ method: 'POST', headers: { ...JSON_TYPE, ...own() }, body });

    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(scene.core.log.entries.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
