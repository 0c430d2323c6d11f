import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { veiledUrl } from '../inbox/personal-link.ts';
import { sendMessage } from '../inbox/send-message.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import {
  type KnownReader,
  listReadersToInvite,
  listReadersToRemind,
  lockReader,
  passOverReaders,
  passOverRound,
  updateReader,
} from '../store/migration-readers.ts';
import { lapseReaders, listOverdueMigrations, lockMigration, updateMigration } from '../store/migrations.ts';
import type { Message, Migration } from '../store/rows.ts';
import { migrationViewer } from './acting-viewer.ts';
import { migrationChanged, readerChanged } from './migration-events.ts';
import { ensureLinks } from './personal-links.ts';
import { type Invitation, invitationsTo, type ReaderWay, waysTo } from './reader-ways.ts';

const BATCH = 100;

/**
 * Invites a batch of readers who have not been looked at, each by the first way that policy leaves open. A reader with
 * no such way stays where they are until they write, and their personal link can be printed.
 *
 * @returns how many were looked at; 0: nobody waits.
 */
export async function inviteSome(core: Core, migration: Migration): Promise<number> {
  const readers = await listReadersToInvite(core.db, migration, BATCH);
  await writeToEach(core, migration, readers, {
    keyOf: ({ reader }) => `migration:${reader.id}:invite`,
    passOver: async (those) =>
      passOverReaders(core.db, migration, those, await workspaceNow(core, migration.workspaceId)),
    settle: async (known, sent) => {
      await commit(core, migration.workspaceId, async (queries) => {
        const now = await workspaceNow({ db: queries, clock: core.clock }, migration.workspaceId);
        const reader = await lockReader(queries, migration.workspaceId, known.reader.id);
        if (reader.state !== 'IMPORTED') return { result: null, events: [] };
        const invited = await updateReader(queries, reader, {
          state: 'INVITED',
          stateAt: now,
          consideredAt: now,
          invitedAt: now,
          invitedBy: sent.way,
          invitationMessageId: sent.message.id,
        });
        return { result: null, events: [readerChanged(invited, now)] };
      });
    },
  });
  return readers.length;
}

/** The same for reminders: at most once in each round, and never sooner than the migration's terms say. */
export async function remindSome(core: Core, migration: Migration): Promise<number> {
  if (migration.reminderRound === 0) return 0;
  const reckonedAt = await workspaceNow(core, migration.workspaceId);
  const quietSince = new Date(reckonedAt.getTime() - migration.reminders.intervalMs);
  const readers = await listReadersToRemind(core.db, migration, quietSince, BATCH);
  await writeToEach(core, migration, readers, {
    keyOf: ({ reader }) => `migration:${reader.id}:remind:${migration.reminderRound}`,
    passOver: (those) => passOverRound(core.db, migration, those),
    settle: async (known, sent) => {
      await commit(core, migration.workspaceId, async (queries) => {
        const now = await workspaceNow({ db: queries, clock: core.clock }, migration.workspaceId);
        const reader = await lockReader(queries, migration.workspaceId, known.reader.id);
        const isFirst = reader.state === 'IMPORTED';
        const reminded = await updateReader(queries, reader, {
          reminderRound: migration.reminderRound,
          remindedAt: now,
          reminderCount: reader.reminderCount + 1,
          ...(isFirst && { state: 'INVITED', stateAt: now, invitedAt: now, invitedBy: sent.way }),
        });
        return { result: null, events: isFirst ? [readerChanged(reminded, now)] : [] };
      });
    },
  });
  return readers.length;
}

interface Sent {
  readonly way: Invitation['way'];
  readonly message: Message;
}

interface Writing {
  /** The same key sends once, whatever dies in between. */
  readonly keyOf: (known: KnownReader) => string;
  readonly settle: (known: KnownReader, sent: Sent) => Promise<void>;
  /** To these no way was open. */
  readonly passOver: (those: readonly KnownReader[]) => Promise<void>;
}

async function writeToEach(
  core: Core,
  migration: Migration,
  readers: readonly KnownReader[],
  { keyOf, settle, passOver }: Writing,
): Promise<void> {
  if (readers.length === 0) return;
  const ways = await waysTo(core, readers, core.clock.now());
  const openTo = new Map(
    readers.map((known, index) => [
      known,
      new Set((ways[index] ?? []).filter(isSendable).map(({ way }) => way)),
    ]),
  );
  const hopeful = readers.filter((known) => (openTo.get(known)?.size ?? 0) > 0);
  const links = await ensureLinks(
    core,
    migration,
    hopeful.map(({ reader }) => reader.id),
  );
  const passed = readers.filter((known) => !hopeful.includes(known));
  for (const known of hopeful) {
    const [landing] = links.get(known.reader.id) ?? [];
    const offered = landing === undefined ? [] : invitationsTo(known, veiledUrl(core), landing.link.id);
    const open = offered.filter(({ way }) => openTo.get(known)?.has(way) === true);
    const sent = await sendFirst(core, known, open, keyOf(known));
    if (sent === null) passed.push(known);
    else await settle(known, sent);
  }
  if (passed.length > 0) await passOver(passed);
}

/** Something that we would send, and may. */
const isSendable = ({ isOpen, decision }: ReaderWay): boolean => isOpen && decision !== null;

/** By the first way on which it is taken; null: by none. */
async function sendFirst(
  core: Core,
  known: KnownReader,
  invitations: readonly Invitation[],
  key: string,
): Promise<Sent | null> {
  for (const invitation of invitations) {
    const message = await send(core, known, invitation, `${key}:${invitation.way}`);
    if (message !== null) return { way: invitation.way, message };
  }
  return null;
}

/** Null: refused after all; policy is asked again by whoever sends. */
async function send(
  core: Core,
  { identity }: KnownReader,
  { author, parts, purpose, options }: Invitation,
  idempotencyKey: string,
): Promise<Message | null> {
  const command = { identityId: identity.id, parts, purpose, options, idempotencyKey };
  const outcome = await sendMessage(
    core,
    migrationViewer(identity.workspaceId),
    { ...command, conversationId: null, replyToId: null },
    author,
  );
  if (outcome.kind === 'queued') return outcome.message;
  core.log.info({ identityId: identity.id, outcome: outcome.kind }, 'an invitation was not sent');
  return null;
}

/** Ends migrations whose deadline has passed: whoever has not moved has lapsed. */
export async function endOverdue(core: Core): Promise<void> {
  for (const { id, workspaceId } of await listOverdueMigrations(core.db, core.clock.now())) {
    for (;;) {
      const lapsed = await commit(core, workspaceId, async (queries) => {
        const now = await workspaceNow({ db: queries, clock: core.clock }, workspaceId);
        const migration = await lockMigration(queries, workspaceId, id);
        if (migration === null) return { result: 0, events: [] };
        const count = await lapseReaders(queries, id, now, BATCH * 10);
        if (count > 0 || migration.status === 'ENDED') return { result: count, events: [] };
        const ended = await updateMigration(queries, migration, { status: 'ENDED', endedAt: now });
        return { result: 0, events: [migrationChanged(ended, now)] };
      });
      if (lapsed === 0) break;
    }
  }
}
