import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApiKey } from '../../../src/core/access/create-api-key.ts';
import { encodeCursor } from '../../../src/core/model/cursor.ts';
import type { Statement } from '../../../src/core/store/database.ts';
import { startEmbeddedTestDatabase } from '../../support/embedded-test-engine.ts';
import { type EventReader, readEventStream } from '../../support/event-reader.ts';
import { type GraphQLServer, startGraphQLServer } from '../../support/graphql-server.ts';
import { type SeededInbox, seedInbox } from '../../support/seed-inbox.ts';
import { happen } from '../../support/stream-scene.ts';
import {
  createTestCore,
  createTestWorkspace,
  type TestCore,
  type TestWorkspace,
} from '../../support/test-core.ts';
import { createTestDatabasePool } from '../../support/test-database-pool.ts';

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
const readers: EventReader[] = [];
let core: TestCore;
let server: GraphQLServer;
let statements: string[];

beforeEach(async () => {
  const db = await pool.open();
  statements = [];
  const counted = {
    ...db,
    run: (statement: Statement, parameters: readonly unknown[]) => {
      statements.push(statement.name);
      return db.run(statement, parameters);
    },
  };
  core = createTestCore({ db: counted as typeof db });
  server = await startGraphQLServer(core);
});
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await server.close();
  await core.db.close();
});
afterAll(() => pool.stop());

const follow = (token: string, query: string, variables: object = {}) => {
  const reader = readEventStream(server.url, token, { query, variables });
  readers.push(reader);
  return reader;
};
const messagesRead = () => statements.filter((name) => name === 'read_messages_by_id').length;

const found = async (name: string): Promise<{ workspace: TestWorkspace; inbox: SeededInbox }> => {
  const workspace = await createTestWorkspace(core, name);
  return { workspace, inbox: await seedInbox(core, workspace, { mark: name, conversations: 1 }) };
};
const keyOf = async ({ owner }: TestWorkspace, role: 'AGENT' | 'VIEWER') => {
  const made = await createApiKey(core, owner, { name: role, role, expiresAt: null });
  if (made.kind !== 'created') throw new Error(made.kind);
  return made.secret;
};

const WITH_MESSAGE =
  'subscription ($after: Cursor) { events(after: $after) { cursor ... on MessageReceived { message { preview conversation { contact { name } } } } } }';

describe('subscribers who ask the same', () => {
  it('share one execution of each event, wherever they started', async () => {
    const { workspace, inbox } = await found('acme');
    const last = await happen(core, inbox, 1);
    const alike = Array.from({ length: 20 }, (_, index) =>
      follow(workspace.secret, WITH_MESSAGE, index % 2 === 0 ? {} : { after: encodeCursor(last) }),
    );
    await Promise.all(alike.map(({ opened }) => opened));

    await happen(core, inbox, 1);
    await Promise.all(alike.map((reader) => reader.waitForEvents(1)));

    expect(messagesRead()).toBe(1);
    expect(new Set(alike.map((reader) => JSON.stringify(reader.results()))).size).toBe(1);
  });

  it('share across keys of the same role, and not with who gave other variables', async () => {
    const { workspace, inbox } = await found('acme');
    const query =
      'subscription ($types: [EventType!]) { events(filter: { types: $types }) { cursor ... on MessageReceived { message { preview } } } }';
    const [one, other, chooser] = [
      follow(await keyOf(workspace, 'AGENT'), query),
      follow(await keyOf(workspace, 'AGENT'), query),
      follow(await keyOf(workspace, 'AGENT'), query, { types: ['CASE_CHANGED', 'MESSAGE_RECEIVED'] }),
    ];
    await Promise.all([one.opened, other.opened, chooser.opened]);

    await happen(core, inbox, 1);
    await Promise.all([one.waitForEvents(1), other.waitForEvents(1), chooser.waitForEvents(1)]);

    expect(messagesRead()).toBe(2);
  });

  it('get nothing of another workspace, whatever its role, though they ask word for word the same', async () => {
    const acme = await found('acme');
    const rival = await found('rival');
    const callers = [
      { mark: 'acme', token: acme.workspace.secret },
      { mark: 'acme', token: await keyOf(acme.workspace, 'AGENT') },
      { mark: 'acme', token: await keyOf(acme.workspace, 'VIEWER') },
      { mark: 'rival', token: rival.workspace.secret },
      { mark: 'rival', token: await keyOf(rival.workspace, 'AGENT') },
      { mark: 'rival', token: await keyOf(rival.workspace, 'VIEWER') },
    ];
    const following = callers.map(({ mark, token }) => ({
      mark,
      reader: follow(token, WITH_MESSAGE, { after: encodeCursor(1) }),
    }));
    await Promise.all(following.map(({ reader }) => reader.opened));

    // Both workspaces count from 1, so that the numbers of their events are the same.
    await Promise.all([happen(core, acme.inbox, 30), happen(core, rival.inbox, 30)]);
    await Promise.all(following.map(({ reader }) => reader.waitForEvents(30)));

    for (const { mark, reader } of following) {
      const text = JSON.stringify(reader.results());
      expect(text).toContain(`${mark} words`);
      expect(text).not.toContain(mark === 'acme' ? 'rival' : 'acme');
    }
  });
});
