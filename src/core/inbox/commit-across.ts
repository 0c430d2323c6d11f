import type { Wake } from '../events/wake.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { Queries } from '../store/database.ts';
import { appendEvents, type EventDraft } from '../store/event-log.ts';
import type { Core } from './core.ts';

/** An event and the workspace whose log it belongs in. */
export interface Told {
  readonly workspaceId: WorkspaceId;
  readonly draft: EventDraft;
}

/**
 * Like `commit`, for work that concerns several workspaces at once: their counters are locked last and always in
 * the same order, so that two of these can not wait for each other.
 */
export async function commitAcross<Result>(
  core: Pick<Core, 'db'> & { readonly wake: Pick<Wake, 'news'> },
  work: (queries: Queries) => Promise<{ readonly result: Result; readonly told: readonly Told[] }>,
): Promise<Result> {
  const { result, news } = await core.db.transaction(async (queries) => {
    const done = await work(queries);
    const numbers: { workspaceId: WorkspaceId; number: number }[] = [];
    for (const [workspaceId, drafts] of byWorkspace(done.told)) {
      numbers.push({ workspaceId, number: await appendEvents(queries, workspaceId, drafts) });
    }
    return { result: done.result, news: numbers };
  });
  for (const signal of news) core.wake.news(signal);
  return result;
}

function byWorkspace(told: readonly Told[]): readonly (readonly [WorkspaceId, readonly EventDraft[]])[] {
  const grouped = new Map<WorkspaceId, EventDraft[]>();
  for (const { workspaceId, draft } of told) {
    const drafts = grouped.get(workspaceId);
    if (drafts === undefined) grouped.set(workspaceId, [draft]);
    else drafts.push(draft);
  }
  return [...grouped].sort(([one], [other]) => (one < other ? -1 : 1));
}
