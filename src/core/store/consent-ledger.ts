import { and, asc, desc, eq, gt, inArray, or } from 'drizzle-orm';
import type { ContactId, IdentityId, WorkspaceId } from '../model/ids.ts';
import { consentHash, digestOf, fieldDigests, NO_ENTRY } from './consent-hash.ts';
import type { Queries } from './database.ts';
import type { ConsentRecord } from './rows.ts';
import { singleRow } from './single-row.ts';
import { consentHeads, consentRecords, identities } from './tables/index.ts';

/** An entry before it has its place in the chain. */
export type ConsentDraft = Omit<
  ConsentRecord,
  'number' | 'evidenceDigest' | 'previousHash' | 'hash' | 'fieldDigests'
>;

/** Where a chain ends: how many entries it has, and the hash of the last one. */
export interface LedgerHead {
  readonly number: number;
  readonly hash: Uint8Array;
}

/**
 * Makes the transaction the only writer of the workspace's ledger until it ends. Whoever weighs what stands before
 * writing calls this first: what they read then is still true when they write.
 */
export async function lockLedger({ orm }: Queries, workspaceId: WorkspaceId): Promise<LedgerHead> {
  await orm
    .insert(consentHeads)
    .values({ workspaceId, lastNumber: 0, lastHash: NO_ENTRY })
    .onConflictDoNothing();
  const { lastNumber, lastHash } = singleRow(
    await orm.select().from(consentHeads).where(eq(consentHeads.workspaceId, workspaceId)).for('update'),
  );
  return { number: lastNumber, hash: lastHash };
}

/**
 * Appends to the workspace's ledger. Its end stays locked until the transaction ends, so entries stand in the
 * order in which they became true. Null: an entry of that id is there already.
 */
export async function appendConsent(queries: Queries, draft: ConsentDraft): Promise<ConsentRecord | null> {
  const head = await lockLedger(queries, draft.workspaceId);
  if ((await findConsentRecord(queries, draft.workspaceId, draft.id)) !== null) return null;
  return singleRow(await writeBehind(queries, head, draft.workspaceId, [draft]));
}

/** Many entries at once, in their order; their ids are new. The end is locked, read and written once. */
export async function appendConsents(
  queries: Queries,
  workspaceId: WorkspaceId,
  drafts: readonly ConsentDraft[],
): Promise<readonly ConsentRecord[]> {
  if (drafts.length === 0) return [];
  return writeBehind(queries, await lockLedger(queries, workspaceId), workspaceId, drafts);
}

async function writeBehind(
  queries: Queries,
  end: LedgerHead,
  workspaceId: WorkspaceId,
  drafts: readonly ConsentDraft[],
): Promise<readonly ConsentRecord[]> {
  let head = end;
  const entries = drafts.map(({ evidence, ...rest }) => {
    const entry = {
      ...rest,
      number: head.number + 1,
      evidenceDigest: evidence === null ? null : digestOf(evidence),
      previousHash: head.hash,
    };
    head = { number: entry.number, hash: consentHash(entry) };
    return { ...entry, evidence, hash: head.hash, fieldDigests: fieldDigests(entry) };
  });
  const records = await queries.orm.insert(consentRecords).values(entries).returning();
  await queries.orm
    .update(consentHeads)
    .set({ lastNumber: head.number, lastHash: head.hash })
    .where(eq(consentHeads.workspaceId, workspaceId));
  return records;
}

export async function findConsentRecord(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: ConsentRecord['id'],
): Promise<ConsentRecord | null> {
  const [record] = await orm
    .select()
    .from(consentRecords)
    .where(and(eq(consentRecords.id, id), eq(consentRecords.workspaceId, workspaceId)));
  return record ?? null;
}

/** Everything about one identity, newest first: the first entry of each subject says where it stands. */
export async function readConsentsOfIdentity(
  queries: Queries,
  workspaceId: WorkspaceId,
  identityId: IdentityId,
): Promise<readonly ConsentRecord[]> {
  return readConsentsOfIdentities(queries, workspaceId, [identityId]);
}

/** The same about several, newest first over all of them. */
export async function readConsentsOfIdentities(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  identityIds: readonly IdentityId[],
): Promise<readonly ConsentRecord[]> {
  return orm
    .select()
    .from(consentRecords)
    .where(
      and(inArray(consentRecords.identityId, [...identityIds]), eq(consentRecords.workspaceId, workspaceId)),
    )
    .orderBy(desc(consentRecords.number));
}

/** Everything about one person: under their own name then, or of identities that are theirs now; oldest first. */
export async function readConsentsOfContact(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  contactId: ContactId,
): Promise<readonly ConsentRecord[]> {
  const theirs = orm
    .select({ id: identities.id })
    .from(identities)
    .where(and(eq(identities.contactId, contactId), eq(identities.workspaceId, workspaceId)));
  return orm
    .select()
    .from(consentRecords)
    .where(
      and(
        eq(consentRecords.workspaceId, workspaceId),
        or(eq(consentRecords.contactId, contactId), inArray(consentRecords.identityId, theirs)),
      ),
    )
    .orderBy(asc(consentRecords.number));
}

/** A page of the chain behind a number, in order; null: from its very first row, whatever number that claims. */
export async function readLedger(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  afterNumber: number | null,
  limit: number,
): Promise<readonly ConsentRecord[]> {
  return orm
    .select()
    .from(consentRecords)
    .where(
      and(
        eq(consentRecords.workspaceId, workspaceId),
        afterNumber === null ? undefined : gt(consentRecords.number, afterNumber),
      ),
    )
    .orderBy(asc(consentRecords.number))
    .limit(limit);
}

/** The end as it was noted with the last entry; null: nothing was ever written, or the note was taken away. */
export async function readLedgerHead({ orm }: Queries, workspaceId: WorkspaceId): Promise<LedgerHead | null> {
  const [head] = await orm.select().from(consentHeads).where(eq(consentHeads.workspaceId, workspaceId));
  return head === undefined ? null : { number: head.lastNumber, hash: head.lastHash };
}
