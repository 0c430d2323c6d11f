import { type Config, ConfigError } from '../config.ts';
import { verifyLedger } from '../core/consent/verify-ledger.ts';
import type { WorkspaceId } from '../core/model/ids.ts';
import { listWorkspaceIds } from '../core/store/event-readers.ts';
import { migrate } from '../core/store/migrate.ts';
import { openDatabase } from '../core/store/open-database.ts';

/**
 * Walks the consent ledger of every workspace, or of one, and prints what it finds.
 *
 * @throws {ConfigError} when a ledger is broken: whoever runs this in a job wants to know.
 */
export async function verifyConsent(config: Config, input: { readonly workspace?: string }): Promise<void> {
  const db = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir });
  try {
    await migrate(db);
    const all = await listWorkspaceIds(db);
    const chosen =
      input.workspace === undefined ? all : all.filter((id) => id === readId(input.workspace ?? ''));
    if (chosen.length === 0) {
      throw new ConfigError(`There is no workspace ${input.workspace ?? ''} in this database.`);
    }
    const broken: WorkspaceId[] = [];
    for (const id of chosen) {
      const verdict = await verifyLedger(db, id);
      if (verdict.kind === 'broken') broken.push(id);
      process.stdout.write(
        verdict.kind === 'whole'
          ? `${id}  whole, ${verdict.entries} entries\n`
          : `${id}  BROKEN at entry ${verdict.number}: ${verdict.problem}\n`,
      );
    }
    if (broken.length > 0) {
      throw new ConfigError(
        `The consent ledger of ${broken.length} workspace(s) is not as it was written. Compare the named entries with a backup before anything else is sent.`,
      );
    }
  } finally {
    await db.close();
  }
}

/** As the API shows it, or as the database has it. */
function readId(text: string): string {
  const inner = Buffer.from(text, 'base64url').toString('latin1').split(':')[1];
  return inner?.length === 36 ? inner : text;
}
