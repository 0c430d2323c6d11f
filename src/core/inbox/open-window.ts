import type { Queries } from '../store/database.ts';
import { changeIdentityRow } from '../store/intake-identities.ts';
import type { Identity } from '../store/rows.ts';

/** Free answers are welcome again from then on, without a word of the contact's: a reaction, a link that was followed. */
export async function openWindow(
  queries: Queries,
  { id, lastInboundAt }: Identity,
  event: { readonly opensWindow?: boolean },
  at: Date,
): Promise<void> {
  const isNewer = lastInboundAt === null || lastInboundAt < at;
  if (event.opensWindow === true && isNewer) await changeIdentityRow(queries, id, { lastInboundAt: at });
}
