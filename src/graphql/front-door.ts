import { type Request, type RequestHandler, type Response, raw } from 'express';
import type { Viewer } from '../core/model/viewer.ts';
import { readBearer } from './bearer.ts';
import type { Call, GraphQLServer } from './run-operation.ts';
import type { ServeEvents } from './subscriptions/serve-events.ts';

export interface FrontDoorParts {
  readonly yoga: GraphQLServer;
  readonly authenticate: (bearer: string) => Promise<Viewer | null>;
  readonly serveEvents: ServeEvents;
  /** GraphiQL: for everybody, as it holds nothing of ours. */
  readonly page: () => string;
}

/** Room for a text of 100,000 characters; counted after inflating. */
export const MAX_BODY_BYTES = 1024 * 1024;

/**
 * `/graphql` over HTTP. Who calls is asked before anything of the operation is read, so that a stranger learns
 * nothing of the schema. Forms and plain text, which any web page can post, are not read at all.
 */
export function createFrontDoor({ yoga, authenticate, serveEvents, page }: FrontDoorParts): RequestHandler {
  return async (request, response) => {
    if (isForPage(request)) return void response.type('html').send(page());

    const bearer = readBearer(request.headers.authorization);
    const viewer = bearer === null ? null : await authenticate(bearer);
    if (bearer === null || viewer === null) {
      response.setHeader('www-authenticate', 'Bearer');
      const message = 'Send an API key or a member token: Authorization: Bearer …';
      return refuse(response, 401, 'UNAUTHENTICATED', message);
    }
    if (request.method === 'POST') {
      if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) {
        return refuse(response, 415, 'UNSUPPORTED_MEDIA_TYPE', 'Post the operation as application/json.');
      }
      const failed = await readBody(request, response);
      if (failed === 413) {
        return refuse(response, 413, 'BODY_TOO_LARGE', `An operation takes at most ${MAX_BODY_BYTES} bytes.`);
      }
      if (failed !== null) return refuse(response, failed, 'BAD_REQUEST', 'The body could not be read.');
    }

    // Express has cut the path; yoga matches the whole one.
    request.url = request.originalUrl;
    const call: Call = { viewer, stream: null };
    const answer = await yoga.handleNodeRequest(request, call as never);
    if (call.stream === null) {
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    } else if (!/\btext\/event-stream\b/iu.test(request.headers.accept ?? '')) {
      refuse(response, 406, 'NOT_ACCEPTABLE', 'Events come as text/event-stream, or over WebSocket.');
    } else {
      await serveEvents(request, response, { ...call.stream, bearer });
    }
  };
}

const JSON_TYPE = /^application\/(?:graphql\+)?json\b/iu;

/** A browser's address bar; programs do not ask for HTML. */
const isForPage = ({ method, headers }: Request): boolean =>
  method === 'GET' && /\btext\/html\b/iu.test(headers.accept ?? '');

const takeRaw = raw({ type: () => true, limit: MAX_BODY_BYTES });

/** Leaves the bytes in `request.body`; the status to refuse with when they can not be read. */
function readBody(request: Request, response: Response): Promise<number | null> {
  return new Promise((resolve) => {
    takeRaw(request, response, (error?: unknown) => {
      resolve(error === undefined ? null : ((error as { status?: number }).status ?? 400));
    });
  });
}

/** Answers like GraphQL does, in the media type that the client takes. */
function refuse(response: Response, status: number, code: string, message: string): void {
  const modern = 'application/graphql-response+json';
  const type = response.req.headers.accept?.includes(modern) ? modern : 'application/json';
  response.status(status).type(type);
  response.end(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}
