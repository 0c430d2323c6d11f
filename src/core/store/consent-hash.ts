import { createHash } from 'node:crypto';
import type { ConsentRecord } from './rows.ts';

/** What the first entry of every workspace has before it. */
export const NO_ENTRY = new Uint8Array(32);

export const digestOf = (evidence: string): string => createHash('sha256').update(evidence).digest('hex');

/**
 * The hash of an entry, over the one before it and everything that it says. Evidence goes in as its digest, so
 * that it can be erased: the chain holds what was promised, not who it was promised to.
 */
export function consentHash(entry: Omit<ConsentRecord, 'hash' | 'evidence'>): Uint8Array {
  const said = [
    entry.workspaceId,
    entry.number,
    entry.id,
    entry.contactId,
    entry.identityId,
    entry.channelAccountId,
    entry.channel,
    entry.topicId,
    entry.purpose,
    entry.action,
    entry.method,
    entry.legalBasis,
    entry.wording,
    entry.privacyNoticeUrl,
    entry.privacyNoticeVersion,
    entry.messageId,
    entry.isOwnWord,
    entry.evidenceDigest,
    entry.recordedBy,
    entry.occurredAt.toISOString(),
    entry.recordedAt.toISOString(),
    entry.expiresAt?.toISOString() ?? null,
  ];
  return new Uint8Array(
    createHash('sha256').update(entry.previousHash).update(JSON.stringify(said)).digest(),
  );
}
