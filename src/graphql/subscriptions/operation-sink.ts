import type { WebSocket } from 'ws';
import { awaitRoom } from './await-room.ts';
import { MAX_WAITING_BYTES, type Sink } from './sink.ts';

const CLOSING_BRACE = Buffer.from('}');

/**
 * One operation on a socket. The protocol has the client choose the operation's id, so that frames differ from
 * reader to reader by their first bytes; the rest is shared.
 */
export function createOperationSink(socket: WebSocket, id: string, stallTimeoutMs: number): Sink {
  const opening = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  return {
    get hasRoom() {
      return socket.bufferedAmount <= MAX_WAITING_BYTES;
    },
    write({ payload }) {
      socket.send(Buffer.concat([opening, payload, CLOSING_BRACE]), { binary: false });
    },
    makesRoom: (signal) =>
      awaitRoom(signal, stallTimeoutMs, (done) => {
        // A ping is written behind everything that waits.
        socket.ping('', false, (error?: Error | null) => done(error == null));
        return () => {};
      }),
  };
}
