import { and, eq, inArray } from 'drizzle-orm';
import type { MediaId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import type { IntakeRow } from './intake-messages.ts';
import type { ChannelAccount, Media } from './rows.ts';
import { channelAccounts, media } from './tables/index.ts';

export async function findMedia(
  queries: Queries,
  workspaceId: WorkspaceId,
  id: MediaId,
): Promise<Media | null> {
  const [row] = await queries.orm
    .select()
    .from(media)
    .where(and(eq(media.id, id), eq(media.workspaceId, workspaceId)));
  return row ?? null;
}

/** Which of these files the workspace has in its store. */
export async function filterStoredMedia(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  ids: readonly MediaId[],
): Promise<ReadonlySet<MediaId>> {
  const rows = await orm
    .select({ id: media.id })
    .from(media)
    .where(and(inArray(media.id, [...ids]), eq(media.workspaceId, workspaceId), eq(media.status, 'STORED')));
  return new Set(rows.map(({ id }) => id));
}

/** A file that is in the store already, ready to be sent or shown. */
export async function insertStoredMedia({ orm }: Queries, file: typeof media.$inferInsert): Promise<void> {
  await orm.insert(media).values(file);
}

/** Files of a message that are still at the platform: fetched by themselves, due at once. */
export async function insertPendingMedia(
  { orm }: Queries,
  account: Pick<ChannelAccount, 'id' | 'workspaceId'>,
  messageId: MessageId,
  files: IntakeRow['media'],
  receivedAt: Date,
): Promise<void> {
  if (files.length === 0) return;
  await orm.insert(media).values(
    files.map((file) => ({
      id: file.id,
      workspaceId: account.workspaceId,
      messageId,
      channelAccountId: account.id,
      reference: file.reference,
      status: 'PENDING' as const,
      fileName: file.file_name,
      nextAttemptAt: receivedAt,
      createdAt: receivedAt,
    })),
  );
}

export async function updateMedia(
  { orm }: Queries,
  id: MediaId,
  change: Partial<typeof media.$inferInsert>,
): Promise<void> {
  await orm.update(media).set(change).where(eq(media.id, id));
}

/** A file with the account that it came through. */
export interface ReceivedMedia {
  readonly file: Media;
  readonly account: ChannelAccount;
}

/** Null: it has gone meanwhile. */
export async function findReceivedMedia({ orm }: Queries, id: MediaId): Promise<ReceivedMedia | null> {
  const [found] = await orm
    .select({ file: media, account: channelAccounts })
    .from(media)
    .innerJoin(channelAccounts, eq(channelAccounts.id, media.channelAccountId))
    .where(eq(media.id, id));
  return found ?? null;
}

const CLAIM: Statement = {
  name: 'claim_media',
  text: `
    UPDATE media SET attempt_count = attempt_count + 1, next_attempt_at = now() + make_interval(secs => $2::float8)
     WHERE id IN (
       SELECT id FROM media WHERE status = 'PENDING' AND next_attempt_at <= now()
        ORDER BY next_attempt_at LIMIT $1::int FOR UPDATE SKIP LOCKED)
    RETURNING id`,
};

/** Takes files that are due; until `leaseSeconds` have passed nobody else does. */
export async function claimPendingMedia(
  queries: Queries,
  limit: number,
  leaseSeconds: number,
): Promise<readonly MediaId[]> {
  const rows = await queries.run<{ id: MediaId }>(CLAIM, [limit, leaseSeconds]);
  return rows.map(({ id }) => id);
}
