import type { Server } from 'node:http';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { costLimitPlugin } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { RequestHandler } from 'express';
import { type DocumentNode, GraphQLError, Kind, OperationTypeNode } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createYoga, type Plugin, type YogaInitialContext } from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import type { WorkspaceId } from '../core/model/ids.ts';
import type { Viewer } from '../core/model/viewer.ts';
import { adminSeesNothing, type Context, type GraphQLServices } from './context.ts';
import { createReads, type Reads } from './reads.ts';
import { getSchema } from './schema.ts';

export interface GraphQLHandlerOptions {
  readonly services: GraphQLServices;
  readonly authenticate: (bearer: string) => Promise<Viewer | null>;
  /** Filled into GraphiQL's headers: for the demo, where the token is no secret. */
  readonly graphiqlToken: string | null;
}

export interface GraphQLHandler {
  /** For `/graphql`: queries and mutations, server-sent events, GraphiQL. */
  readonly handle: RequestHandler;
  /** Adds subscriptions over WebSocket on the same path. */
  attach(server: Server): void;
  /** Ends all streams, so that clients resume elsewhere with their cursors. */
  close(): Promise<void>;
}

/** Twice what the largest published document needs; see docs/operations. */
const LIMITS = { tokens: 4_000, depth: 16, aliases: 100, directives: 50, cost: 50_000 } as const;
const MAX_SOCKET_PAYLOAD_BYTES = 1024 * 1024;
const GOING_AWAY = 1001;

export function createGraphQLHandler({
  services,
  authenticate,
  graphiqlToken,
}: GraphQLHandlerOptions): GraphQLHandler {
  const contextFor = async (authorization: string | null, document: string): Promise<Context> => {
    const bearer = /^Bearer (\S+)$/u.exec(authorization ?? '')?.[1];
    const viewer = bearer === undefined ? null : await authenticate(bearer);
    if (viewer === null || bearer === undefined) throw unauthenticated();
    return {
      services,
      viewer,
      reads: viewer.kind === 'admin' ? NO_READS : await readsFor(viewer.workspaceId, document),
      isStillAllowed: async () => {
        const now = await authenticate(bearer);
        return now !== null && JSON.stringify(now) === JSON.stringify(viewer);
      },
    };
  };

  /** The position is read first of all, and only for a document that asks for it. */
  const readsFor = async (workspaceId: WorkspaceId, document: string): Promise<Reads> => {
    const asOf = document.includes('asOf') ? await services.feed.latest(workspaceId) : null;
    return createReads(services.core.db, workspaceId, asOf);
  };

  // The plugins' own types ask for contexts of theirs and work with any.
  const plugins = [
    maxTokensPlugin({ n: LIMITS.tokens }),
    maxDepthPlugin({ n: LIMITS.depth, ignoreIntrospection: true }),
    maxAliasesPlugin({ n: LIMITS.aliases }),
    maxDirectivesPlugin({ n: LIMITS.directives }),
    costLimitPlugin({ maxCost: LIMITS.cost, ignoreIntrospection: true }),
    useGraphQlJit({}, { enableIf: isCompilable }),
    jsonOnly,
  ] as unknown as Plugin[];

  const yoga = createYoga<object, object>({
    schema: getSchema(),
    plugins,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    cors: false,
    batching: false,
    multipart: false,
    renderGraphiQL,
    graphiql: {
      title: 'Confab',
      defaultQuery: STARTER,
      headers: JSON.stringify({ authorization: `Bearer ${graphiqlToken ?? '…'}` }),
    },
    context: ({ request, params }: YogaInitialContext) =>
      contextFor(request.headers.get('authorization'), params.query ?? ''),
    logging: false,
    maskedErrors: {
      isDev: false,
      errorMessage: 'Something went wrong on our side; it has been logged.',
      maskError: (error, message) => {
        if (
          error instanceof GraphQLError &&
          (error.originalError === undefined || error.originalError instanceof GraphQLError)
        ) {
          return error;
        }
        services.core.log.error({ error }, 'a resolver failed by accident');
        return new GraphQLError(message, { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
      },
    },
  });

  let dispose: (() => Promise<void>) | null = null;
  return {
    handle: (request, response) => {
      // Express has cut the path; yoga matches the whole one.
      request.url = request.originalUrl;
      return yoga(request, response) as Promise<void>;
    },
    attach(server) {
      const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: MAX_SOCKET_PAYLOAD_BYTES });
      const running = useServer(
        {
          schema: getSchema(),
          context: (socket, _id, payload) => {
            const parameters = socket.connectionParams ?? {};
            const given = parameters.authorization ?? parameters.Authorization;
            return contextFor(
              typeof given === 'string' ? given : (socket.extra.request.headers.authorization ?? null),
              payload.query,
            );
          },
          onConnect: async (socket) => {
            const parameters = socket.connectionParams ?? {};
            const given = parameters.authorization ?? parameters.Authorization;
            const header =
              typeof given === 'string' ? given : (socket.extra.request.headers.authorization ?? null);
            return contextFor(header, '').then(
              () => true,
              () => false,
            );
          },
        },
        sockets,
      );
      dispose = async () => {
        for (const client of sockets.clients)
          client.close(GOING_AWAY, 'Going away: resume with your cursor.');
        await running.dispose();
      };
    },
    async close() {
      await dispose?.();
    },
  };
}

/**
 * Compiled execution pays for reads. It does not know `@oneOf` and coerces the variables of a subscription
 * twice, so only queries get it.
 */
const isCompilable = ({ document }: { readonly document: DocumentNode }): boolean =>
  document.definitions.every(
    (definition) =>
      definition.kind !== Kind.OPERATION_DEFINITION || definition.operation === OperationTypeNode.QUERY,
  );

/** What the admin key may read: nothing, and it is told so. */
const NO_READS = new Proxy({} as Reads, {
  get() {
    throw adminSeesNothing();
  },
});

function unauthenticated(): GraphQLError {
  return new GraphQLError('Send an API key or a member token: Authorization: Bearer …', {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
  });
}

/** Forms and plain text can be posted by any web page; JSON can not without being asked about first. */
const jsonOnly: Plugin = {
  onRequest({ request, fetchAPI, endResponse }) {
    if (request.method !== 'POST') return;
    const type = request.headers.get('content-type') ?? '';
    if (/^application\/(?:graphql\+)?json\b/iu.test(type)) return;
    const message = 'Post the operation as application/json.';
    endResponse(
      new fetchAPI.Response(JSON.stringify({ errors: [{ message }] }), {
        status: 415,
        headers: { 'content-type': 'application/json' },
      }),
    );
  },
};

const STARTER = `# Who wrote?
query Inbox {
  conversations(first: 10) {
    asOf
    nodes {
      id
      unreadCount
      contact { name }
      lastMessage { preview direction sentAt }
      case { number status }
    }
  }
}

# What happens, live?
subscription Live {
  events {
    cursor
    type
    ... on MessageReceived { message { preview conversation { id } } }
    ... on MessageStatusChanged { message { preview status } }
  }
}
`;
