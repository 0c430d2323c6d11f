import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import type {
  IdentityId,
  MigrationArrivalId,
  MigrationLinkId,
  MigrationReaderId,
  WorkspaceId,
} from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { MigrationArrival, MigrationLink } from './rows.ts';
import { singleRow } from './single-row.ts';
import { migrationArrivals, migrationLinks } from './tables/index.ts';

/** Over all workspaces: a page is asked for by its token alone. */
export async function findLinkByToken({ orm }: Queries, hash: Uint8Array): Promise<MigrationLink | null> {
  const [row] = await orm.select().from(migrationLinks).where(eq(migrationLinks.tokenHash, hash));
  return row ?? null;
}

export async function findLink(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: MigrationLinkId,
): Promise<MigrationLink | null> {
  const [row] = await orm.select().from(migrationLinks).where(mine(workspaceId, id));
  return row ?? null;
}

export async function lockLink(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: MigrationLinkId,
): Promise<MigrationLink | null> {
  const [row] = await orm.select().from(migrationLinks).where(mine(workspaceId, id)).for('update');
  return row ?? null;
}

export async function updateLink(
  { orm }: Queries,
  { workspaceId, id }: Pick<MigrationLink, 'id' | 'workspaceId'>,
  change: Partial<Pick<MigrationLink, 'usedAt' | 'usedByIdentityId' | 'revokedAt' | 'openCount'>>,
): Promise<MigrationLink> {
  return singleRow(await orm.update(migrationLinks).set(change).where(mine(workspaceId, id)).returning());
}

/** The latest first; revoked and used ones too. */
export async function listLinksOfReaders(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  readerIds: readonly MigrationReaderId[],
): Promise<readonly MigrationLink[]> {
  return orm
    .select()
    .from(migrationLinks)
    .where(and(inArray(migrationLinks.readerId, [...readerIds]), eq(migrationLinks.workspaceId, workspaceId)))
    .orderBy(desc(migrationLinks.createdAt), desc(migrationLinks.id));
}

export async function insertLinks(
  { orm }: Queries,
  rows: readonly (typeof migrationLinks.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await orm.insert(migrationLinks).values([...rows]);
}

/** Ends what is left of readers' links; those that were used keep who used them. */
export async function revokeLinks(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  readerIds: readonly MigrationReaderId[],
  revokedAt: Date,
): Promise<void> {
  await orm
    .update(migrationLinks)
    .set({ revokedAt })
    .where(
      and(
        inArray(migrationLinks.readerId, [...readerIds]),
        eq(migrationLinks.workspaceId, workspaceId),
        isNull(migrationLinks.usedAt),
        isNull(migrationLinks.revokedAt),
      ),
    );
}

/** Null: this person has used this link before. */
export async function insertArrival(
  { orm }: Queries,
  row: typeof migrationArrivals.$inferInsert,
): Promise<MigrationArrival | null> {
  const [arrival] = await orm.insert(migrationArrivals).values(row).onConflictDoNothing().returning();
  return arrival ?? null;
}

export async function updateArrival(
  { orm }: Queries,
  { workspaceId, id }: Pick<MigrationArrival, 'id' | 'workspaceId'>,
  change: Partial<Pick<MigrationArrival, 'outcome' | 'requestId' | 'settledAt'>>,
): Promise<MigrationArrival> {
  return singleRow(
    await orm
      .update(migrationArrivals)
      .set(change)
      .where(and(eq(migrationArrivals.id, id), eq(migrationArrivals.workspaceId, workspaceId)))
      .returning(),
  );
}

export async function findArrival(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: MigrationArrivalId,
): Promise<MigrationArrival | null> {
  const [row] = await orm
    .select()
    .from(migrationArrivals)
    .where(and(eq(migrationArrivals.id, id), eq(migrationArrivals.workspaceId, workspaceId)));
  return row ?? null;
}

/** Arrivals of one identity that wait for an answer, the latest first. */
export async function listPendingArrivals(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  identityId: IdentityId,
): Promise<readonly MigrationArrival[]> {
  return orm
    .select()
    .from(migrationArrivals)
    .where(
      and(
        eq(migrationArrivals.identityId, identityId),
        eq(migrationArrivals.workspaceId, workspaceId),
        eq(migrationArrivals.outcome, 'PENDING'),
      ),
    )
    .orderBy(desc(migrationArrivals.id));
}

export async function listArrivalsOfReader(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  readerId: MigrationReaderId,
): Promise<readonly MigrationArrival[]> {
  return orm
    .select()
    .from(migrationArrivals)
    .where(and(eq(migrationArrivals.readerId, readerId), eq(migrationArrivals.workspaceId, workspaceId)))
    .orderBy(desc(migrationArrivals.id));
}

const mine = (workspaceId: WorkspaceId, id: MigrationLinkId) =>
  and(eq(migrationLinks.id, id), eq(migrationLinks.workspaceId, workspaceId));
