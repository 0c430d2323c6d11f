import type { ServerResponse } from 'node:http';
import { awaitRoom } from './await-room.ts';
import { type Farewell, farewellError } from './farewell.ts';
import { MAX_WAITING_BYTES, type Sink } from './sink.ts';

/** Proxies close what is silent, most of them after 30 s or more. */
const HEARTBEAT_MS = 12_000;
/** After the last words a reader that does not read is given this long before the line is cut. */
const LINGER_MS = 5_000;

/** One response of server-sent events, in the "distinct connections" form of GraphQL over SSE. */
export interface EventStream extends Sink {
  /**
   * Ends the response.
   *
   * @param farewell  Null: everything has been said. `going-away` ends without `complete`, so that clients that
   *                  reconnect by themselves do, with the last event's id.
   */
  end(farewell: Farewell | null, position: number): void;
}

export function openEventStream(response: ServerResponse, stallTimeoutMs: number): EventStream {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    // nginx would hold events back until a buffer is full.
    'x-accel-buffering': 'no',
  });
  response.write(':\n\n');
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS).unref();
  response.once('close', () => clearInterval(heartbeat));

  return {
    get hasRoom() {
      return response.writableLength <= MAX_WAITING_BYTES;
    },
    write: ({ serverSentEvent }) => void response.write(serverSentEvent),
    makesRoom: (signal) =>
      awaitRoom(signal, stallTimeoutMs, (done) => {
        const drained = () => done(true);
        response.once('drain', drained);
        return () => response.off('drain', drained);
      }),
    end(farewell, position) {
      clearInterval(heartbeat);
      if (response.writableEnded) return;
      if (farewell !== null) {
        const errors = [farewellError(farewell, position)];
        response.write(`event: next\ndata: ${JSON.stringify({ errors })}\n\n`);
      }
      response.end(farewell === 'going-away' ? '' : 'event: complete\ndata: \n\n');
      setTimeout(() => response.destroy(), LINGER_MS).unref();
    },
  };
}
