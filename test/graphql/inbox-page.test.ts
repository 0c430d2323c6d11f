import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Statement } from '../../src/core/store/database.ts';
import { startEmbeddedTestDatabase } from '../support/embedded-test-engine.ts';
import { query } from '../support/graphql-client.ts';
import { type GraphQLServer, startGraphQLServer } from '../support/graphql-server.ts';
import { seedInbox } from '../support/seed-inbox.ts';
import { createTestCore, createTestWorkspace } from '../support/test-core.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { createTestDatabasePool } from '../support/test-database-pool.ts';

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
const statements: string[] = [];
const texts = new Map<string, string>();
let server: GraphQLServer;
let token: string;

beforeAll(async () => {
  const db = countingStatements(await pool.open());
  const core = createTestCore({ db });
  const workspace = await createTestWorkspace(core);
  token = workspace.secret;
  await seedInbox(core, workspace, { mark: 'page', conversations: 60 });
  server = await startGraphQLServer(core);
});
afterAll(async () => {
  await server.close();
  await pool.stop();
});

interface Page {
  conversations: {
    asOf: string;
    nodes: { id: string; contact: { name: string }; composer: { options: { canSend: boolean }[] } }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  };
}

interface Messages {
  conversations: { nodes: { messages: { edges: { cursor: string; node: object }[] } }[] };
}

const PAGE = `
  query ($first: Int, $after: String, $last: Int, $before: String) {
    conversations(first: $first, after: $after, last: $last, before: $before) {
      asOf
      nodes {
        id unreadCount contact { name } inbox { name } lastMessage { preview status sentAt } case { number status assignee { name } }
        composer { defaultIdentity { id } options { canSend identity { displayName channelAccount { name } } decision { verdict reason } } }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;

const page = async (variables: Record<string, unknown>) =>
  (await query<Page>(server.url.replace('/graphql', ''), token, PAGE, variables)).conversations;

describe('the inbox page', () => {
  it('takes at most 10 SQL statements for 50 conversations with everything a list shows', async () => {
    // The use of a key is noted once a minute, beside the request.
    await page({ first: 1 });
    statements.length = 0;

    const { nodes } = await page({ first: 50 });

    expect(nodes).toHaveLength(50);
    expect(nodes[0]?.composer.options).toMatchObject([{ canSend: true }]);
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(10);
  });

  it('shows every conversation once, whichever way the pages are turned', async () => {
    const forward: string[] = [];
    for (let after: string | null = null; ; ) {
      const { nodes, pageInfo }: Page['conversations'] = await page({ first: 7, after });
      forward.push(...nodes.map(({ id }) => id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    const backward: string[] = [];
    for (let before: string | null = null; ; ) {
      const { nodes, pageInfo }: Page['conversations'] = await page({ last: 7, before });
      backward.unshift(...nodes.map(({ id }) => id));
      if (!pageInfo.hasPreviousPage) break;
      before = pageInfo.startCursor;
    }

    expect(new Set(forward).size).toBe(60);
    expect(backward).toEqual(forward);
  });

  it('reads of its messages what is selected, and shows the same beside whatever else is selected', async () => {
    const messagesWith = async (fields: string) => {
      statements.length = 0;
      const { conversations } = await query<Messages>(
        server.url.replace('/graphql', ''),
        token,
        `fragment Words on Message { preview sentAt }
         { conversations(first: 5) { nodes { messages(last: 2) { edges { cursor node { id ...Words ${fields} } } } } } }`,
      );
      const name = statements.find((one) => one.includes('of_conversation_id')) ?? '';
      return {
        messages: conversations.nodes.flatMap(({ messages }) => messages.edges),
        sql: texts.get(name),
      };
    };
    const few = await messagesWith('');
    const more = await messagesWith('author status identity { displayName } receipts { status }');
    const whole = await messagesWith('failure { __typename } decision { reason } quote');

    expect(few.messages).toHaveLength(10);
    expect(few.sql).not.toMatch(/parts|author_kind|identity_id/u);
    expect(more.sql).toMatch(/author_kind.*identity_id/su);
    for (const [index, { cursor, node }] of few.messages.entries()) {
      expect(more.messages[index]).toMatchObject({ cursor, node });
      expect(whole.messages[index]).toMatchObject({ cursor, node });
    }
  });

  it.each([
    { first: 0 },
    { first: 101 },
    { last: -1 },
    { first: 1, last: 1 },
    { first: 1, after: 'nonsense' },
  ])('refuses the page %j in a sentence instead of answering with less', async (variables) => {
    await expect(page(variables)).rejects.toThrow(/BAD_PAGE|must be from 1 to 100|not both|not a cursor/u);
  });
});

function countingStatements(db: TestDatabase): TestDatabase {
  return {
    ...db,
    run: (statement: Statement, parameters) => {
      statements.push(statement.name);
      texts.set(statement.name, statement.text);
      return db.run(statement, parameters);
    },
  };
}
