import { type Config, ConfigError } from '../config.ts';
import { createApiKey } from '../core/access/create-api-key.ts';
import { revokeApiKey } from '../core/access/revoke-api-key.ts';
import type { Core } from '../core/inbox/core.ts';
import { systemClock } from '../core/model/clock.ts';
import type { ApiKeyId, WorkspaceId } from '../core/model/ids.ts';
import type { WorkspaceViewer } from '../core/model/viewer.ts';
import { MEMBER_ROLES, type MemberRole } from '../core/model/words.ts';
import { listApiKeys } from '../core/store/api-keys.ts';
import { openDatabase } from '../core/store/open-database.ts';
import { findWorkspace } from '../core/store/workspaces.ts';

interface Named {
  readonly workspace: string;
}

/** Prints what is known of a workspace's keys: never the keys themselves. */
export async function listKeys(config: Config, { workspace }: Named): Promise<void> {
  await withDatabase(config, workspace, async (core, operator) => {
    for (const key of await listApiKeys(core.db, operator.workspaceId)) {
      const state = key.revokedAt === null ? 'good' : `revoked ${key.revokedAt.toISOString()}`;
      process.stdout.write(`${key.id}  ${key.role.padEnd(6)}  ${key.prefix}…  ${state}  ${key.name}\n`);
    }
  });
}

/** Makes a key and prints it, once. */
export async function createKey(
  config: Config,
  input: Named & { name: string; role: string },
): Promise<void> {
  if (!isRole(input.role)) {
    throw new ConfigError(
      `--role must be one of ${MEMBER_ROLES.join(', ')}, got "${input.role}". Example: --role AGENT`,
    );
  }
  const { name, role } = input;
  await withDatabase(config, input.workspace, async (core, operator) => {
    const outcome = await createApiKey(core, operator, { name, role, expiresAt: null });
    if (outcome.kind !== 'created') throw new ConfigError(outcome.message);
    process.stdout.write(`${outcome.secret}\n`);
  });
}

/** Ends a key. */
export async function revokeKey(config: Config, input: Named & { id: string }): Promise<void> {
  await withDatabase(config, input.workspace, async (core, operator) => {
    const outcome = await revokeApiKey(core, operator, {
      id: uuid(input.id, 'the id of the key') as ApiKeyId,
    });
    if (outcome.kind !== 'revoked') throw new ConfigError(outcome.message);
    process.stdout.write('Revoked.\n');
  });
}

/** Whoever may open the database may do everything in it. */
async function withDatabase(
  config: Config,
  workspace: string,
  work: (core: Core, operator: WorkspaceViewer) => Promise<void>,
): Promise<void> {
  const workspaceId = uuid(workspace, '--workspace') as WorkspaceId;
  const db = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir });
  try {
    if ((await findWorkspace(db, workspaceId)) === null)
      throw new ConfigError(`There is no workspace ${workspace} in this database.`);
    // Keys need the database and the time; nothing else of the core is touched.
    const core = { db, clock: systemClock } as Core;
    const id = '00000000-0000-0000-0000-000000000000' as ApiKeyId;
    await work(core, { kind: 'api-key', workspaceId, id, name: 'operator', role: 'OWNER' });
  } finally {
    await db.close();
  }
}

const isRole = (text: string): text is MemberRole => MEMBER_ROLES.some((role) => role === text);

function uuid(text: string, what: string): string {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(text)) return text;
  const inner = Buffer.from(text, 'base64url').toString('latin1').split(':')[1];
  if (inner !== undefined && inner.length === 36) return uuid(inner, what);
  throw new ConfigError(`${what} must be an id as the API shows it, got "${text}".`);
}
