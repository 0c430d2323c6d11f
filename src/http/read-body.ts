import type { IncomingMessage } from 'node:http';

export type BodyOutcome =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  /** It would fit by itself; together with all that are coming it does not. */
  | { readonly kind: 'no-room' }
  | { readonly kind: 'aborted' };

/** How much of bodies may be on its way to us at once, over all requests. */
export interface BodyRoom {
  /** False: there is none for a body that has grown to `size` by `added`; then none is taken. */
  take(size: number, added: number): boolean;
  give(bytes: number): void;
}

/** Bodies this small are read when there is no room, too: senders of huge ones keep nobody else out. */
const ALWAYS_READ_BYTES = 64 * 1024;

export function createBodyRoom(maxBytes: number): BodyRoom {
  let taken = 0;
  return {
    take(size, added) {
      if (taken + added > maxBytes && size > ALWAYS_READ_BYTES) return false;
      taken += added;
      return true;
    },
    give(bytes) {
      taken -= bytes;
    },
  };
}

/**
 * Collects a request's bytes as they came, up to a bound. Past it reading stops at once: the rest is never held.
 * How long a sender may take is the server's `requestTimeout`.
 */
export function readBody(request: IncomingMessage, maxBytes: number, room: BodyRoom): Promise<BodyOutcome> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBytes) return Promise.resolve({ kind: 'too-large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let taken = 0;
    const finish = (outcome: BodyOutcome) => {
      request.off('data', onData).off('end', onEnd).off('error', onAbort).off('close', onAbort);
      room.give(taken);
      resolve(outcome);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      const isTooLarge = size > maxBytes;
      if (isTooLarge || !room.take(size, chunk.length)) {
        request.pause();
        finish({ kind: isTooLarge ? 'too-large' : 'no-room' });
        return;
      }
      taken = size;
      chunks.push(chunk);
    };
    const onEnd = () =>
      finish({
        kind: 'read',
        bytes: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks),
      });
    const onAbort = () => finish({ kind: 'aborted' });
    request.on('data', onData).once('end', onEnd).once('error', onAbort).once('close', onAbort);
  });
}
