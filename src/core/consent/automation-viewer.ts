import type { ApiKeyId, WorkspaceId } from '../model/ids.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';

/** The workspace itself, where no member and no key is at work. */
export const automationOf = (workspaceId: WorkspaceId): WorkspaceViewer => ({
  kind: 'api-key',
  workspaceId,
  id: workspaceId as unknown as ApiKeyId,
  name: 'Automation',
  role: 'AGENT',
});
