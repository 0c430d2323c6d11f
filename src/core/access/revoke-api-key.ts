import type { Core } from '../inbox/core.ts';
import type { ApiKeyId } from '../model/ids.ts';
import { type Forbidden, forbidden, type NotFound, notFound } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { findApiKey, setApiKeyRevoked } from '../store/api-keys.ts';
import type { ApiKey } from '../store/rows.ts';

/**
 * Ends a key at once; revoking it again changes nothing. Nobody ends a key that can do more than they can:
 * an ADMIN could lock the owners out.
 */
export async function revokeApiKey(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly id: ApiKeyId },
): Promise<{ readonly kind: 'revoked'; readonly apiKey: ApiKey } | NotFound | Forbidden> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const found = await findApiKey(core.db, viewer.workspaceId, input.id);
  if (found === null) return notFound('API key', ['id']);
  if (!hasRole(viewer, found.role)) return forbidden(found.role);

  await setApiKeyRevoked(core.db, viewer.workspaceId, input.id, core.clock.now());
  const apiKey = await findApiKey(core.db, viewer.workspaceId, input.id);
  return apiKey === null ? notFound('API key', ['id']) : { kind: 'revoked', apiKey };
}
