import { setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { RequestHandler } from 'express';
import { type DocumentNode, Kind, OperationTypeNode } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Viewer } from '../core/model/viewer.ts';
import { adminSeesNothing, type Context, type GraphQLServices } from './context.ts';
import { createFrontDoor } from './front-door.ts';
import { limitOperations } from './limits/limit-operations.ts';
import { maskError } from './mask-errors.ts';
import { createReads, type Reads } from './reads.ts';
import { type Call, type GraphQLServer, planSubscriptions, runOperation } from './run-operation.ts';
import { getSchema } from './schema.ts';
import { STARTER } from './starter.ts';
import { createQuota } from './subscriptions/quota.ts';
import { createRights } from './subscriptions/rights.ts';
import { createServeEvents } from './subscriptions/serve-events.ts';
import { createSharedStreams } from './subscriptions/shared-streams.ts';
import { createSockets } from './subscriptions/sockets.ts';
import { type TrustedDocuments, trustOnly } from './trusted-documents.ts';

export interface GraphQLHandlerOptions {
  readonly services: GraphQLServices;
  readonly authenticate: (bearer: string) => Promise<Viewer | null>;
  /** Filled into GraphiQL's headers: for the demo, where the token is no secret. */
  readonly graphiqlToken: () => string | null;
  /** Absent or null: any operation within the limits. */
  readonly trustedDocuments?: TrustedDocuments | null;
  /** What differs from {@link STREAM_LIMITS}. */
  readonly streamLimits?: Partial<StreamLimits>;
}

export interface StreamLimits {
  /** Event streams and sockets of one API key or member. */
  readonly connections: number;
  /** Operations that one API key or member has open, over all connections. */
  readonly operations: number;
  /** How long a socket may take to say whose it is. */
  readonly initTimeoutMs: number;
  /** How long a reader may stand still with a full buffer. */
  readonly stallTimeoutMs: number;
  /** Rights are asked again this often while a stream lives. */
  readonly recheckMs: number;
}

export const STREAM_LIMITS: StreamLimits = {
  connections: 200,
  operations: 1_000,
  initTimeoutMs: 3_000,
  stallTimeoutMs: 10_000,
  recheckMs: 3_000,
};

export interface GraphQLHandler {
  /** For `/graphql`: queries and mutations, server-sent events, GraphiQL. */
  readonly handle: RequestHandler;
  /** Adds subscriptions over WebSocket on the same path. */
  attach(server: Server): void;
  /** Ends all streams, so that clients resume elsewhere with their cursors. */
  close(): Promise<void>;
}

export function createGraphQLHandler(options: GraphQLHandlerOptions): GraphQLHandler {
  const { services, authenticate, graphiqlToken } = options;
  const limits = { ...STREAM_LIMITS, ...options.streamLimits };
  const yoga = createPipeline(services, options.trustedDocuments ?? null);
  const goingAway = new AbortController();
  // One for each stream, within the quotas.
  setMaxListeners(0, goingAway.signal);
  const rights = createRights(authenticate, limits.recheckMs);
  const following = {
    ...limits,
    rights,
    authenticate,
    goingAway: goingAway.signal,
    streams: createSharedStreams({ services, schema: getSchema() }),
    latest: services.feed.latest,
    connections: createQuota(limits.connections),
    operations: createQuota(limits.operations),
  };
  const sockets = createSockets({
    ...following,
    run: (viewer, payload) => runOperation(yoga, viewer, payload),
  });
  const page = () =>
    renderGraphiQL({
      title: 'Confab',
      defaultQuery: STARTER,
      headers: JSON.stringify({ authorization: `Bearer ${graphiqlToken() ?? '…'}` }),
    });
  return {
    handle: createFrontDoor({ yoga, authenticate, page, serveEvents: createServeEvents(following) }),
    attach: sockets.attach,
    async close() {
      goingAway.abort();
      rights.close();
      await sockets.close();
    },
  };
}

/** What every operation goes through, whichever way it came. */
function createPipeline(services: GraphQLServices, trusted: TrustedDocuments | null): GraphQLServer {
  return createYoga<Call, Context>({
    schema: getSchema(),
    plugins: [
      // A credential in a header is what no web page of somebody else can add to a request.
      useCSRFPrevention({ requestHeaders: ['authorization'] }),
      ...(trusted === null ? [] : [trustOnly(trusted)]),
      limitOperations,
      // Its types ask for contexts of its own; it works with any.
      useGraphQlJit({}, { enableIf: isCompilable }) as unknown as Plugin,
      planSubscriptions,
    ],
    graphqlEndpoint: '/graphql',
    landingPage: false,
    graphiql: false,
    cors: false,
    batching: false,
    multipart: false,
    // The front door has counted already.
    maxRequestBodySize: false,
    extraParamNames: ['documentId'],
    context: async ({ viewer, params }) => ({
      viewer,
      services,
      reads: viewer.kind === 'admin' ? NO_READS : await readsFor(services, viewer, params.query ?? ''),
    }),
    logging: false,
    maskedErrors: { maskError: (error) => maskError(services.core.log, error) },
  });
}

/** The position is read first of all, and only for a document that asks for it. */
async function readsFor(
  { core, feed }: GraphQLServices,
  { workspaceId }: Exclude<Viewer, { kind: 'admin' }>,
  document: string,
): Promise<Reads> {
  const asOf = document.includes('asOf') ? await feed.latest(workspaceId) : null;
  return createReads(core.db, workspaceId, asOf);
}

/** What the admin key may read: nothing, and it is told so. */
const NO_READS = new Proxy({} as Reads, {
  get() {
    throw adminSeesNothing();
  },
});

/** Compiled execution pays for reads. It does not know `@oneOf`, so only queries get it. */
const isCompilable = ({ document }: { readonly document: DocumentNode }): boolean =>
  document.definitions.every(
    (definition) =>
      definition.kind !== Kind.OPERATION_DEFINITION || definition.operation === OperationTypeNode.QUERY,
  );
