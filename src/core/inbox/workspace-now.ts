import type { Clock } from '../model/clock.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { Queries } from '../store/database.ts';
import { readClockOffset } from '../store/workspace-clocks.ts';

/** What the clock of a workspace shows: the real time, unless somebody moved it in development. */
export async function workspaceNow(
  { db, clock }: { readonly db: Queries; readonly clock: Clock },
  workspaceId: WorkspaceId,
): Promise<Date> {
  return new Date(clock.now().getTime() + (await readClockOffset(db, workspaceId)));
}
