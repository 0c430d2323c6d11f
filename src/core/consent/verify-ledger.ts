import type { ConsentRecordId, ContactId, WorkspaceId } from '../model/ids.ts';
import { NO_ENTRY } from '../store/consent-hash.ts';
import { type LedgerHead, readLedger, readLedgerHead } from '../store/consent-ledger.ts';
import type { Queries } from '../store/database.ts';
import type { ConsentRecord } from '../store/rows.ts';
import { isSameHash, isSelfConsistent, linkFault, ownFault } from './entry-faults.ts';

export type LedgerVerdict =
  /** `head`: noted elsewhere, it lets a later check tell that nothing up to there was written anew. */
  | { readonly kind: 'whole'; readonly entries: number; readonly head: LedgerHead }
  /** The first {@link MOST_FAULTS} that were found. */
  | { readonly kind: 'broken'; readonly faults: readonly LedgerFault[]; readonly faultCount: number };

/** One thing that is not as it was written. */
export interface LedgerFault {
  /** The place in the ledger. */
  readonly number: number;
  /** Null: no entry is there to be named. */
  readonly entry: { readonly id: ConsentRecordId; readonly contactId: ContactId } | null;
  readonly problem: string;
}

export const MOST_FAULTS = 100;
const PAGE = 1_000;
const START: LedgerHead = { number: 0, hash: NO_ENTRY };

/**
 * Walks the whole chain of a workspace and names every entry that was changed, added or taken away. Entries may be
 * written meanwhile.
 *
 * @param expected  An end that was noted earlier, outside of this database: the one thing that somebody who may
 *                  write everything in it can not write anew. Null: none was.
 */
export async function verifyLedger(
  queries: Queries,
  workspaceId: WorkspaceId,
  expected: LedgerHead | null = null,
): Promise<LedgerVerdict> {
  const { faults, report, count } = collectFaults();
  /** Behind the noted end when they were read; it may have moved on since. */
  const behindEnd: ConsentRecord[] = [];
  let last: ConsentRecord | null = null;
  let noted: LedgerHead | null;
  let isExpectedSeen = expected === null || expected.number === 0;
  for (;;) {
    // The note first: it moves with the entries, so what it counts must be there when they are read.
    noted = await readLedgerHead(queries, workspaceId);
    const page = await readLedger(queries, workspaceId, last?.number ?? null, PAGE);
    if (page.length === 0) break;
    for (const entry of page) {
      const before: number = last?.number ?? 0;
      // Behind the end nothing is missing: there, what is too much is named.
      const gapEnd = Math.min(entry.number - 1, noted?.number ?? entry.number);
      if (gapEnd > before) report(missing(before + 1, gapEnd));
      const link = linkFault(entry, last);
      if (link?.of === 'before' && last !== null) report(named(last, link.problem));
      const problem = ownFault(entry) ?? (link?.of === 'itself' ? link.problem : null);
      if (problem !== null) report(named(entry, problem));
      if (noted !== null && entry.number > noted.number && behindEnd.length < MOST_FAULTS)
        behindEnd.push(entry);
      if (entry.number === expected?.number) {
        isExpectedSeen = true;
        if (!isSameHash(entry.hash, expected.hash)) report(named(entry, WRITTEN_ANEW));
      }
      last = entry;
    }
  }
  const end = last ?? START;
  if (noted === null && last !== null) report(nameless(last.number, 'The note of where it ends is missing.'));
  if (noted !== null) {
    const { number, hash } = noted;
    for (const entry of behindEnd) if (entry.number > number) report(named(entry, putBehind(number)));
    if (end.number < number) report(missing(end.number + 1, number));
    const isOtherEnd = end.number === number && !isSameHash(end.hash, hash);
    // A hash that does not even fit its own entry is named already.
    if (isOtherEnd && (last === null || isSelfConsistent(last))) {
      report(last === null ? nameless(0, OTHER_END) : named(last, OTHER_END));
    }
  }
  if (!isExpectedSeen && expected !== null) report(endsEarlier(expected.number, end.number));
  return count() === 0
    ? { kind: 'whole', entries: end.number, head: { number: end.number, hash: end.hash } }
    : { kind: 'broken', faults, faultCount: count() };
}

function collectFaults() {
  const faults: LedgerFault[] = [];
  let total = 0;
  return {
    faults,
    count: () => total,
    report(fault: LedgerFault) {
      total += 1;
      if (faults.length < MOST_FAULTS) faults.push(fault);
    },
  };
}

const WRITTEN_ANEW = 'It, or one before it, was written anew since the end that you expect was noted.';
const OTHER_END =
  'It is not what was written as the newest entry: it was written anew with a hash of its own, or the note of the end was.';
const putBehind = (end: number) => `It was put in by hand: the ledger ends with entry ${end}.`;

const named = ({ number, id, contactId }: ConsentRecord, problem: string): LedgerFault => ({
  number,
  entry: { id, contactId },
  problem,
});

const nameless = (number: number, problem: string): LedgerFault => ({ number, entry: null, problem });

const missing = (first: number, last: number): LedgerFault =>
  nameless(first, first === last ? 'The entry is missing.' : `The entries from here to ${last} are missing.`);

const endsEarlier = (expected: number, end: number): LedgerFault =>
  nameless(
    end + 1,
    `The newest entries are missing: there were ${expected} when its end was noted, and there are ${end}.`,
  );
