import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createApiKey } from '../../../src/core/access/create-api-key.ts';
import { revokeApiKey } from '../../../src/core/access/revoke-api-key.ts';
import { decodeCursor, encodeCursor } from '../../../src/core/model/cursor.ts';
import type { StreamLimits } from '../../../src/graphql/handler.ts';
import { startEmbeddedTestDatabase } from '../../support/embedded-test-engine.ts';
import { type EventReader, readEventStream } from '../../support/event-reader.ts';
import { type StreamScene, socketClient, startStreamScene } from '../../support/stream-scene.ts';
import { createTestDatabasePool } from '../../support/test-database-pool.ts';

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
const EVENTS = 'subscription ($after: Cursor) { events(after: $after) { cursor } }';
const readers: EventReader[] = [];
const sockets: WebSocket[] = [];
let scene: StreamScene;

const begin = async (streamLimits: Partial<StreamLimits> = {}) => {
  scene = await startStreamScene(await pool.open(), { streamLimits });
  return scene;
};
const follow = (token: string, variables: object = {}, query = EVENTS) => {
  const reader = readEventStream(scene.server.url, token, { query, variables });
  readers.push(reader);
  return reader;
};
const agentKey = async () => {
  const made = await createApiKey(scene.core, scene.workspace.owner, {
    name: 'agent',
    role: 'AGENT',
    expiresAt: null,
  });
  if (made.kind !== 'created') throw new Error(made.kind);
  return made;
};
const openSocket = async (protocol = 'graphql-transport-ws') => {
  const socket = new WebSocket(scene.server.webSocketUrl, protocol);
  sockets.push(socket);
  await once(socket, 'open');
  return socket;
};
const closing = async (socket: WebSocket) => {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
};
const initialised = async (token: string) => {
  const socket = await openSocket();
  const acknowledged = once(socket, 'message');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  await acknowledged;
  return socket;
};

afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  for (const socket of sockets.splice(0)) socket.terminate();
  await scene.server.close();
  await scene.core.db.close();
});
afterAll(() => pool.stop());

describe('a stream whose credential ends', () => {
  it('is told so and closed, over server-sent events', async () => {
    await begin({ recheckMs: 20 });
    const key = await agentKey();
    const reader = follow(key.secret);
    await reader.opened;

    await revokeApiKey(scene.core, scene.workspace.owner, { id: key.apiKey.id });
    await reader.ended;

    expect(reader.results()).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    expect(reader.kinds()).toEqual(['next', 'complete']);
  });

  it('is closed as forbidden over WebSocket', async () => {
    await begin({ recheckMs: 20 });
    const key = await agentKey();
    const socket = await initialised(key.secret);

    await revokeApiKey(scene.core, scene.workspace.owner, { id: key.apiKey.id });

    expect(await closing(socket)).toBe(4403);
  });

  it('asks at least every five seconds unless told otherwise', async () => {
    const { STREAM_LIMITS } = await import('../../../src/graphql/handler.ts');
    await begin();

    expect(STREAM_LIMITS.recheckMs).toBeLessThanOrEqual(4_000);
  });
});

describe('a reader that does not read', () => {
  const FAT =
    'subscription ($after: Cursor) { events(after: $after) { cursor ... on MessageReceived { message { parts { ... on TextPart { text } } } } } }';

  /** Times 60 kB: more than the kernel keeps for one connection. */
  const EVERYTHING = 250;

  it('is cut with its cursor, goes on from there without a gap, and holds up nobody', async () => {
    const { happen, core, inbox, server, workspace } = await begin({
      stallTimeoutMs: 2_000,
      connections: 2,
    });
    await core.db.run(
      {
        name: 'test_fatten',
        text: `UPDATE messages SET parts = jsonb_build_array(jsonb_build_object('type', 'text', 'text', repeat('x', 60000)))
                WHERE workspace_id = $1::uuid`,
      },
      [inbox.workspaceId],
    );
    const first = await happen(1);
    const quick = follow(workspace.secret, { after: encodeCursor(first) }, FAT);
    const stuck = await openAndStandStill(server.url, workspace.secret, {
      query: FAT,
      variables: { after: encodeCursor(first) },
    });

    for (let round = 0; round < 25; round += 1) await happen(10);
    await quick.waitForEvents(EVERYTHING);
    // There is room for two: a third is let in when the stuck one is gone.
    await expect.poll(() => follow(workspace.secret).opened, { timeout: 120_000, interval: 200 }).toBe(200);
    const received = await readOn(stuck);
    quick.close();
    const lastId = decodeCursor(lastIdIn(received)) ?? 0;
    let rest = quick;
    const resume = () => {
      rest = follow(workspace.secret, { after: encodeCursor(lastId) }, FAT);
      return rest.opened;
    };
    await expect.poll(resume, { timeout: 120_000, interval: 200 }).toBe(200);
    await rest.waitForEvents(first + EVERYTHING - lastId);

    expect(lastId).toBeGreaterThanOrEqual(first);
    expect(lastId).toBeLessThan(first + EVERYTHING);
    expect(rest.ids().at(0)).toBe(encodeCursor(lastId + 1));
    expect(quick.ids()).toEqual(
      Array.from({ length: EVERYTHING }, (_, index) => encodeCursor(first + 1 + index)),
    );
  });
});

describe('how much one credential may hold open', () => {
  it('is bounded for event streams: one too many is refused, and one that ended makes room', async () => {
    const { workspace } = await begin({ connections: 2 });
    const [one, two] = [follow(workspace.secret), follow(workspace.secret)];
    await Promise.all([one.opened, two.opened]);

    expect(await follow(workspace.secret).opened).toBe(429);
    one.close();
    await expect.poll(() => follow(workspace.secret).opened).toBe(200);
  });

  it('is bounded for sockets', async () => {
    const { workspace } = await begin({ connections: 1 });
    await initialised(workspace.secret);
    const second = await openSocket();
    second.send(
      JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${workspace.secret}` } }),
    );

    expect(await closing(second)).toBe(1013);
  });

  it('is bounded for operations on a socket, and says which were refused', async () => {
    const { server, workspace } = await begin({ operations: 3 });
    const client = socketClient(server.webSocketUrl, workspace.secret);
    const refused: unknown[] = [];
    for (let index = 0; index < 10; index += 1) {
      client.subscribe(
        { query: EVENTS },
        { next: () => {}, complete: () => {}, error: (error) => refused.push(error) },
      );
    }

    await expect.poll(() => refused.length).toBe(7);
    expect(refused[0]).toMatchObject([{ extensions: { code: 'TOO_MANY_OPERATIONS' } }]);
    await client.dispose();
  });
});

describe('a socket', () => {
  it('that does not say who it is, is closed', async () => {
    await begin({ initTimeoutMs: 20 });

    expect(await closing(await openSocket())).toBe(4408);
  });

  it.each([
    ['a wrong credential', { type: 'connection_init', payload: { authorization: 'Bearer nonsense' } }, 4403],
    ['no credential', { type: 'connection_init' }, 4403],
    ['an operation first', { id: '1', type: 'subscribe', payload: { query: EVENTS } }, 4401],
    ['what is no message', { hello: true }, 4400],
  ])('that comes with %s is closed with the code of the protocol', async (_name, message, code) => {
    await begin();
    const socket = await openSocket();
    socket.send(JSON.stringify(message));

    expect(await closing(socket)).toBe(code);
  });

  it('may not use the id of an operation twice at once', async () => {
    const { workspace } = await begin();
    const socket = await initialised(workspace.secret);
    const subscribe = JSON.stringify({ id: '1', type: 'subscribe', payload: { query: EVENTS } });
    socket.send(subscribe);
    socket.send(subscribe);

    expect(await closing(socket)).toBe(4409);
  });

  it('is told to come back elsewhere when the server stops', async () => {
    const { workspace, server } = await begin();
    const socket = await initialised(workspace.secret);
    const closed = closing(socket);

    await server.close();

    expect(await closed).toBe(1001);
  });
});

/** Asks for events and reads none of them: the kernel's buffers fill, then ours. */
async function openAndStandStill(url: string, token: string, operation: object): Promise<IncomingMessage> {
  const request = httpRequest(url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    },
  });
  request.end(JSON.stringify(operation));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.pause();
  return response;
}

/** Everything that still comes, also when the line was cut in the middle of it. */
async function readOn(response: IncomingMessage): Promise<string> {
  let text = '';
  response.setEncoding('utf8');
  try {
    for await (const chunk of response) text += chunk;
  } catch {
    // Cut off, as it should be.
  }
  return text.slice(0, text.lastIndexOf('\n\n') + 2);
}

/** Of the last event that came whole; the text is megabytes long. */
function lastIdIn(received: string): string {
  const end = received.lastIndexOf('\n', received.lastIndexOf('\n\n') - 1);
  const start = received.lastIndexOf('id: ', end) + 'id: '.length;
  return received.slice(start, received.indexOf('\n', start));
}
