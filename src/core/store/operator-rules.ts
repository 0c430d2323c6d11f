import { and, asc, count, eq, isNull } from 'drizzle-orm';
import type { OperatorRuleId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { OperatorRuleRow } from './rows.ts';
import { singleRow } from './single-row.ts';
import { operatorRules } from './tables/index.ts';

export async function insertOperatorRule({ orm }: Queries, rule: OperatorRuleRow): Promise<OperatorRuleRow> {
  return singleRow(await orm.insert(operatorRules).values(rule).returning());
}

/** Those that have not ended, the oldest first. */
export async function listOperatorRules(
  { orm }: Queries,
  workspaceId: WorkspaceId,
): Promise<readonly OperatorRuleRow[]> {
  return orm
    .select()
    .from(operatorRules)
    .where(and(eq(operatorRules.workspaceId, workspaceId), isNull(operatorRules.endedAt)))
    .orderBy(asc(operatorRules.createdAt), asc(operatorRules.id));
}

export async function countOperatorRules({ orm }: Queries, workspaceId: WorkspaceId): Promise<number> {
  const [row] = await orm
    .select({ count: count() })
    .from(operatorRules)
    .where(and(eq(operatorRules.workspaceId, workspaceId), isNull(operatorRules.endedAt)));
  return row?.count ?? 0;
}

/** One that has ended already keeps its day. Null: there is none. */
export async function endOperatorRuleAt(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: OperatorRuleId,
  endedAt: Date,
): Promise<OperatorRuleRow | null> {
  const own = and(eq(operatorRules.id, id), eq(operatorRules.workspaceId, workspaceId));
  await orm
    .update(operatorRules)
    .set({ endedAt })
    .where(and(own, isNull(operatorRules.endedAt)));
  const [rule] = await orm.select().from(operatorRules).where(own);
  return rule ?? null;
}
