import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { awaitRoom } from './await-room.ts';
import { MAX_WAITING_BYTES, type Sink } from './sink.ts';
import { textFrame } from './text-frame.ts';

const CLOSING_BRACE = Buffer.from('}');

/**
 * One operation on a socket. The protocol has the client choose the operation's id, so that messages differ from
 * reader to reader by their first bytes; the rest is shared.
 *
 * @param line  What the socket writes to. Whole frames go there in one piece, which costs half of what `send`
 *              does; the socket writes its own at once, so that the two never mix.
 */
export function createOperationSink(
  socket: WebSocket,
  line: Duplex,
  id: string,
  stallTimeoutMs: number,
): Sink {
  const opening = ownBytes(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  return {
    get hasRoom() {
      return line.writableLength <= MAX_WAITING_BYTES;
    },
    write({ payload }) {
      if (socket.readyState === socket.OPEN) line.write(textFrame(opening, payload, CLOSING_BRACE));
    },
    makesRoom: (signal) =>
      awaitRoom(signal, stallTimeoutMs, (done) => {
        const drained = () => done(true);
        line.once('drain', drained);
        return () => line.off('drain', drained);
      }),
  };
}

/** `Buffer.from` would cut it from a slab of 8 kB, all of which stays as long as this subscriber does. */
function ownBytes(text: string): Buffer {
  const bytes = Buffer.alloc(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
