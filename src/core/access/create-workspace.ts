import type { Core } from '../inbox/core.ts';
import type { ApiKeyId, InboxId, WorkspaceId } from '../model/ids.ts';
import { type ValidationFailed, validationFailed } from '../model/result.ts';
import { storableText } from '../model/storable-text.ts';
import { newId } from '../store/new-id.ts';
import type { ApiKey, Workspace } from '../store/rows.ts';
import { apiKeys, inboxes, workspaceCounters, workspaces } from '../store/tables/index.ts';
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
  const name = storableText(input.name).trim();
  if (name === '' || name.length > 200) {
    return validationFailed('A workspace needs a name of 1 to 200 characters.', ['name']);
  }
  const workspaceId = newId<WorkspaceId>();
  const createdAt = core.clock.now();
  const key = newApiKey();
  return core.db.transaction(async ({ orm }) => {
    const [workspace] = await orm
      .insert(workspaces)
      .values({
        id: workspaceId,
        name,
        wrappedDataKey: core.vault.newWrappedDataKey(workspaceId),
        createdAt,
      })
      .returning();
    await orm.insert(workspaceCounters).values({ workspaceId });
    await orm
      .insert(inboxes)
      .values({ id: newId<InboxId>(), workspaceId, name: 'Inbox', isDefault: true, createdAt });
    const [apiKey] = await orm
      .insert(apiKeys)
      .values({
        id: newId<ApiKeyId>(),
        workspaceId,
        name: 'First key',
        prefix: key.prefix,
        hash: key.hash,
        role: 'OWNER',
        createdAt,
      })
      .returning();
    if (workspace === undefined || apiKey === undefined) throw new Error('An insert returned no row.');
    return { kind: 'created', workspace, apiKey, secret: key.secret };
  });
}
