import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from './config.ts';
import { OperatorError } from './core/model/operator-error.ts';

export interface InstanceSecrets {
  /** Encrypts credentials and signs tokens. */
  readonly secret: string;
  /** SHA-256 of the admin key: enough to recognise it. */
  readonly adminKeyHash: Uint8Array;
  /** The admin key itself, only in the process that has just made it; to be printed once. */
  readonly newAdminKey: string | null;
}

const Stored = z.object({ secret: z.string().optional(), adminKeyHash: z.string().optional() });

/**
 * The instance's own secrets: from the configuration, or made on the first start and kept in the data directory
 * (readable by its owner alone). Call it while holding the directory.
 */
export async function loadInstanceSecrets(config: Config): Promise<InstanceSecrets> {
  const file = join(config.dataDir, 'secrets.json');
  const stored = await readStored(file);
  const secret = config.secret ?? stored.secret ?? randomBytes(32).toString('base64url');
  const newAdminKey =
    config.adminKey === null && stored.adminKeyHash === undefined
      ? `cfa_${randomBytes(32).toString('base64url')}`
      : null;
  const adminKey = config.adminKey ?? newAdminKey;
  const adminKeyHash = adminKey === null ? Buffer.from(stored.adminKeyHash ?? '', 'hex') : sha256(adminKey);

  const next = {
    ...(config.secret === null ? { secret } : stored.secret === undefined ? {} : { secret: stored.secret }),
    ...(config.adminKey === null
      ? { adminKeyHash: Buffer.from(adminKeyHash).toString('hex') }
      : stored.adminKeyHash === undefined
        ? {}
        : { adminKeyHash: stored.adminKeyHash }),
  };
  if (JSON.stringify(next) !== JSON.stringify(stored)) await writeStored(config.dataDir, file, next);
  return { secret, adminKeyHash, newAdminKey };
}

async function readStored(file: string): Promise<z.infer<typeof Stored>> {
  try {
    return Stored.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new OperatorError(
      `${file} can not be read as Confab's secrets: restore it from a backup, or remove it to start anew (stored credentials are then lost).`,
      { cause: error },
    );
  }
}

/** Written beside and renamed, so that a crash leaves the old file or the new one, never half of one. */
async function writeStored(directory: string, file: string, stored: z.infer<typeof Stored>): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(draft, file);
}

const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest();
