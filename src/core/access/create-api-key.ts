import type { Core } from '../inbox/core.ts';
import type { ApiKeyId } from '../model/ids.ts';
import { NAME_RULE, readName } from '../model/name.ts';
import { type Forbidden, forbidden, type ValidationFailed, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { MemberRole } from '../model/words.ts';
import { insertApiKey } from '../store/api-keys.ts';
import { newId } from '../store/new-id.ts';
import type { ApiKey } from '../store/rows.ts';
import { newApiKey } from './workspace-key.ts';

export interface ApiKeyCreated {
  readonly kind: 'created';
  readonly apiKey: ApiKey;
  /** The key itself: shown this once. */
  readonly secret: string;
}

/** Makes a key for a program. Nobody hands out more rights than they have. */
export async function createApiKey(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly name: string; readonly role: MemberRole; readonly expiresAt: Date | null },
): Promise<ApiKeyCreated | ValidationFailed | Forbidden> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  if (!hasRole(viewer, input.role)) return forbidden(input.role);
  const name = readName(input.name);
  if (name === null) return validationFailed(NAME_RULE, ['name']);
  const createdAt = core.clock.now();
  if (input.expiresAt !== null && input.expiresAt <= createdAt) {
    return validationFailed('The key would have expired already.', ['expiresAt']);
  }

  const { secret, prefix, hash } = newApiKey();
  const apiKey = await insertApiKey(core.db, {
    id: newId<ApiKeyId>(),
    workspaceId: viewer.workspaceId,
    name,
    prefix,
    hash,
    role: input.role,
    expiresAt: input.expiresAt,
    createdAt,
  });
  return { kind: 'created', apiKey, secret };
}
