import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { MigrationId } from '../model/ids.ts';
import type { MigrationStatus } from '../model/migration.ts';
import { conflict, forbidden, notFound, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { lockMigration, updateMigration } from '../store/migrations.ts';
import type { Migration } from '../store/rows.ts';
import type { MigrationDone } from './create-migration.ts';
import { migrationChanged } from './migration-events.ts';

type Change = Parameters<typeof updateMigration>[2];

/** Begins to invite, or goes on. Starting twice is once. */
export function startMigration(
  core: Core,
  viewer: WorkspaceViewer,
  id: MigrationId,
): Promise<MigrationDone | UserError> {
  return changeMigration(core, viewer, id, ['DRAFT', 'PAUSED', 'RUNNING'], (migration, now) =>
    migration.status === 'RUNNING' ? {} : { status: 'RUNNING', startedAt: migration.startedAt ?? now },
  );
}

/** Nobody is invited or reminded any more; whoever comes by a link is welcome all the same. */
export function pauseMigration(
  core: Core,
  viewer: WorkspaceViewer,
  id: MigrationId,
): Promise<MigrationDone | UserError> {
  return changeMigration(core, viewer, id, ['RUNNING', 'PAUSED'], ({ status }) =>
    status === 'PAUSED' ? {} : { status: 'PAUSED' },
  );
}

/** Everybody who has not moved is to be reminded once, as far as policy and the migration's own terms allow. */
export async function remindMigration(
  core: Core,
  viewer: WorkspaceViewer,
  id: MigrationId,
): Promise<MigrationDone | UserError> {
  return changeMigration(core, viewer, id, ['RUNNING'], ({ reminderRound, reminders }) =>
    reminderRound >= reminders.max
      ? conflict(`Its readers are to be reminded ${reminders.max} times at most, and have been.`)
      : { reminderRound: reminderRound + 1 },
  );
}

async function changeMigration(
  core: Core,
  viewer: WorkspaceViewer,
  id: MigrationId,
  from: readonly MigrationStatus[],
  change: (migration: Migration, now: Date) => Change | UserError,
): Promise<MigrationDone | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  return commit<MigrationDone | UserError>(core, viewer.workspaceId, async (queries) => {
    const migration = await lockMigration(queries, viewer.workspaceId, id);
    if (migration === null) return { result: notFound('migration', ['migrationId']), events: [] };
    if (!from.includes(migration.status)) {
      return { result: conflict(`The migration is ${migration.status}.`, ['migrationId']), events: [] };
    }
    const now = await workspaceNow({ db: queries, clock: core.clock }, viewer.workspaceId);
    const wanted = change(migration, now);
    if ('kind' in wanted) return { result: wanted, events: [] };
    if (Object.keys(wanted).length === 0) return { result: { kind: 'done', migration }, events: [] };
    const changed = await updateMigration(queries, migration, wanted);
    return {
      result: { kind: 'done', migration: changed },
      events: [migrationChanged(changed, now)],
    };
  });
}
