import type { WorkspaceId } from '../../model/ids.ts';
import type { Queries, Statement } from '../database.ts';
import type { Lists, RowShape } from './row-shape.ts';

/** Loads many rows of one noun by id, in one statement. */
export type LoadByIds<Row> = (
  queries: Queries,
  workspaceId: WorkspaceId,
  ids: readonly string[],
) => Promise<(Row | null)[]>;

/** Rows come back in the order of the ids; null stands for absent and for another workspace's alike. */
export function loadByIds<Row extends { readonly id: string }>(shape: RowShape<Row>): LoadByIds<Row> {
  const statement: Statement = {
    name: `read_${shape.name}_by_id`,
    text: `
      SELECT ${shape.lists('r')}
        FROM ${shape.table} r
       WHERE r.workspace_id = $1::uuid AND r.id = ANY ($2::uuid[])`,
  };
  return async (queries, workspaceId, ids) => {
    const [lists = {}] = await queries.run<Lists>(statement, [workspaceId, ids]);
    const byId = new Map(shape.rows(lists).map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  };
}
