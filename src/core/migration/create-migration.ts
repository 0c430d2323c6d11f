import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { ChannelAccountId, MigrationId, TopicId } from '../model/ids.ts';
import type { InvitationWording, ReminderTerms } from '../model/migration.ts';
import { NAME_RULE, readName } from '../model/name.ts';
import { forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableJson } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { findLiveAccounts, insertMigration } from '../store/migrations.ts';
import { newId } from '../store/new-id.ts';
import type { Migration } from '../store/rows.ts';
import { findTopic } from '../store/topics.ts';
import { migrationChanged } from './migration-events.ts';

const MAX_TEXT = 2_000;
const MAX_TARGETS = 10;
const MAX_LANGUAGES = 50;
const HOUR_MS = 60 * 60 * 1000;
/** Nobody remembers a newsletter that they were asked about a year ago. */
const LONGEST_MS = 366 * 24 * HOUR_MS;

export interface NewMigration {
  readonly name: string;
  readonly sourceAccountId: ChannelAccountId;
  readonly targetAccountIds: readonly ChannelAccountId[];
  readonly topicId: TopicId;
  readonly wording: InvitationWording;
  readonly reminders: ReminderTerms;
  readonly deadlineAt: Date;
}

export interface MigrationDone {
  readonly kind: 'done';
  readonly migration: Migration;
}

/** Makes the plan of a move. Nobody is told before it is started. */
export async function createMigration(
  core: Core,
  viewer: WorkspaceViewer,
  input: NewMigration,
): Promise<MigrationDone | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const name = readName(input.name);
  if (name === null) return validationFailed(NAME_RULE, ['name']);
  const { workspaceId } = viewer;
  const [source] = await findLiveAccounts(core.db, workspaceId, [input.sourceAccountId]);
  if (source === undefined) return notFound('channel account', ['sourceAccountId']);
  const targets = await findLiveAccounts(core.db, workspaceId, input.targetAccountIds);
  const missing = input.targetAccountIds.findIndex((id) => targets.every((target) => target.id !== id));
  if (missing !== -1) return notFound('channel account', ['targetAccountIds', missing]);
  const now = await workspaceNow(core, workspaceId);
  const problem = problemOf(input, now);
  if (problem !== null) return problem;
  const mute = targets.findIndex(({ channel }) => core.channels.find(channel)?.deepLink === undefined);
  if (mute !== -1) {
    return validationFailed('No link leads to accounts of this channel, so nobody can move there.', [
      'targetAccountIds',
      mute,
    ]);
  }
  const topic = await findTopic(core.db, workspaceId, input.topicId);
  if (topic === null || topic.archivedAt !== null) return notFound('topic', ['topicId']);

  return commit(core, workspaceId, async (queries) => {
    const migration = await insertMigration(queries, {
      id: newId<MigrationId>(),
      workspaceId,
      name,
      sourceAccountId: source.id,
      targetAccountIds: input.targetAccountIds,
      topicId: topic.id,
      status: 'DRAFT',
      wording: storableJson(input.wording),
      reminders: input.reminders,
      deadlineAt: input.deadlineAt,
      createdAt: now,
    });
    return { result: { kind: 'done', migration }, events: [migrationChanged(migration, now)] };
  });
}

function problemOf(input: NewMigration, now: Date): UserError | null {
  const { targetAccountIds, wording, reminders, deadlineAt, sourceAccountId } = input;
  if (targetAccountIds.length === 0 || targetAccountIds.length > MAX_TARGETS) {
    return validationFailed(`A migration leads to 1 to ${MAX_TARGETS} accounts.`, ['targetAccountIds']);
  }
  if (
    new Set(targetAccountIds).size < targetAccountIds.length ||
    targetAccountIds.includes(sourceAccountId)
  ) {
    return validationFailed('Each account is named once, and nobody moves to where they are.', [
      'targetAccountIds',
    ]);
  }
  const texts = Object.entries(wording.texts);
  if (texts.length === 0 || texts.length > MAX_LANGUAGES) {
    return validationFailed(`An invitation is worded in 1 to ${MAX_LANGUAGES} languages.`, ['wording']);
  }
  for (const [language, text] of texts) {
    if (!text.includes('{link}') || text.length > MAX_TEXT) {
      const rule = `An invitation has up to ${MAX_TEXT} characters, and {link} where the personal link shall stand.`;
      return validationFailed(rule, ['wording', language]);
    }
  }
  if (reminders.max < 0 || reminders.max > 3 || reminders.intervalMs < 24 * HOUR_MS) {
    return validationFailed('Readers are reminded 0 to 3 times, at least 24 hours apart.', ['reminders']);
  }
  const lastsMs = deadlineAt.getTime() - now.getTime();
  if (lastsMs < HOUR_MS || lastsMs > LONGEST_MS) {
    return validationFailed('The deadline lies at least an hour and at most a year ahead.', ['deadlineAt']);
  }
  return null;
}
