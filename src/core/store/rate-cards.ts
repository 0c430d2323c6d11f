import { and, asc, eq } from 'drizzle-orm';
import type { WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { RateCardRow } from './rows.ts';
import { singleRow } from './single-row.ts';
import { rateCards } from './tables/index.ts';

/** A card of the same channel and day is replaced: there is one truth for a day. */
export async function putRateCard({ orm }: Queries, card: RateCardRow): Promise<RateCardRow> {
  const { id: _id, workspaceId: _workspaceId, channel: _channel, effectiveFrom: _day, ...content } = card;
  return singleRow(
    await orm
      .insert(rateCards)
      .values(card)
      .onConflictDoUpdate({
        target: [rateCards.workspaceId, rateCards.channel, rateCards.effectiveFrom],
        set: content,
      })
      .returning(),
  );
}

/** By channel and day. */
export async function listRateCards(
  { orm }: Queries,
  workspaceId: WorkspaceId,
): Promise<readonly RateCardRow[]> {
  return orm
    .select()
    .from(rateCards)
    .where(eq(rateCards.workspaceId, workspaceId))
    .orderBy(asc(rateCards.channel), asc(rateCards.effectiveFrom));
}

/** False: there was none of that channel and day. */
export async function deleteRateCard(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  channel: string,
  effectiveFrom: string,
): Promise<boolean> {
  const gone = await orm
    .delete(rateCards)
    .where(
      and(
        eq(rateCards.workspaceId, workspaceId),
        eq(rateCards.channel, channel),
        eq(rateCards.effectiveFrom, effectiveFrom),
      ),
    )
    .returning({ id: rateCards.id });
  return gone.length > 0;
}
