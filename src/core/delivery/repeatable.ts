import type { ChannelCapabilities } from '../channel/index.ts';
import { GIVE_UP_AFTER_MS } from './backoff.ts';

/**
 * For how long after a message was queued its requests may be repeated although one may have arrived. No request is
 * older than its message, so the platform still knows its key by then. 0: it knows none.
 */
export function repeatableForMs({ retryKey }: ChannelCapabilities): number {
  return retryKey === null ? 0 : Math.min(retryKey.validForMs, GIVE_UP_AFTER_MS);
}
