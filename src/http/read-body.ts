import type { IncomingMessage } from 'node:http';

export type BodyOutcome =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'aborted' };

/**
 * Collects a request's bytes as they came, up to a bound. Past it reading stops at once: the rest is never held.
 * How long a sender may take is the server's `requestTimeout`.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<BodyOutcome> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBytes) return Promise.resolve({ kind: 'too-large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (outcome: BodyOutcome) => {
      request.off('data', onData).off('end', onEnd).off('error', onAbort).off('close', onAbort);
      resolve(outcome);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.pause();
        finish({ kind: 'too-large' });
      } else chunks.push(chunk);
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
