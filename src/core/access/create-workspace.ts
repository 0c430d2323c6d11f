import type { Core } from '../inbox/core.ts';
import type { ApiKeyId, InboxId, WorkspaceId } from '../model/ids.ts';
import { NAME_RULE, readName } from '../model/name.ts';
import { type ValidationFailed, validationFailed } from '../model/result.ts';
import { insertApiKey } from '../store/api-keys.ts';
import { insertInbox } from '../store/inboxes.ts';
import { newId } from '../store/new-id.ts';
import type { ApiKey, Workspace } from '../store/rows.ts';
import { insertWorkspace } from '../store/workspaces.ts';
import { newApiKey } from './workspace-key.ts';

export interface WorkspaceCreated {
  readonly kind: 'created';
  readonly workspace: Workspace;
  /** The first key, with the role OWNER. */
  readonly apiKey: ApiKey;
  /** The key itself: shown this once. */
  readonly secret: string;
}

/** Makes a tenant with its counters, a default inbox and a first key. For the holder of the admin key. */
export async function createWorkspace(
  core: Core,
  input: { readonly name: string },
): Promise<WorkspaceCreated | ValidationFailed> {
  const name = readName(input.name);
  if (name === null) return validationFailed(NAME_RULE, ['name']);

  const id = newId<WorkspaceId>();
  const createdAt = core.clock.now();
  const { secret, prefix, hash } = newApiKey();
  return await core.db.transaction(async (queries) => {
    const wrappedDataKey = core.vault.newWrappedDataKey(id);
    const workspace = await insertWorkspace(queries, { id, name, wrappedDataKey, createdAt });
    await insertInbox(queries, {
      id: newId<InboxId>(),
      workspaceId: id,
      name: 'Inbox',
      isDefault: true,
      createdAt,
    });
    const apiKey = await insertApiKey(queries, {
      id: newId<ApiKeyId>(),
      workspaceId: id,
      name: 'First key',
      prefix,
      hash,
      role: 'OWNER',
      createdAt,
    });
    return { kind: 'created', workspace, apiKey, secret };
  });
}
