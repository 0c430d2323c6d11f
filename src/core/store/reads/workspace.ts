import type { WorkspaceId } from '../../model/ids.ts';
import type { Queries, Statement } from '../database.ts';
import type { RawRow } from './group-by-owner.ts';
import { type WorkspaceView, workspaceShape } from './shapes.ts';

const FIND: Statement = {
  name: 'read_workspace',
  text: `SELECT ${workspaceShape.columns('w')} FROM workspaces w WHERE w.id = $1::uuid`,
};

export async function findWorkspace(
  queries: Queries,
  workspaceId: WorkspaceId,
): Promise<WorkspaceView | null> {
  const [raw] = await queries.run<RawRow>(FIND, [workspaceId]);
  return raw === undefined ? null : workspaceShape.decode(raw);
}
