import type { Part } from '../model/part.ts';
import { storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import { readRecentMessages } from '../store/recent-messages.ts';
import type { ReceivingAccount } from './receiving-account.ts';

/** People react to what they see: what stands further back is not looked for. */
const LOOKED_THROUGH = 100;

/**
 * The message that somebody quotes, by the platform's id of it: the latest one that begins with these words, ours
 * before theirs.
 *
 * @param quote  Null: a message without words of its own.
 * @returns null where none fits; then nobody knows what was meant.
 */
export async function findQuoted(
  queries: Queries,
  account: ReceivingAccount,
  identityExternalId: string,
  quote: string | null,
): Promise<string | null> {
  const wanted = quote === null ? null : normalised(quote.replace(/(?:…|\.\.\.)$/u, ''));
  const recent = await readRecentMessages(
    queries,
    account.id,
    storableText(identityExternalId),
    LOOKED_THROUGH,
  );
  const fitting = recent.filter(({ externalId, parts }) => externalId !== null && fits(parts, wanted));
  const found = fitting.find(({ direction }) => direction === 'OUTBOUND') ?? fitting[0];
  return found?.externalId ?? null;
}

function fits(parts: readonly Part[], wanted: string | null): boolean {
  if (wanted === null) return parts.some(({ type }) => type !== 'text');
  return (
    wanted !== '' && parts.some((part) => wordsOf(part).some((words) => normalised(words).startsWith(wanted)))
  );
}

/** What of a part a device shows as words. */
function wordsOf(part: Part): readonly string[] {
  switch (part.type) {
    case 'text':
      return [part.text];
    case 'media':
      return part.caption === undefined ? [] : [part.caption];
    case 'choice':
      return [part.header ?? part.text, part.text];
    case 'card':
      return part.cards.map(({ title }) => title);
    case 'poll':
      return [part.question];
    case 'choice-reply':
      return part.title === null ? [] : [part.title];
    default:
      return [];
  }
}

const normalised = (text: string): string => text.replace(/\s+/gu, ' ').trim().toLowerCase();
