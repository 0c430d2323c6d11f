export type LoopbackFetch =
  | {
      readonly kind: 'fetched';
      readonly bytes: Uint8Array;
      readonly mimeType: string;
      readonly fileName: string;
    }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unavailable' };

const TIMEOUT_MS = 10_000;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

/**
 * Fetches a file that a platform was given as a URL. Only from this machine: a simulator in somebody's test run
 * must not reach into the world, so any other host counts as unavailable.
 */
export async function fetchFromLoopback(address: string, maxBytes: number): Promise<LoopbackFetch> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/u.test(url.protocol) || !LOOPBACK.test(url.hostname)) {
    return { kind: 'unavailable' };
  }
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) return { kind: 'unavailable' };

    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const chunk of response.body ?? []) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxBytes) return { kind: 'too-large' };
      chunks.push(chunk);
    }
    return {
      kind: 'fetched',
      bytes: Buffer.concat(chunks),
      mimeType: response.headers.get('content-type')?.split(';')[0]?.trim() ?? 'application/octet-stream',
      fileName: decodeURIComponent(url.pathname.split('/').at(-1) ?? '') || 'file',
    };
  } catch {
    // Whatever went wrong on the way, the platform only ever says that it could not get the file.
    return { kind: 'unavailable' };
  }
}
