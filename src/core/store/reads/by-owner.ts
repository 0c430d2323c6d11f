import type { WorkspaceId } from '../../model/ids.ts';
import type { Queries, Statement } from '../database.ts';
import type { ListsOfOwner } from './page.ts';
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
    name: `read_${shape.name}_by_${list.owner}`,
    text: `
      SELECT owners.id AS list_owner, p.*
        FROM unnest($2::uuid[]) AS owners(id)
       CROSS JOIN LATERAL (
             SELECT ${shape.lists('r')}
               FROM (SELECT * FROM ${shape.table} r
                      WHERE r.workspace_id = $1::uuid AND r.${list.owner} = owners.id
                      ORDER BY ${list.orderBy} LIMIT ${list.limit}) r
             ) p`,
  };
  return async (queries, workspaceId, ownerIds) => {
    const found = await queries.run<ListsOfOwner>(statement, [workspaceId, ownerIds]);
    const byOwner = new Map(found.map((lists) => [lists.list_owner, shape.rows(lists)]));
    return ownerIds.map((id) => byOwner.get(id) ?? []);
  };
}
