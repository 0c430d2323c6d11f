import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { tokenHash, tokenOf } from '../inbox/link-token.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { MigrationId, MigrationLinkId, MigrationReaderId, WorkspaceId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { Queries } from '../store/database.ts';
import {
  insertLinks,
  listLinksOfReaders,
  lockLink,
  revokeLinks,
  updateLink,
} from '../store/migration-links.ts';
import { findReader, lockReaders, pageReaders } from '../store/migration-readers.ts';
import { findLiveAccounts, findMigration } from '../store/migrations.ts';
import { newId } from '../store/new-id.ts';
import type { ChannelAccount, Migration, MigrationLink } from '../store/rows.ts';

const MOST_AT_ONCE = 500;
/** The department that readers come for, where a channel's links can say so. */
const DEPARTMENT = 'newsletter';

/** A link as it can be handed out. */
export interface PersonalLink {
  readonly link: MigrationLink;
  /** Null: the landing page. */
  readonly account: ChannelAccount | null;
  readonly url: string;
}

export interface LinksMade {
  readonly kind: 'made';
  readonly readers: readonly {
    readonly readerId: MigrationReaderId;
    readonly links: readonly PersonalLink[];
  }[];
  /** Behind which reader the next call goes on; null: these were the last. */
  readonly next: MigrationReaderId | null;
}

/**
 * The personal links of a migration's readers, to be printed, mailed or posted: those that stand, or new ones where
 * there are none. Readers come in pages.
 *
 * @param input.isRenewed  True: links that stand end, and new ones take their place.
 */
export async function createMigrationLinks(
  core: Core,
  viewer: WorkspaceViewer,
  input: {
    readonly migrationId: MigrationId;
    /** Null: a page of all readers. */
    readonly readerId: MigrationReaderId | null;
    readonly after: MigrationReaderId | null;
    readonly limit: number;
    readonly isRenewed: boolean;
  },
): Promise<LinksMade | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const { workspaceId } = viewer;
  const { limit, migrationId, readerId, after, isRenewed } = input;
  if (limit < 1 || limit > MOST_AT_ONCE) {
    return validationFailed(`Links come for 1 to ${MOST_AT_ONCE} readers at once.`, ['first']);
  }
  const migration = await findMigration(core.db, workspaceId, migrationId);
  if (migration === null) return notFound('migration', ['migrationId']);
  if (migration.status === 'ENDED') return conflict('The migration has ended.', ['migrationId']);
  const single = readerId === null ? null : await findReader(core.db, workspaceId, readerId);
  if (readerId !== null && single?.migration.id !== migration.id) return notFound('reader', ['readerId']);
  const page =
    single === null ? await pageReaders(core.db, workspaceId, migrationId, after, limit) : [single];
  const all = await ensureLinks(
    core,
    migration,
    page.map(({ reader }) => reader.id),
    isRenewed,
  );
  const readers = [...all].map(([id, links]) => ({
    readerId: id,
    links: links.filter(({ link }) => link.usedAt === null),
  }));
  const last = page.at(-1)?.reader.id ?? null;
  return { kind: 'made', readers, next: single === null && page.length === limit ? last : null };
}

/**
 * The links of readers that stand, in the readers' order: the landing page first, then the accounts in the page's
 * order. One that was used is among them: whoever used it may come back by it, and leads nobody else anywhere.
 */
export async function ensureLinks(
  core: Pick<Core, 'db' | 'clock' | 'channels' | 'linkKey' | 'joinUrl'>,
  migration: Migration,
  readerIds: readonly MigrationReaderId[],
  isRenewed = false,
): Promise<ReadonlyMap<MigrationReaderId, readonly PersonalLink[]>> {
  if (readerIds.length === 0) return new Map();
  const { workspaceId } = migration;
  const accounts = await findLiveAccounts(core.db, workspaceId, migration.targetAccountIds);
  const standing = await core.db.transaction(async (queries) => {
    await lockReaders(queries, workspaceId, readerIds);
    const now = await workspaceNow({ db: queries, clock: core.clock }, workspaceId);
    if (isRenewed) await revokeLinks(queries, workspaceId, readerIds, now);
    return standingOrNew(queries, core, { migration, readerIds, accounts, isRenewed, now });
  });
  return new Map(
    readerIds.map((id) => [
      id,
      (standing.get(id) ?? []).flatMap((link) => toPersonalLink(core, link, accounts) ?? []),
    ]),
  );
}

type LinksByReader = ReadonlyMap<MigrationReaderId, readonly MigrationLink[]>;

async function standingOrNew(
  queries: Queries,
  core: Pick<Core, 'linkKey'>,
  {
    migration,
    readerIds,
    accounts,
    isRenewed,
    now,
  }: {
    readonly migration: Migration;
    readonly readerIds: readonly MigrationReaderId[];
    readonly accounts: readonly ChannelAccount[];
    readonly isRenewed: boolean;
    readonly now: Date;
  },
): Promise<LinksByReader> {
  const { workspaceId } = migration;
  const wanted = [null, ...accounts.map(({ id }) => id)];
  const before = await livingLinks(queries, workspaceId, readerIds, now);
  const missing = readerIds.flatMap((readerId) =>
    wanted.flatMap((channelAccountId) => {
      // A used link is not followed by another one by itself: whoever has the page could pass it on.
      const stands = (before.get(readerId) ?? []).some(
        (link) => link.channelAccountId === channelAccountId && !(isRenewed && link.usedAt !== null),
      );
      return stands ? [] : [{ readerId, channelAccountId }];
    }),
  );
  await insertLinks(
    queries,
    missing.map((link) => {
      const id = newId<MigrationLinkId>();
      return {
        ...link,
        id,
        workspaceId,
        migrationId: migration.id,
        tokenHash: tokenHash(tokenOf(core.linkKey, id)),
        createdAt: now,
        expiresAt: migration.deadlineAt,
      };
    }),
  );
  // The latest: a renewed link stands before the used one that it replaces.
  const standing = missing.length === 0 ? before : await livingLinks(queries, workspaceId, readerIds, now);
  return new Map(
    [...standing].map(([readerId, links]) => [
      readerId,
      wanted.flatMap((id) => links.find((link) => link.channelAccountId === id) ?? []),
    ]),
  );
}

/** By reader, the latest first. */
async function livingLinks(
  queries: Queries,
  workspaceId: WorkspaceId,
  readerIds: readonly MigrationReaderId[],
  now: Date,
): Promise<LinksByReader> {
  const living = new Map<MigrationReaderId, MigrationLink[]>();
  for (const link of await listLinksOfReaders(queries, workspaceId, readerIds)) {
    if (link.revokedAt !== null || link.expiresAt <= now) continue;
    const theirs = living.get(link.readerId);
    if (theirs === undefined) living.set(link.readerId, [link]);
    else theirs.push(link);
  }
  return living;
}

/** Null: the account has no address that a link could lead to. */
export function toPersonalLink(
  core: Pick<Core, 'channels' | 'linkKey' | 'joinUrl'>,
  link: MigrationLink,
  accounts: readonly ChannelAccount[],
): PersonalLink | null {
  const token = tokenOf(core.linkKey, link.id);
  if (link.channelAccountId === null) return { link, account: null, url: core.joinUrl(token) };
  const account = accounts.find(({ id }) => id === link.channelAccountId);
  const deepLink = account === undefined ? undefined : core.channels.find(account.channel)?.deepLink;
  if (account === undefined || account.externalId === null || deepLink === undefined) return null;
  const { externalId, name, username } = account;
  try {
    return { link, account, url: deepLink({ externalId, displayName: name, username }, token, DEPARTMENT) };
  } catch {
    // An account without a public name has no link; the other channels of the page still have theirs.
    return null;
  }
}

export interface LinkRevoked {
  readonly kind: 'revoked';
  readonly link: MigrationLink;
}

/** Ends one link. Whoever follows it from now on is told kindly, and moves nowhere. */
export async function revokeMigrationLink(
  core: Core,
  viewer: WorkspaceViewer,
  id: MigrationLinkId,
): Promise<LinkRevoked | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  return commit<LinkRevoked | UserError>(core, viewer.workspaceId, async (queries) => {
    const link = await lockLink(queries, viewer.workspaceId, id);
    if (link === null) return { result: notFound('link', ['linkId']), events: [] };
    const now = await workspaceNow({ db: queries, clock: core.clock }, viewer.workspaceId);
    const revoked = link.revokedAt === null ? await updateLink(queries, link, { revokedAt: now }) : link;
    return { result: { kind: 'revoked', link: revoked }, events: [] };
  });
}
