import { changedFields, consentHash, digestOf, NO_ENTRY } from '../store/consent-hash.ts';
import type { ConsentRecord } from '../store/rows.ts';

/** What is wrong with an entry, looked at alone; null: nothing. */
export function ownFault(entry: ConsentRecord): string | null {
  if (entry.number < 1) return 'No entry has such a number: it was put in by hand.';
  const changed = changedFields(entry);
  if (!isSelfConsistent(entry)) {
    if (changed === null) return 'It does not say what it said when it was written.';
    return changed.length === 0
      ? 'Its hash was changed; what it says is what was written.'
      : `It does not say what it said when it was written; changed: ${changed.join(', ')}.`;
  }
  if (changed !== null && changed.length > 0) {
    return `It was changed, or the digests of its fields were: they do not fit together; changed: ${changed.join(', ')}.`;
  }
  // Erased evidence leaves its digest; other evidence must fit it.
  const isOtherEvidence = entry.evidence !== null && digestOf(entry.evidence) !== entry.evidenceDigest;
  return isOtherEvidence ? 'Its evidence is not the one that was given; changed: evidence.' : null;
}

/**
 * Whether an entry holds on to the one before it, and who is to blame where it does not; null: it does, or there is
 * nothing to compare with.
 *
 * @param before  The entry in the place before, or the nearest before a gap; null: it is the first that is there.
 */
export function linkFault(
  entry: ConsentRecord,
  before: ConsentRecord | null,
): { readonly of: 'before' | 'itself'; readonly problem: string } | null {
  if ((before?.number ?? 0) + 1 !== entry.number) return null;
  if (isSameHash(entry.previousHash, before?.hash ?? NO_ENTRY)) return null;
  if (before === null || !isSelfConsistent(entry)) {
    return { of: 'itself', problem: 'It does not follow the entry before it.' };
  }
  // A hash that does not even fit its own entry is named there.
  if (!isSelfConsistent(before)) return null;
  return {
    of: 'before',
    problem: `It was written anew with a hash of its own: entry ${entry.number} follows another one.`,
  };
}

export const isSameHash = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/** Whether an entry's hash is that of what it says. */
export const isSelfConsistent = (entry: ConsentRecord): boolean => isSameHash(consentHash(entry), entry.hash);
