import { createWorkLoop, type WorkLoop } from '../events/work-loop.ts';
import type { Core } from '../inbox/core.ts';
import type { ContentStore } from '../media/content-store.ts';
import { listRunningMigrations } from '../store/migrations.ts';
import { endOverdue, inviteSome, remindSome } from './invite.ts';
import { runImport } from './run-import.ts';

const SWEEP_MS = 1_000;

/**
 * What goes on behind migrations: files are read in, readers invited and reminded, deadlines kept. Any number of
 * processes may do so at once: an import is held by a lease, and an invitation by its key.
 */
export function createMigrations(core: Core, contentStore: Pick<ContentStore, 'pathOf'>): WorkLoop {
  return createWorkLoop({
    round: (stop) => workOnMigrations(core, contentStore, stop),
    onFailure: (error) => core.log.warn({ error }, 'migrations could not be worked on; trying again'),
    napMs: SWEEP_MS,
  });
}

/** One round. True: there is more to do at once. */
export async function workOnMigrations(
  core: Core,
  contentStore: Pick<ContentStore, 'pathOf'>,
  stop: AbortSignal = new AbortController().signal,
): Promise<boolean> {
  let isBusy = await runImport(core, contentStore, stop);
  for (const migration of await listRunningMigrations(core.db)) {
    if (stop.aborted) return false;
    const looked = (await inviteSome(core, migration)) + (await remindSome(core, migration));
    isBusy ||= looked > 0;
  }
  await endOverdue(core);
  return isBusy;
}
