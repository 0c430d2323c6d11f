import { forbidden, type UserError, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { listAccountIds } from '../store/receiving-accounts.ts';
import { advanceClockBy } from '../store/workspace-clocks.ts';
import type { Core } from './core.ts';

const MOST_MS = 10 * 366 * 24 * 60 * 60 * 1000;

export interface ClockAdvanced {
  readonly kind: 'advanced';
  /** What the workspace's clock shows now. */
  readonly now: Date;
}

/**
 * Moves a workspace's time ahead, for good: windows close, quiet hours come and go, requests expire, editions and
 * cards take effect. What contacts write from then on is stamped in the workspace's time too. Limits of platforms,
 * leases and tokens keep to the real time.
 */
export async function advanceClock(
  core: Core,
  viewer: WorkspaceViewer,
  { byMs }: { readonly byMs: number },
): Promise<ClockAdvanced | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  if (!core.movesClocks) {
    return validationFailed(
      'Clocks stand fast here. Where nothing is meant seriously, start with CONFAB_MOVABLE_CLOCKS=true to try out windows, quiet hours and editions.',
    );
  }
  if (!Number.isSafeInteger(byMs) || byMs <= 0 || byMs > MOST_MS) {
    return validationFailed('It is more than 0 seconds and at most ten years.', ['seconds']);
  }
  const offsetMs = await advanceClockBy(core.db, viewer.workspaceId, byMs);
  // Receiving remembers its accounts, and with them how far their workspace is ahead.
  for (const id of await listAccountIds(core.db, viewer.workspaceId)) core.wake.accountChanged(id);
  return { kind: 'advanced', now: new Date(core.clock.now().getTime() + offsetMs) };
}
