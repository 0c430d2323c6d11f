import type { WorkspaceId } from '../../model/ids.ts';
import type { Queries, Statement } from '../database.ts';
import type { Lists } from './row-shape.ts';
import { type WorkspaceView, workspaceShape } from './shapes.ts';

const FIND: Statement = {
  name: 'read_workspace',
  text: `SELECT ${workspaceShape.lists('w')} FROM workspaces w WHERE w.id = $1::uuid`,
};

export async function findWorkspace(
  queries: Queries,
  workspaceId: WorkspaceId,
): Promise<WorkspaceView | null> {
  const [lists = {}] = await queries.run<Lists>(FIND, [workspaceId]);
  return workspaceShape.rows(lists)[0] ?? null;
}
