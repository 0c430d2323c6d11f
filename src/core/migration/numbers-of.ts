import type { Core } from '../inbox/core.ts';
import type { Queries } from '../store/database.ts';
import { listNamesOf } from '../store/identity-lookup.ts';
import type { ChannelAccount, Identity } from '../store/rows.ts';

/**
 * The telephone numbers by which a platform knows somebody, the latest first. None where it gives people ids of its
 * own: those are digits, too, and nobody's number.
 */
export async function numbersOf(
  { channels }: Pick<Core, 'channels'>,
  queries: Queries,
  { identity, account }: { readonly identity: Identity; readonly account: ChannelAccount },
): Promise<readonly string[]> {
  if (channels.find(account.channel)?.readAddress === undefined) return [];
  const names = await listNamesOf(queries, identity.workspaceId, identity.id);
  return [...names, identity.externalId].filter((name) => /^\+?\d{7,}$/u.test(name));
}
