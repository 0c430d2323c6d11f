import type { ConnectedAccount } from '../../core/channel/index.ts';
import { limits } from './capabilities.ts';

/** What Messenger gives back unchanged. */
const REF = /^[A-Za-z0-9+/=\-.:_]+$/u;

/**
 * A link that opens the chat with the Page. Whoever has written before brings `ref` back at once; others with their
 * first tap on Get Started. Meta does not promise it.
 *
 * @throws {RangeError} for a `ref` that a Messenger link can not carry.
 */
export function deepLink({ username, externalId }: ConnectedAccount, ref: string): string {
  if (!REF.test(ref) || ref.length > limits.linkRef) {
    throw new RangeError(
      `A Messenger link carries 1 to ${limits.linkRef} characters of A-Z, a-z, 0-9 and + / = - . : _ ; this ref has ${ref.length} characters. Use base64 for others.`,
    );
  }
  return `https://m.me/${username ?? externalId}?ref=${encodeURIComponent(ref)}`;
}
