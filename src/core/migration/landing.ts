import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { readToken, tokenHash } from '../inbox/link-token.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import { findLinkByToken, lockLink, updateLink } from '../store/migration-links.ts';
import { findReader, lockReader, updateReader } from '../store/migration-readers.ts';
import type { MigrationLink, Topic } from '../store/rows.ts';
import { findTopic } from '../store/topics.ts';
import { readerChanged } from './migration-events.ts';
import { ensureLinks, toPersonalLink } from './personal-links.ts';

/** What the page behind a personal link shows. */
export interface Landing {
  readonly language: string | null;
  readonly topic: Pick<Topic, 'name' | 'wording' | 'privacyNoticeUrl' | 'privacyNoticeVersion'>;
  readonly channels: readonly { readonly displayName: string; readonly url: string }[];
}

/**
 * The page behind a token; null for one that is unknown, expired, used, revoked or of a migration that has ended: all
 * of them alike. Looking changes no consent.
 *
 * @param isPerson  False: a program looked, to show a preview or to warn. Nothing is counted.
 */
export async function openLanding(core: Core, text: string, isPerson: boolean): Promise<Landing | null> {
  const token = readToken(text);
  const link = token === null ? null : await findLinkByToken(core.db, tokenHash(token));
  if (link === null || !isGood(link, await workspaceNow(core, link.workspaceId))) return null;
  const known = await findReader(core.db, link.workspaceId, link.readerId);
  if (known === null || known.migration.status === 'ENDED' || known.migration.status === 'DRAFT') return null;
  if (known.reader.state === 'CONFIRMED' || known.reader.state === 'LAPSED') return null;
  const topic = await findTopic(core.db, link.workspaceId, known.migration.topicId);
  if (topic === null) return null;
  if (isPerson) await countOpening(core, link);
  const personal = (await ensureLinks(core, known.migration, [known.reader.id])).get(known.reader.id) ?? [];
  return {
    language: known.reader.language ?? known.contact.locale,
    topic,
    channels: personal.flatMap(({ account, url }) => {
      const adapter = account === null ? null : core.channels.find(account.channel);
      return adapter === null ? [] : [{ displayName: adapter.displayName, url }];
    }),
  };
}

const isGood = (link: MigrationLink, now: Date): boolean =>
  link.channelAccountId === null && link.revokedAt === null && link.usedAt === null && link.expiresAt > now;

async function countOpening(core: Core, { id, workspaceId, readerId }: MigrationLink): Promise<void> {
  await commit(core, workspaceId, async (queries) => {
    const reader = await lockReader(queries, workspaceId, readerId);
    const link = await lockLink(queries, workspaceId, id);
    if (link !== null) await updateLink(queries, link, { openCount: link.openCount + 1 });
    const isNew = reader.state === 'IMPORTED' || reader.state === 'INVITED' || reader.state === 'FAILED';
    if (!isNew) return { result: null, events: [] };
    const now = await workspaceNow({ db: queries, clock: core.clock }, workspaceId);
    const opened = await updateReader(queries, reader, {
      state: 'OPENED',
      stateAt: now,
      openedAt: reader.openedAt ?? now,
      // Whoever has the link has been invited, if by a letter.
      invitedAt: reader.invitedAt ?? now,
      invitedBy: reader.invitedBy ?? 'POST',
    });
    return { result: null, events: [readerChanged(opened, now)] };
  });
}

/** The address that a QR code of a good link shows; null as in {@link openLanding}. */
export async function landingUrl(core: Core, text: string): Promise<string | null> {
  const token = readToken(text);
  const link = token === null ? null : await findLinkByToken(core.db, tokenHash(token));
  if (link === null || !isGood(link, await workspaceNow(core, link.workspaceId))) return null;
  return toPersonalLink(core, link, [])?.url ?? null;
}
