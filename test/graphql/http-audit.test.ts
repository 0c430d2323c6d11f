import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedTestDatabase } from '../support/embedded-test-engine.ts';
import { type GraphQLServer, startGraphQLServer } from '../support/graphql-server.ts';
import { createTestCore, createTestWorkspace } from '../support/test-core.ts';
import { createTestDatabasePool } from '../support/test-database-pool.ts';

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
let server: GraphQLServer;
let token: string;

beforeAll(async () => {
  const core = createTestCore({ db: await pool.open() });
  token = (await createTestWorkspace(core)).secret;
  server = await startGraphQLServer(core);
});
afterAll(async () => {
  await server.close();
  await pool.stop();
});

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({
    url: () => server.url,
    fetchFn: (url: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${token}`);
      return fetch(url, { ...init, headers });
    },
  });

  it('is judged by all 61 audits', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits)('$id: $name', async (audit) => {
    const result = await audit.fn();

    expect(result).toMatchObject({ status: 'ok' });
  });
});
