import type { InboundEvent, MessageEvent, ReferralEvent } from '../channel/index.ts';
import type { Part } from '../model/part.ts';
import type { Queries } from '../store/database.ts';
import { findLinkByToken } from '../store/migration-links.ts';
import type { MigrationLink } from '../store/rows.ts';
import { maskedToken, readToken, tokenHash } from './link-token.ts';

/** How a contact came, as it may be stored and shown. */
export interface StorableRef {
  readonly ref: string;
  /** The personal link that they followed, whoever's it is; null: it was none. */
  readonly link: MigrationLink | null;
}

/**
 * Whoever has the token of a personal link can come as its reader, until it is used, and again where the reader gives it
 * back. So nothing that is stored, shown or told keeps one; of a ref that is no link of ours every letter stays.
 */
export async function storableRef(queries: Queries, ref: string): Promise<StorableRef> {
  const token = readToken(ref);
  const link = token === null ? null : await findLinkByToken(queries, tokenHash(token));
  return token === null || link === null
    ? { ref, link: null }
    : { ref: ref.replace(token, maskedToken(token)), link };
}

/** The same event, without the token in the words that came with it: a start command, or a text that the link filled in. */
export async function hideToken<Event extends InboundEvent>(queries: Queries, event: Event): Promise<Event> {
  if (!isWorded(event)) return event;
  const token = readToken(event.referral.ref);
  if (token === null || (await findLinkByToken(queries, tokenHash(token))) === null) return event;
  return { ...event, parts: event.parts.map((part) => withoutToken(part, token)) };
}

const isWorded = (event: InboundEvent): event is MessageEvent & Pick<ReferralEvent, 'referral'> =>
  event.kind === 'message' && event.referral !== undefined;

/** As long as before, so that spans over the text stay where they were. */
const withoutToken = (part: Part, token: string): Part =>
  part.type === 'text' ? { ...part, text: part.text.replaceAll(token, maskedToken(token)) } : part;
