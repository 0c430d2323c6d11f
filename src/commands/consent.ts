import { type Config, ConfigError } from '../config.ts';
import { type LedgerFault, verifyLedger } from '../core/consent/verify-ledger.ts';
import type { WorkspaceId } from '../core/model/ids.ts';
import type { LedgerHead } from '../core/store/consent-ledger.ts';
import { listWorkspaceIds } from '../core/store/event-readers.ts';
import { migrate } from '../core/store/migrate.ts';
import { openDatabase } from '../core/store/open-database.ts';
import { readRawId } from './raw-id.ts';

export interface VerifyConsentInput {
  /** Absent: all of them. */
  readonly workspace?: string;
  /** Ends that an earlier run printed, kept outside of the database. */
  readonly expectHead?: readonly string[];
}

/**
 * Walks the consent ledger of every workspace, or of one, and prints what it finds: for each whole one its end, for
 * each broken one a line for every entry that is not as it was written.
 *
 * @throws {ConfigError} when a ledger is broken: whoever runs this in a job wants to know.
 */
export async function verifyConsent(config: Config, input: VerifyConsentInput): Promise<void> {
  const expected = new Map((input.expectHead ?? []).map(readHead));
  const db = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir });
  try {
    await migrate(db);
    const all = await listWorkspaceIds(db);
    const named = input.workspace === undefined ? null : (readRawId(input.workspace) ?? input.workspace);
    const asked = [...(named === null ? [] : [named]), ...expected.keys()];
    const unknown = asked.find((id) => !all.some((one) => one === id));
    if (unknown !== undefined) throw new ConfigError(`There is no workspace ${unknown} in this database.`);
    let brokenCount = 0;
    for (const id of all) {
      if (named !== null && id !== named && !expected.has(id)) continue;
      const verdict = await verifyLedger(db, id, expected.get(id) ?? null);
      if (verdict.kind === 'whole') {
        print(`${id}  whole, ${verdict.entries} entries, head ${shown(id, verdict.head)}`);
        continue;
      }
      brokenCount += 1;
      for (const fault of verdict.faults) print(`${id}  BROKEN at ${placeOf(fault)}: ${fault.problem}`);
      const more = verdict.faultCount - verdict.faults.length;
      if (more > 0) print(`${id}  BROKEN at ${more} more places`);
    }
    if (brokenCount > 0) {
      throw new ConfigError(
        `The consent ledger of ${brokenCount} workspace(s) is not as it was written. Compare the named entries with a backup before anything else is sent.`,
      );
    }
  } finally {
    await db.close();
  }
}

const print = (line: string) => process.stdout.write(`${line}\n`);

const placeOf = ({ number, entry }: LedgerFault): string =>
  entry === null ? `entry ${number}` : `entry ${number} (id ${entry.id}, contact ${entry.contactId})`;

/** What a later run takes as `--expect-head`. */
const shown = (id: WorkspaceId, { number, hash }: LedgerHead): string =>
  `${id}:${number}:${Buffer.from(hash).toString('hex')}`;

const HEAD = /^([0-9a-f-]{36}):(\d{1,15}):([0-9a-f]{64})$/u;

function readHead(text: string): readonly [string, LedgerHead] {
  const [, id, number, hash] = HEAD.exec(text) ?? [];
  if (id === undefined || number === undefined || hash === undefined) {
    throw new ConfigError(
      `--expect-head must be a head as "confab consent verify" prints it, workspace:number:hash, got "${text}".`,
    );
  }
  return [id, { number: Number(number), hash: new Uint8Array(Buffer.from(hash, 'hex')) }];
}
