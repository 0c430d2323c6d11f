import { and, eq, isNull } from 'drizzle-orm';
import type { Core } from '../inbox/core.ts';
import type { ApiKeyId } from '../model/ids.ts';
import {
  type Forbidden,
  forbidden,
  type NotFound,
  notFound,
  type ValidationFailed,
  validationFailed,
} from '../model/result.ts';
import { storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { MemberRole } from '../model/words.ts';
import { newId } from '../store/new-id.ts';
import type { ApiKey } from '../store/rows.ts';
import { apiKeys } from '../store/tables/index.ts';
import { newApiKey } from './workspace-key.ts';

/** Makes a key for a program. Nobody hands out more than they have. */
export async function createApiKey(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly name: string; readonly role: MemberRole; readonly expiresAt: Date | null },
): Promise<
  | { readonly kind: 'created'; readonly apiKey: ApiKey; readonly secret: string }
  | ValidationFailed
  | Forbidden
> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  if (!hasRole(viewer, input.role)) return forbidden(input.role);
  const name = storableText(input.name).trim();
  if (name === '' || name.length > 200) {
    return validationFailed('A key needs a name of 1 to 200 characters: what is it for?', ['name']);
  }
  if (input.expiresAt !== null && input.expiresAt <= core.clock.now()) {
    return validationFailed('The key would have expired already.', ['expiresAt']);
  }
  const key = newApiKey();
  const [apiKey] = await core.db.orm
    .insert(apiKeys)
    .values({
      id: newId<ApiKeyId>(),
      workspaceId: viewer.workspaceId,
      name,
      prefix: key.prefix,
      hash: key.hash,
      role: input.role,
      expiresAt: input.expiresAt,
      createdAt: core.clock.now(),
    })
    .returning();
  if (apiKey === undefined) throw new Error('An insert returned no row.');
  return { kind: 'created', apiKey, secret: key.secret };
}

/** Ends a key at once; revoking it again changes nothing. */
export async function revokeApiKey(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly id: ApiKeyId },
): Promise<{ readonly kind: 'revoked'; readonly apiKey: ApiKey } | NotFound | Forbidden> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const mine = and(eq(apiKeys.id, input.id), eq(apiKeys.workspaceId, viewer.workspaceId));
  await core.db.orm
    .update(apiKeys)
    .set({ revokedAt: core.clock.now() })
    .where(and(mine, isNull(apiKeys.revokedAt)));
  const [apiKey] = await core.db.orm.select().from(apiKeys).where(mine);
  return apiKey === undefined ? notFound('API key', ['id']) : { kind: 'revoked', apiKey };
}
