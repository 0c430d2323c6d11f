import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeCursor } from '../../core/model/cursor.ts';
import type { WorkspaceId } from '../../core/model/ids.ts';
import type { WorkspaceViewer } from '../../core/model/viewer.ts';
import { openEventStream } from './event-stream.ts';
import type { Farewell } from './farewell.ts';
import { followStream } from './follow-stream.ts';
import type { StreamPlan } from './plan.ts';
import type { Quota } from './quota.ts';
import type { Rights } from './rights.ts';
import { scopeOf } from './scope.ts';
import type { SharedStreams } from './shared-streams.ts';

export interface ServeEventsParts {
  readonly streams: SharedStreams;
  readonly latest: (workspaceId: WorkspaceId) => Promise<number>;
  readonly rights: Rights;
  readonly connections: Quota;
  readonly operations: Quota;
  /** Aborted when this process stops. */
  readonly goingAway: AbortSignal;
  readonly stallTimeoutMs: number;
}

export interface EventsRequest {
  readonly bearer: string;
  readonly viewer: WorkspaceViewer;
  readonly plan: StreamPlan;
}

/** Answers a subscription with server-sent events; resolves when it has ended. */
export type ServeEvents = (
  request: IncomingMessage,
  response: ServerResponse,
  wanted: EventsRequest,
) => Promise<void>;

export function createServeEvents(parts: ServeEventsParts): ServeEvents {
  return async (request, response, { bearer, viewer, plan }) => {
    const release = takeBoth(parts, viewer.id);
    if (release === null) {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '5' });
      response.end(JSON.stringify({ errors: [TOO_MANY] }));
      return;
    }
    const ending = new AbortController();
    let farewell: Farewell | null = null;
    const stop = (why: Farewell | null) => {
      farewell ??= why;
      ending.abort();
    };
    response.once('close', () => stop(null));
    const goAway = () => stop('going-away');
    parts.goingAway.addEventListener('abort', goAway, { once: true });
    const unwatch = parts.rights.watch(bearer, viewer, (now) =>
      stop(now === null ? 'unauthenticated' : 'rights-changed'),
    );
    try {
      // "From now on" begins before the client is told that the stream is open.
      const after = resumeAfter(request, plan.after) ?? (await parts.latest(viewer.workspaceId));
      const following = { plan, after, scope: scopeOf(viewer) };
      const stream = openEventStream(response, parts.stallTimeoutMs);
      const { kind, position } = await followStream(parts.streams, following, stream, ending.signal);
      stream.end(kind === 'slow-reader' || kind === 'interrupted' ? kind : farewell, position);
    } finally {
      unwatch();
      parts.goingAway.removeEventListener('abort', goAway);
      release();
    }
  };
}

const TOO_MANY = {
  message: 'This credential has too many streams open: close some first.',
  extensions: { code: 'TOO_MANY_STREAMS' },
};

/** A stream counts as a connection and as an operation, as it would over WebSocket. */
function takeBoth({ connections, operations }: ServeEventsParts, caller: string): (() => void) | null {
  const connection = connections.take(caller);
  if (connection === null) return null;
  const operation = operations.take(caller);
  if (operation === null) {
    connection();
    return null;
  }
  return () => {
    connection();
    operation();
  };
}

/**
 * Browsers that reconnect by themselves send the operation as it was at first, and tell in a header what they
 * saw last.
 */
function resumeAfter({ headers }: IncomingMessage, after: number | null): number | null {
  const seen = headers['last-event-id'];
  return (typeof seen === 'string' ? decodeCursor(seen) : null) ?? after;
}
