import type { ChannelDefinition } from '../channel/index.ts';
import type { FactsRow } from '../store/policy-facts.ts';

/** Links that open a chat with an account; empty where the channel has none, or this account can not have one. */
export function linksTo(
  adapter: ChannelDefinition,
  row: Pick<FactsRow, 'accountExternalId' | 'accountName' | 'accountUsername'>,
): readonly string[] {
  if (adapter.deepLink === undefined || row.accountExternalId === null) return [];
  const account = {
    externalId: row.accountExternalId,
    displayName: row.accountName,
    username: row.accountUsername,
  };
  try {
    return [adapter.deepLink(account, 'hello')];
  } catch {
    // An account without a public name has no link; the remedy is the same without one.
    return [];
  }
}
