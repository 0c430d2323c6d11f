import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { authenticate } from '../../src/core/access/authenticate.ts';
import { hashOf } from '../../src/core/access/workspace-key.ts';
import { createEventFeed } from '../../src/core/events/event-feed.ts';
import { createGraphQLHandler, type GraphQLHandlerOptions } from '../../src/graphql/handler.ts';
import type { TestCore } from './test-core.ts';

export const ADMIN_KEY = 'the admin key of a test instance';

export interface GraphQLServer {
  /** Of the endpoint. */
  readonly url: string;
  readonly webSocketUrl: string;
  close(): Promise<void>;
}

/** The API over real HTTP on a free port, on a test's core. */
export async function startGraphQLServer(
  core: TestCore,
  options: Partial<Omit<GraphQLHandlerOptions, 'services' | 'authenticate'>> = {},
): Promise<GraphQLServer> {
  const access = { ...core, adminKeyHash: hashOf(ADMIN_KEY) };
  const handler = createGraphQLHandler({
    services: {
      core,
      feed: createEventFeed(core),
      mediaUrl: async (_workspaceId, mediaId) => `https://gateway.example/media/${mediaId}`,
      baseUrl: () => 'https://gateway.example',
    },
    authenticate: (bearer) => authenticate(access, bearer),
    graphiqlToken: () => null,
    ...options,
  });
  const app = express();
  app.use('/graphql', handler.handle);
  const server = createServer(app);
  handler.attach(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    webSocketUrl: `ws://127.0.0.1:${port}/graphql`,
    async close() {
      await handler.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
