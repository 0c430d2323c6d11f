import { and, asc, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { IdentityId, MessageId, MigrationId, MigrationReaderId, WorkspaceId } from '../model/ids.ts';
import type { ReaderState } from '../model/migration.ts';
import type { Queries, Statement } from './database.ts';
import type { ChannelAccount, Contact, Identity, Migration, MigrationReader, Topic } from './rows.ts';
import {
  channelAccounts,
  contacts,
  identities,
  migrationReaders,
  migrations,
  topics,
} from './tables/index.ts';

/** A reader with whom they are and where they read. */
export interface KnownReader {
  readonly reader: MigrationReader;
  readonly migration: Migration;
  readonly identity: Identity;
  readonly contact: Contact;
  readonly account: ChannelAccount;
  /** What they read. */
  readonly topic: Topic;
}

const known = ({ orm }: Queries) =>
  orm
    .select({
      reader: migrationReaders,
      migration: migrations,
      identity: identities,
      contact: contacts,
      account: channelAccounts,
      topic: topics,
    })
    .from(migrationReaders)
    .innerJoin(migrations, eq(migrations.id, migrationReaders.migrationId))
    .innerJoin(identities, eq(identities.id, migrationReaders.identityId))
    .innerJoin(contacts, eq(contacts.id, identities.contactId))
    .innerJoin(channelAccounts, eq(channelAccounts.id, identities.channelAccountId))
    .innerJoin(topics, eq(topics.id, migrations.topicId))
    .$dynamic();

export async function findReader(
  queries: Queries,
  workspaceId: WorkspaceId,
  id: MigrationReaderId,
): Promise<KnownReader | null> {
  const [row] = await known(queries).where(
    and(eq(migrationReaders.id, id), eq(migrationReaders.workspaceId, workspaceId)),
  );
  return row ?? null;
}

/** Held until the transaction ends: a reader has one state, and one who changes it. */
export async function lockReader(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: MigrationReaderId,
): Promise<MigrationReader> {
  const [row] = await orm
    .select()
    .from(migrationReaders)
    .where(and(eq(migrationReaders.id, id), eq(migrationReaders.workspaceId, workspaceId)))
    .for('update');
  if (row === undefined) throw new Error('A reader that a row names is missing.');
  return row;
}

/** The same for several, in an order that two who do so have in common. */
export async function lockReaders(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  ids: readonly MigrationReaderId[],
): Promise<void> {
  await orm
    .select({ id: migrationReaders.id })
    .from(migrationReaders)
    .where(and(inArray(migrationReaders.id, [...ids]), eq(migrationReaders.workspaceId, workspaceId)))
    .orderBy(asc(migrationReaders.id))
    .for('update');
}

export async function updateReader(
  { orm }: Queries,
  { id, workspaceId }: Pick<MigrationReader, 'id' | 'workspaceId'>,
  change: Partial<Omit<MigrationReader, 'id' | 'workspaceId' | 'migrationId' | 'identityId'>>,
): Promise<MigrationReader> {
  const [row] = await orm
    .update(migrationReaders)
    .set(change)
    .where(and(eq(migrationReaders.id, id), eq(migrationReaders.workspaceId, workspaceId)))
    .returning();
  if (row === undefined) throw new Error('A reader that a row names is missing.');
  return row;
}

/** Whoever is a reader through this identity, in migrations that run. */
export async function findReadersOfIdentity(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  identityId: IdentityId,
): Promise<readonly MigrationReader[]> {
  return orm
    .select()
    .from(migrationReaders)
    .where(
      and(
        eq(migrationReaders.workspaceId, workspaceId),
        or(eq(migrationReaders.identityId, identityId), eq(migrationReaders.confirmedIdentityId, identityId)),
      ),
    );
}

export async function findReaderOfInvitation(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  messageId: MessageId,
): Promise<MigrationReader | null> {
  const [row] = await orm
    .select()
    .from(migrationReaders)
    .where(
      and(eq(migrationReaders.invitationMessageId, messageId), eq(migrationReaders.workspaceId, workspaceId)),
    );
  return row ?? null;
}

/** Those whose ways have not been looked at yet, oldest first. */
export async function listReadersToInvite(
  queries: Queries,
  migration: Migration,
  limit: number,
): Promise<readonly KnownReader[]> {
  return known(queries)
    .where(
      and(
        eq(migrationReaders.migrationId, migration.id),
        eq(migrationReaders.state, 'IMPORTED'),
        isNull(migrationReaders.consideredAt),
      ),
    )
    .orderBy(asc(migrationReaders.id))
    .limit(limit);
}

const REMINDABLE: readonly ReaderState[] = ['IMPORTED', 'INVITED', 'OPENED', 'ARRIVED'];

/** Those who are behind the migration's round of reminders, and were not written to since `quietSince`. */
export async function listReadersToRemind(
  queries: Queries,
  migration: Migration,
  quietSince: Date,
  limit: number,
): Promise<readonly KnownReader[]> {
  return known(queries)
    .where(
      and(
        eq(migrationReaders.migrationId, migration.id),
        inArray(migrationReaders.state, [...REMINDABLE]),
        lt(migrationReaders.reminderRound, migration.reminderRound),
        lt(migrationReaders.reminderCount, migration.reminders.max),
        or(
          isNull(migrationReaders.invitedAt),
          lte(sql`coalesce(${migrationReaders.remindedAt}, ${migrationReaders.invitedAt})`, quietSince),
        ),
      ),
    )
    .orderBy(asc(migrationReaders.id))
    .limit(limit);
}

const PASS_OVER: Statement = {
  name: 'pass_over_readers',
  text: `
    UPDATE migration_readers r SET considered_at = $4::timestamptz
      FROM jsonb_to_recordset($3::jsonb) AS looked(id uuid, "lastInboundAt" timestamptz), identities i
     WHERE r.id = looked.id AND r.workspace_id = $1::uuid AND r.migration_id = $2::uuid AND r.state = 'IMPORTED'
       AND i.id = r.identity_id AND date_trunc('milliseconds', i.last_inbound_at) IS NOT DISTINCT FROM looked."lastInboundAt"`,
};

/** No way to invite them is open. Whoever has written since they were looked at is looked at again. */
export async function passOverReaders(
  queries: Queries,
  { id, workspaceId }: Pick<Migration, 'id' | 'workspaceId'>,
  readers: readonly KnownReader[],
  now: Date,
): Promise<void> {
  const looked = readers.map(({ reader, identity }) => ({
    id: reader.id,
    lastInboundAt: identity.lastInboundAt,
  }));
  await queries.run(PASS_OVER, [workspaceId, id, JSON.stringify(looked), now]);
}

/** They have had their turn in the migration's round of reminders. */
export async function passOverRound(
  { orm }: Queries,
  { id, workspaceId, reminderRound }: Pick<Migration, 'id' | 'workspaceId' | 'reminderRound'>,
  readers: readonly KnownReader[],
): Promise<void> {
  const ids = readers.map(({ reader }) => reader.id);
  await orm
    .update(migrationReaders)
    .set({ reminderRound })
    .where(
      and(
        inArray(migrationReaders.id, ids),
        eq(migrationReaders.workspaceId, workspaceId),
        eq(migrationReaders.migrationId, id),
      ),
    );
}

/** Their window may have opened: the ways to invite them are looked at again. */
export async function reconsiderReader(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  identityId: IdentityId,
): Promise<boolean> {
  const rows = await orm
    .update(migrationReaders)
    .set({ consideredAt: null })
    .where(
      and(
        eq(migrationReaders.identityId, identityId),
        eq(migrationReaders.workspaceId, workspaceId),
        eq(migrationReaders.state, 'IMPORTED'),
      ),
    )
    .returning({ id: migrationReaders.id });
  return rows.length > 0;
}

/** @returns readers of a migration behind an id, in the order of their ids. */
export async function pageReaders(
  queries: Queries,
  workspaceId: WorkspaceId,
  migrationId: MigrationId,
  after: MigrationReaderId | null,
  limit: number,
): Promise<readonly KnownReader[]> {
  return known(queries)
    .where(
      and(
        eq(migrationReaders.workspaceId, workspaceId),
        eq(migrationReaders.migrationId, migrationId),
        after === null ? undefined : sql`${migrationReaders.id} > ${after}`,
      ),
    )
    .orderBy(asc(migrationReaders.id))
    .limit(limit);
}
