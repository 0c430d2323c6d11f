import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { WorkspaceId } from '../model/ids.ts';
import type { Database } from './database.ts';
import { workspaces } from './tables/index.ts';
import { UnusableStore } from './unusable-store.ts';

/** Seals secrets under the workspace's data key, bound to the row that holds them: moved to another row they do not open. */
export interface Vault {
  seal(workspaceId: WorkspaceId, boundTo: string, plaintext: string): Promise<Uint8Array>;
  open(workspaceId: WorkspaceId, boundTo: string, sealed: Uint8Array): Promise<string>;
  /** A fresh data key for a new workspace, wrapped: the only form in which it is stored. */
  newWrappedDataKey(workspaceId: WorkspaceId): Uint8Array;
  /**
   * Asked once at the start: a gateway with a wrong secret would take messages in and send none.
   *
   * @throws {UnusableStore} when the secret is not the one that this database was encrypted with.
   */
  checkSecret(): Promise<void>;
}

const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Envelope encryption with AES-256-GCM: each workspace has a data key, wrapped by a key derived from the
 * instance's secret. What is wrapped begins with an id of that key, so that a wrong secret is told from a
 * damaged row, and so that secrets can be rotated.
 */
export function createVault(database: Database, secret: string): Vault {
  const wrappingKey = new Uint8Array(hkdfSync('sha256', secret, '', 'confab data keys', 32));
  const keyId = createHash('sha256').update(wrappingKey).digest().subarray(0, KEY_ID_BYTES);
  const dataKeys = new LRUCache<WorkspaceId, Uint8Array>({ max: 1_000 });

  const refuseForeign = (wrapped: Uint8Array): void => {
    if (keyId.equals(wrapped.subarray(0, KEY_ID_BYTES))) return;
    throw new UnusableStore(
      'CONFAB_SECRET is not the one that this database was encrypted with. Set the original secret; without it, stored credentials must be entered again.',
    );
  };

  const dataKey = async (workspaceId: WorkspaceId): Promise<Uint8Array> => {
    const cached = dataKeys.get(workspaceId);
    if (cached !== undefined) return cached;
    const [row] = await database.orm
      .select({ wrapped: workspaces.wrappedDataKey })
      .from(workspaces)
      .where(eq(workspaces.id, workspaceId));
    if (row === undefined) throw new Error(`Workspace ${workspaceId} has no data key.`);
    refuseForeign(row.wrapped);
    const key = decrypt(wrappingKey, `workspace:${workspaceId}`, row.wrapped.subarray(KEY_ID_BYTES));
    dataKeys.set(workspaceId, key);
    return key;
  };

  return {
    checkSecret: async () => {
      const [any] = await database.orm
        .select({ wrapped: workspaces.wrappedDataKey })
        .from(workspaces)
        .limit(1);
      if (any !== undefined) refuseForeign(any.wrapped);
    },
    seal: async (workspaceId, boundTo, plaintext) =>
      encrypt(await dataKey(workspaceId), boundTo, Buffer.from(plaintext)),
    open: async (workspaceId, boundTo, sealed) =>
      Buffer.from(decrypt(await dataKey(workspaceId), boundTo, sealed)).toString(),
    newWrappedDataKey: (workspaceId) =>
      Buffer.concat([keyId, encrypt(wrappingKey, `workspace:${workspaceId}`, randomBytes(32))]),
  };
}

/** Nonce, tag, ciphertext. */
function encrypt(key: Uint8Array, boundTo: string, plaintext: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

function decrypt(key: Uint8Array, boundTo: string, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
