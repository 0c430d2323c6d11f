import type { ApiKeyId, MigrationId, WorkspaceId } from '../model/ids.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';

/** The workspace itself, where a migration acts and no member or key is at work. */
export const migrationViewer = (workspaceId: WorkspaceId): WorkspaceViewer => ({
  kind: 'api-key',
  workspaceId,
  id: workspaceId as unknown as ApiKeyId,
  name: 'Migration',
  role: 'AGENT',
});

/** Who the ledger and links say did it. */
export const recorder = (id: MigrationId): string => `migration:${id}`;
