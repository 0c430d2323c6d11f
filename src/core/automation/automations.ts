import { performance } from 'node:perf_hooks';
import { createWorkLoop, type WorkLoop } from '../events/work-loop.ts';
import type { Core } from '../inbox/core.ts';
import type { WorkspaceId } from '../model/ids.ts';
import { findReaderPosition, listWorkspaceIds, moveReader } from '../store/event-readers.ts';
import { readEventBounds, readEvents } from '../store/event-reads.ts';
import { followEvent } from './follow-event.ts';
import { followTogether } from './follow-together.ts';

const READER = 'commands';
const PAGE = 200;
const SWEEP_MS = 5_000;

/**
 * Reads every workspace's log behind a position of its own and does what a gateway does by itself. The position
 * moves after the work, so a crash repeats some of it; idempotency keys make the repetition harmless.
 */
export function createAutomations(core: Core): WorkLoop {
  const due = new Set<WorkspaceId>();
  let sweptAt = Number.NEGATIVE_INFINITY;
  return createWorkLoop({
    async round(stop) {
      // Wake-ups may be lost: now and then everybody is looked at.
      if (performance.now() - sweptAt > SWEEP_MS) {
        for (const id of await listWorkspaceIds(core.db)) due.add(id);
        sweptAt = performance.now();
      }
      const [next] = due;
      if (next === undefined) return false;
      due.delete(next);
      await catchUp(core, next, stop);
      return true;
    },
    onFailure: (error) => core.log.warn({ error }, 'automations could not read the log; trying again'),
    napMs: SWEEP_MS / 5,
    listen: (wake) =>
      core.wake.onNews(({ workspaceId }) => {
        due.add(workspaceId);
        wake();
      }),
  });
}

async function catchUp(core: Core, workspaceId: WorkspaceId, stop: AbortSignal): Promise<void> {
  const { oldest } = await readEventBounds(core.db, workspaceId);
  let position = Math.max(await findReaderPosition(core.db, workspaceId, READER), oldest - 1);
  while (!stop.aborted) {
    const events = await readEvents(core.db, workspaceId, position, PAGE);
    if (events.length === 0) return;
    await followTogether(events, (event) => followEvent(core, event));
    position = events.at(-1)?.number ?? position;
    await moveReader(core.db, workspaceId, READER, position);
  }
}
