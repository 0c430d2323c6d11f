import type { ConnectedAccount } from '../../core/channel/index.ts';

/** Long enough for any reference, and short enough that the text stays a greeting. */
const MAX_REF_LENGTH = 128;

/** Stands at the end of the words that the link prepares. What is no letter, digit, `_`, `-`, `.` or `~` is escaped. */
const MARK = /\[ref:((?:[\w.~-]|%[0-9A-F]{2}){1,1152})\]\s*$/u;

/**
 * A link that opens the chat with a greeting to be sent, which ends in `[ref:…]`. WhatsApp links carry no reference
 * of their own, so this is all that can come back, and only if the contact leaves it there.
 *
 * @throws {RangeError} when the number is not known yet, or `ref` is empty or longer than 128 characters.
 */
export function deepLink(account: ConnectedAccount, ref: string): string {
  const digits = account.username?.replaceAll(/\D/gu, '') ?? '';
  if (digits === '')
    throw new RangeError('The number of this account is not known yet: check the account first.');
  if (ref === '' || ref.length > MAX_REF_LENGTH) {
    throw new RangeError(`A ref has 1 to ${MAX_REF_LENGTH} characters; this one has ${ref.length}.`);
  }
  return `https://wa.me/${digits}?text=${encodeURIComponent(`👋 [ref:${escaped(ref)}]`)}`;
}

/** The reference in a text that such a link prepared; null: it has none. Untrusted: anybody can type it. */
export function readDeepLinkRef(text: string): string | null {
  const [, mark] = MARK.exec(text.slice(-2048)) ?? [];
  if (mark === undefined) return null;
  try {
    return decodeURIComponent(mark);
  } catch {
    return null;
  }
}

/** Leaves nothing that could end the mark or be taken for formatting, such as `*` and `(`. */
function escaped(ref: string): string {
  return encodeURIComponent(ref.toWellFormed()).replaceAll(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
