import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { migrate } from '../src/core/store/migrate.ts';
import { openPostgres } from '../src/core/store/postgres.ts';
import { startStreamScene } from '../test/support/stream-scene.ts';

/** One contestant of the fan-out, in a process of its own; told what to do over IPC. */
export type FanOutRequest =
  | { readonly kind: 'publish' }
  /** Heap and buffers after collecting garbage: what is kept, wherever the allocator's pages are. */
  | { readonly kind: 'usage' };

export type FanOutReply =
  | { readonly kind: 'listening'; readonly url: string; readonly token: string }
  | { readonly kind: 'usage'; readonly keptBytes: number; readonly cpuMicros: number };

type Publish = () => void;

const [contestant, argument = ''] = process.argv.slice(2);
/** The event that Confab sent, with its number counted on: the others send as many bytes. */
const payload = () => JSON.parse(argument) as { data: { events: object } };

const CONTESTANTS: Readonly<Record<string, () => Promise<Publish>>> = {
  confab: async () => {
    const database = await openPostgres({ url: argument, poolSize: 4 });
    await migrate(database);
    const many = Number.MAX_SAFE_INTEGER;
    const scene = await startStreamScene(
      { ...database, url: argument },
      { streamLimits: { connections: many, operations: many } },
    );
    reply({ kind: 'listening', url: scene.server.webSocketUrl, token: scene.workspace.secret });
    return () => void scene.happen(1);
  },

  'raw-ws': async () => {
    const server = createServer();
    const sockets = new WebSocketServer({ server });
    await listen(server);
    const event = payload();
    return () => {
      const text = JSON.stringify(event);
      for (const socket of sockets.clients) socket.send(text);
    };
  },

  'graphql-ws': async () => {
    const server = createServer();
    const waiting = new Set<(event: object) => void>();
    const { events } = payload().data;
    useServer({ schema: schemaLike(waiting) }, new WebSocketServer({ server }));
    await listen(server);
    return () => {
      for (const wake of [...waiting]) wake(events);
    };
  },
};

const begin = CONTESTANTS[contestant ?? ''];
if (begin === undefined) throw new Error(`There is no contestant "${contestant}".`);
const publish = await begin();
process.on('message', ({ kind }: FanOutRequest) => {
  if (kind === 'publish') return publish();
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, external } = process.memoryUsage();
  reply({ kind: 'usage', keptBytes: heapUsed + external, cpuMicros: user + system });
});
process.once('disconnect', () => process.exit(0));

function reply(message: FanOutReply): void {
  process.send?.(message);
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  reply({ kind: 'listening', url: `ws://127.0.0.1:${port}`, token: '' });
}

/** The least that graphql-ws can serve the same document from: what Confab answers, out of memory. */
function schemaLike(waiting: Set<(event: object) => void>): GraphQLSchema {
  const schema = buildSchema(`
    type Query { x: Int }
    type Subscription { events: Event! }
    interface Event { cursor: String! type: String! }
    type MessageReceived implements Event { cursor: String! type: String! message: Message conversation: Conversation contact: Contact }
    type Message { id: ID! preview: String! direction: String! sentAt: String! }
    type Conversation { id: ID! unreadCount: Int! }
    type Contact { id: ID! name: String }
  `);
  const field = schema.getSubscriptionType()?.getFields().events;
  if (field === undefined) throw new Error('The schema has the field.');
  field.subscribe = async function* () {
    const pending: object[] = [];
    let wake = () => {};
    const take = (happened: object) => {
      pending.push(happened);
      wake();
    };
    waiting.add(take);
    try {
      for (;;) {
        for (const happened of pending.splice(0)) yield happened;
        if (pending.length === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      waiting.delete(take);
    }
  };
  field.resolve = (happened: object) => ({ ...happened, __typename: 'MessageReceived' });
  return schema;
}
