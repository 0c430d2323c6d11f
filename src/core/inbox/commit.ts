import type { WorkspaceId } from '../model/ids.ts';
import type { Queries } from '../store/database.ts';
import { appendEvents, type EventDraft } from '../store/event-log.ts';
import type { Core } from './core.ts';

/** What a use case did inside its transaction, and what the workspace's readers shall hear of it. */
export interface Done<Result> {
  readonly result: Result;
  readonly events: readonly EventDraft[];
}

/**
 * Runs one change of a workspace: `work` in a transaction, its events numbered last, and after the commit a
 * wake-up for whoever follows the log. Without events nothing is appended and nobody is woken.
 */
export async function commit<Result>(
  core: Pick<Core, 'db' | 'wake'>,
  workspaceId: WorkspaceId,
  work: (queries: Queries) => Promise<Done<Result>>,
): Promise<Result> {
  const { result, number } = await core.db.transaction(async (queries) => {
    const done = await work(queries);
    const last = done.events.length === 0 ? null : await appendEvents(queries, workspaceId, done.events);
    return { result: done.result, number: last };
  });
  if (number !== null) core.wake.news({ workspaceId, number });
  return result;
}
