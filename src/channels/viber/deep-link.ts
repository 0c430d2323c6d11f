import type { ConnectedAccount } from '../../core/channel/index.ts';

/** Ours: Viber asks for short ones and names no number. */
const MAX_REF_LENGTH = 250;

/**
 * A link that opens the chat and brings `ref` with `conversation_started`, which comes back as a referral. Whoever
 * has the chat open already may not trigger it again.
 *
 * @throws {RangeError} for a `ref` that does not make a link.
 */
export function deepLink(account: ConnectedAccount, ref: string): string {
  if (account.username === null) throw new RangeError('This bot has no uri, so no link leads to it.');
  if (ref === '' || ref.length > MAX_REF_LENGTH) {
    throw new RangeError(`A ref has 1 to ${MAX_REF_LENGTH} characters; this one has ${ref.length}.`);
  }
  const uri = encodeURIComponent(account.username);
  return `viber://pa?chatURI=${uri}&context=${encodeURIComponent(ref.toWellFormed())}`;
}
