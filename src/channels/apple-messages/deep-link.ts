import type { ConnectedAccount } from '../../core/channel/index.ts';
import { toAccountKey } from './business-id.ts';

/** Apple names `& # [ ] ( ) { } /`; what else URIs reserve would not survive every entry point either. */
const WORD = /^[\p{L}\p{N}._~ -]{1,100}$/u;

/**
 * A link that opens Messages with this business. `ref` is an intent, `intent@group`, or `@group`: what reports which
 * purpose and which department the customer came for, and comes back in a referral in the same spelling.
 *
 * @throws {RangeError} for a `ref` that an entry point can not carry.
 */
export function deepLink(account: ConnectedAccount, ref: string, department?: string): string {
  const whole = department === undefined ? ref : `${ref}@${department}`;
  const [intent = '', group, ...rest] = whole.split('@');
  const isFitting =
    rest.length === 0 &&
    (intent === '' || WORD.test(intent)) &&
    (group === undefined || WORD.test(group)) &&
    (intent !== '' || group !== undefined);
  if (!isFitting) {
    throw new RangeError(
      'An entry point carries an intent, intent@group or @group, each of 1 to 100 letters, digits, blanks, . _ ~ or -.',
    );
  }
  const query = [
    ...(intent === '' ? [] : [`biz-intent-id=${encodeURIComponent(intent)}`]),
    ...(group === undefined ? [] : [`biz-group-id=${encodeURIComponent(group)}`]),
  ];
  return `https://bcrw.apple.com/urn:biz:${toAccountKey(account.externalId)}?${query.join('&')}`;
}
