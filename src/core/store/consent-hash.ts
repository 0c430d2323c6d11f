import { createHash } from 'node:crypto';
import type { ConsentRecord } from './rows.ts';

/** What the first entry of every workspace has before it. */
export const NO_ENTRY = new Uint8Array(32);

export const digestOf = (evidence: string): string => createHash('sha256').update(evidence).digest('hex');

/** What an entry says, in the order in which it is hashed: a change here would break every chain that exists. */
const FIELDS = [
  'workspaceId',
  'number',
  'id',
  'contactId',
  'identityId',
  'channelAccountId',
  'channel',
  'topicId',
  'purpose',
  'action',
  'method',
  'legalBasis',
  'wording',
  'privacyNoticeUrl',
  'privacyNoticeVersion',
  'messageId',
  'isOwnWord',
  'evidenceDigest',
  'recordedBy',
  'occurredAt',
  'recordedAt',
  'expiresAt',
] as const satisfies readonly (keyof ConsentRecord)[];

/** An entry as far as its hash goes. */
export type HashedEntry = Pick<ConsentRecord, (typeof FIELDS)[number] | 'previousHash'>;

/**
 * The hash of an entry, over the one before it and everything that it says. Evidence goes in as its digest, so
 * that it can be erased: the chain holds what was promised, not who it was promised to.
 */
export function consentHash(entry: HashedEntry): Uint8Array {
  const said = FIELDS.map((field) => entry[field]);
  return new Uint8Array(
    createHash('sha256').update(entry.previousHash).update(JSON.stringify(said)).digest(),
  );
}

/** Enough to tell one field from another. Whether an entry was changed at all is for its hash to say. */
const DIGEST_BYTES = 4;

/** One for each field, and one for the hash before it. */
export function fieldDigests(entry: HashedEntry): Uint8Array {
  const digests = [...FIELDS.map((field) => entry[field]), Buffer.from(entry.previousHash)].map((value) =>
    createHash('sha256').update(JSON.stringify(value)).digest().subarray(0, DIGEST_BYTES),
  );
  return new Uint8Array(Buffer.concat(digests));
}

/**
 * Which fields do not say what they said when the entry was written; null: it was written before there were digests.
 * Whoever changed the digests with the fields leaves none to find here.
 */
export function changedFields(
  entry: HashedEntry & Pick<ConsentRecord, 'fieldDigests'>,
): readonly string[] | null {
  if (entry.fieldDigests === null) return null;
  const digests = fieldDigests(entry);
  const written = entry.fieldDigests;
  const isSame = (place: number) =>
    Buffer.compare(
      digests.subarray(place * DIGEST_BYTES, (place + 1) * DIGEST_BYTES),
      written.subarray(place * DIGEST_BYTES, (place + 1) * DIGEST_BYTES),
    ) === 0;
  return [...FIELDS, 'previousHash'].filter((_field, place) => !isSame(place));
}
