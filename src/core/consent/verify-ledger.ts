import type { WorkspaceId } from '../model/ids.ts';
import { consentHash, digestOf, NO_ENTRY } from '../store/consent-hash.ts';
import { readLedger, readLedgerHead } from '../store/consent-ledger.ts';
import type { Queries } from '../store/database.ts';
import type { ConsentRecord } from '../store/rows.ts';

export type LedgerVerdict =
  | { readonly kind: 'whole'; readonly entries: number }
  /** `number` names the first entry that is not as it was written. */
  | { readonly kind: 'broken'; readonly number: number; readonly problem: string };

const PAGE = 1_000;

/** Walks the whole chain of a workspace and names the first entry that was changed, added or taken away. */
export async function verifyLedger(queries: Queries, workspaceId: WorkspaceId): Promise<LedgerVerdict> {
  const head = await readLedgerHead(queries, workspaceId);
  let number = 0;
  let hash: Uint8Array = NO_ENTRY;
  for (;;) {
    const page = await readLedger(queries, workspaceId, number, PAGE);
    for (const entry of page) {
      const problem = problemOf(entry, number, hash);
      if (problem !== null) return { kind: 'broken', number: number + 1, problem };
      number = entry.number;
      hash = entry.hash;
    }
    if (page.length < PAGE) break;
  }
  if (number < head.lastNumber) {
    return {
      kind: 'broken',
      number: number + 1,
      problem: `The newest entries are missing: there were ${head.lastNumber}.`,
    };
  }
  if (number > head.lastNumber || !isSame(hash, head.lastHash)) {
    return { kind: 'broken', number, problem: 'It was not written as the newest entry.' };
  }
  return { kind: 'whole', entries: number };
}

function problemOf(entry: ConsentRecord, previousNumber: number, previousHash: Uint8Array): string | null {
  if (entry.number !== previousNumber + 1) return 'The entry is missing.';
  if (!isSame(entry.previousHash, previousHash)) return 'It does not follow the entry before it.';
  if (!isSame(consentHash(entry), entry.hash)) return 'It does not say what it said when it was written.';
  // Erased evidence leaves its digest; other evidence must fit it.
  const isOtherEvidence = entry.evidence !== null && digestOf(entry.evidence) !== entry.evidenceDigest;
  return isOtherEvidence ? 'Its evidence is not the one that was given.' : null;
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
