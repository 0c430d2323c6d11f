import { and, asc, desc, eq, gt, inArray, or } from 'drizzle-orm';
import type { ContactId, IdentityId, TopicId, WorkspaceId } from '../model/ids.ts';
import type { Purpose } from '../model/words.ts';
import { consentHash, digestOf, NO_ENTRY } from './consent-hash.ts';
import type { Queries } from './database.ts';
import type { ConsentRecord } from './rows.ts';
import { singleRow } from './single-row.ts';
import { consentHeads, consentRecords, identities } from './tables/index.ts';

/** An entry before it has its place in the chain. */
export type ConsentDraft = Omit<ConsentRecord, 'number' | 'evidenceDigest' | 'previousHash' | 'hash'>;

/**
 * Appends to the workspace's ledger. The head stays locked until the transaction ends, so entries stand in the
 * order in which they became true. Null: an entry of that id is there already.
 */
export async function appendConsent(queries: Queries, draft: ConsentDraft): Promise<ConsentRecord | null> {
  const { workspaceId } = draft;
  const head = await lockHead(queries, workspaceId);
  if ((await findConsentRecord(queries, workspaceId, draft.id)) !== null) return null;
  const { evidence, ...rest } = draft;
  const entry = {
    ...rest,
    number: head.lastNumber + 1,
    evidenceDigest: evidence === null ? null : digestOf(evidence),
    previousHash: head.lastHash,
  };
  const hash = consentHash(entry);
  const record = singleRow(
    await queries.orm
      .insert(consentRecords)
      .values({ ...entry, evidence, hash })
      .returning(),
  );
  await queries.orm
    .update(consentHeads)
    .set({ lastNumber: entry.number, lastHash: hash })
    .where(eq(consentHeads.workspaceId, workspaceId));
  return record;
}

/** Many entries at once, in their order; their ids are new. The head is locked, read and written once. */
export async function appendConsents(
  queries: Queries,
  workspaceId: WorkspaceId,
  drafts: readonly ConsentDraft[],
): Promise<readonly ConsentRecord[]> {
  if (drafts.length === 0) return [];
  const head = await lockHead(queries, workspaceId);
  let { lastNumber, lastHash } = head;
  const entries = drafts.map(({ evidence, ...rest }) => {
    const entry = {
      ...rest,
      number: lastNumber + 1,
      evidenceDigest: evidence === null ? null : digestOf(evidence),
      previousHash: lastHash,
    };
    lastNumber = entry.number;
    lastHash = consentHash(entry);
    return { ...entry, evidence, hash: lastHash };
  });
  const records = await queries.orm.insert(consentRecords).values(entries).returning();
  await queries.orm
    .update(consentHeads)
    .set({ lastNumber, lastHash })
    .where(eq(consentHeads.workspaceId, workspaceId));
  return records;
}

async function lockHead({ orm }: Queries, workspaceId: WorkspaceId) {
  await orm
    .insert(consentHeads)
    .values({ workspaceId, lastNumber: 0, lastHash: NO_ENTRY })
    .onConflictDoNothing();
  return singleRow(
    await orm.select().from(consentHeads).where(eq(consentHeads.workspaceId, workspaceId)).for('update'),
  );
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

/** A page of the chain behind a number, in order. */
export async function readLedger(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  afterNumber: number,
  limit: number,
): Promise<readonly ConsentRecord[]> {
  return orm
    .select()
    .from(consentRecords)
    .where(and(eq(consentRecords.workspaceId, workspaceId), gt(consentRecords.number, afterNumber)))
    .orderBy(asc(consentRecords.number))
    .limit(limit);
}

export async function readLedgerHead(
  { orm }: Queries,
  workspaceId: WorkspaceId,
): Promise<{ readonly lastNumber: number; readonly lastHash: Uint8Array }> {
  const [head] = await orm.select().from(consentHeads).where(eq(consentHeads.workspaceId, workspaceId));
  return head ?? { lastNumber: 0, lastHash: NO_ENTRY };
}

/** What a consent is to: a topic, or a purpose as a whole. */
export interface ConsentSubject {
  readonly topicId: TopicId | null;
  readonly purpose: Purpose;
}
