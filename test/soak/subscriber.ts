import { setTimeout as sleep } from 'node:timers/promises';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { decodeCursor } from '../../src/core/model/cursor.ts';

/** Somebody who follows a workspace's events and comes back behind the last one they saw, however often the line breaks. */
export interface Subscriber {
  readonly transport: Transport;
  /** The number of the last event that was seen. */
  readonly position: number;
  readonly resumptions: number;
  /** Numbers that never came though later ones did, and numbers that came again. */
  readonly missed: readonly number[];
  readonly doubled: readonly number[];
  /** What ended the stream for good: there must be nothing. */
  readonly refused: readonly string[];
  stop(): void;
}

export type Transport = 'server-sent events' | 'WebSocket';

const FOLLOW = 'subscription ($after: Cursor) { events(after: $after) { cursor type } }';
const BREAK_MS = 50;

interface Payload {
  readonly data?: { readonly events: { readonly cursor: string } } | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly resumeAfter?: string };
  }[];
}

export function startSubscriber(
  transport: Transport,
  gatewayUrl: string,
  token: string,
  after: string,
): Subscriber {
  const missed: number[] = [];
  const doubled: number[] = [];
  const refused: string[] = [];
  let cursor = after;
  let position = decodeCursor(after) ?? 0;
  let resumptions = -1;
  let isOver = false;
  let endStream = () => {};

  const next = (payload: Payload) => {
    for (const { message, extensions } of payload.errors ?? []) {
      // Who is told where to follow again has only been sent away for now.
      if (extensions?.resumeAfter === undefined) refused.push(message);
    }
    const seen = payload.data?.events.cursor;
    if (seen === undefined) return;
    const number = decodeCursor(seen) ?? Number.NaN;
    if (number <= position) doubled.push(number);
    for (let lost = position + 1; lost < number; lost += 1) missed.push(lost);
    cursor = seen;
    position = Math.max(position, number);
  };
  const followUntilItBreaks = () =>
    new Promise<void>((broken) => {
      const client = clientOf(transport, gatewayUrl, token);
      const over = () => {
        // A line that is still being laid has nothing to say goodbye to, and says that as an error.
        Promise.resolve(client.dispose()).catch(() => {});
        broken();
      };
      endStream = over;
      client.subscribe<Payload['data']>(
        { query: FOLLOW, variables: { after: cursor } },
        { next: (payload) => next(payload as Payload), error: over, complete: over },
      );
    });
  const follow = async () => {
    while (!isOver) {
      resumptions += 1;
      await followUntilItBreaks();
      await sleep(BREAK_MS);
    }
  };
  void follow();

  return {
    transport,
    missed,
    doubled,
    refused,
    get position() {
      return position;
    },
    get resumptions() {
      return resumptions;
    },
    stop() {
      isOver = true;
      endStream();
    },
  };
}

function clientOf(transport: Transport, gatewayUrl: string, token: string) {
  const authorization = `Bearer ${token}`;
  return transport === 'WebSocket'
    ? createSocketClient({
        url: `${gatewayUrl.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization },
        retryAttempts: 0,
      })
    : createSseClient({ url: `${gatewayUrl}/graphql`, headers: { authorization }, retryAttempts: 0 });
}
