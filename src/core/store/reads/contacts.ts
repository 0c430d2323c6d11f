import type { Filter } from './page.ts';

/** Which contacts a list shows; absent conditions ask nothing. */
export interface ContactConditions {
  /** Known to some account of this channel. */
  readonly channel?: string;
  readonly tag?: string;
}

export function contactFilters(conditions: ContactConditions): Filter[] {
  const filters: Filter[] = [HAS_IDENTITY];
  if (conditions.channel !== undefined) {
    filters.push({
      name: 'channel',
      value: conditions.channel,
      sql: (parameter) =>
        `EXISTS (SELECT 1 FROM identities i JOIN channel_accounts a ON a.id = i.channel_account_id
                  WHERE i.contact_id = r.id AND a.channel = ${parameter}::text)`,
    });
  }
  if (conditions.tag !== undefined) {
    filters.push({
      name: 'tag',
      value: conditions.tag,
      sql: (parameter) => `${parameter}::text = ANY (r.tags)`,
    });
  }
  return filters;
}

/** Whose identities are all somebody else's now is shown as that somebody. */
const HAS_IDENTITY: Filter = {
  name: 'known',
  value: true,
  sql: (parameter) => `EXISTS (SELECT 1 FROM identities i WHERE i.contact_id = r.id) = ${parameter}::boolean`,
};
