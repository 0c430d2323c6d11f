import type { WorkspaceId } from '../../model/ids.ts';
import type { Queries, Statement } from '../database.ts';
import { groupByOwner, type RawRow } from './group-by-owner.ts';
import type { RowShape } from './row-shape.ts';

/** Loads the short lists that many owners have (receipts of messages), in one statement. */
export type LoadByOwners<Row> = (
  queries: Queries,
  workspaceId: WorkspaceId,
  ownerIds: readonly string[],
) => Promise<(readonly Row[])[]>;

export interface OwnedList {
  /** The column that names the owner. */
  readonly owner: string;
  /** Over the row `r`. */
  readonly orderBy: string;
  /** No owner gets more than these: the first in order. */
  readonly limit: number;
}

/** Lists come back in the order of the owners; an unknown or foreign owner has an empty one. */
export function loadByOwners<Row>(shape: RowShape<Row>, list: OwnedList): LoadByOwners<Row> {
  const statement: Statement = {
    name: `read_${shape.table}_by_${list.owner}`,
    text: `
      SELECT owners.id::text AS list_owner, ${shape.columns('r')}
        FROM unnest($2::uuid[]) WITH ORDINALITY AS owners(id, place)
       CROSS JOIN LATERAL (
             SELECT * FROM ${shape.table} r
              WHERE r.workspace_id = $1::uuid AND r.${list.owner} = owners.id
              ORDER BY ${list.orderBy} LIMIT ${list.limit}
             ) r
       ORDER BY owners.place, ${list.orderBy}`,
  };
  return async (queries, workspaceId, ownerIds) => {
    const raws = await queries.run<RawRow>(statement, [workspaceId, ownerIds]);
    const lists = groupByOwner(raws);
    return ownerIds.map((id) => (lists.get(id) ?? []).map(shape.decode));
  };
}
