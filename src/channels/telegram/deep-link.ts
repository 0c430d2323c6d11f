import type { ConnectedAccount } from '../../core/channel/index.ts';
import { isLinkPayload } from './commands.ts';

/**
 * A link whose Start button sends `/start <ref>`, which comes back as a referral, each time it is followed.
 *
 * @throws {RangeError} for a `ref` that a Telegram link can not carry.
 */
export function deepLink(account: ConnectedAccount, ref: string): string {
  if (account.username === null) throw new RangeError('This bot has no username, so no link leads to it.');
  if (!isLinkPayload(ref)) {
    throw new RangeError(
      `A Telegram link carries 1 to 64 characters of A-Z, a-z, 0-9, _ and -; this ref has ${ref.length} characters. Use base64url for others.`,
    );
  }
  return `https://t.me/${account.username}?start=${ref}`;
}
