import { commitAcross } from '../inbox/commit-across.ts';
import type { Core } from '../inbox/core.ts';
import { MAX_RESENDS, RESEND_AFTER_MS } from '../inbox/record-results.ts';
import { applyMatched, statusChanged } from '../inbox/record-status.ts';
import type { MessageFailure } from '../model/failure.ts';
import type { MessageId } from '../model/ids.ts';
import {
  type RecoveredMessage,
  recoverMessages,
  resendDueMessages,
  scheduleResends,
} from '../store/outbox-recover.ts';
import { dropParkedReceipts, matchParkedReceipts } from '../store/parked-receipts.ts';
import { repeatableForMs } from './repeatable.ts';

const HOLDER_DIED: MessageFailure = {
  kind: 'indeterminate',
  cause: null,
  actionBy: 'operator',
  platformCode: 'confab:process-ended',
  description: 'The process that was sending it ended before an answer came; it may have been sent.',
};

/** Long after two transactions can still be missing each other. */
const PARKED_RECENTLY_MS = 10 * 60_000;
/** The longest that a platform is known to hold back a receipt is a week. */
const PARKED_FOR_EVER_MS = 30 * 24 * 60 * 60_000;

/**
 * Decides about messages whose holder died: one whose request may have left is `UNCONFIRMED` and never queued
 * again by itself, unless its platform knows repeated requests; one whose request certainly did not leave goes back
 * to the queue.
 *
 * @param all  Also those whose lease still runs: only when no other process can be holding one.
 * @param ours  On their way in this process, which lives: when it stood still past their leases, answers to them may
 *              lie ready to be read, and tell more than that.
 */
export async function recoverHeldMessages(
  core: Core,
  all: boolean,
  ours: readonly MessageId[],
): Promise<void> {
  const repeatable = Object.fromEntries(
    core.channels.all.map(({ name, capabilities }) => [name, repeatableForMs(capabilities)]),
  );
  for (;;) {
    const recovered = await commitAcross(core, async (queries) => {
      const messages = await recoverMessages(queries, {
        all,
        except: ours,
        failure: HOLDER_DIED,
        now: core.clock.now(),
        repeatableForMs: repeatable,
      });
      const unconfirmed = messages.filter(({ status }) => status === 'UNCONFIRMED');
      if (unconfirmed.length > 0) {
        const ids = unconfirmed.map(({ id }) => id);
        await scheduleResends(queries, ids, RESEND_AFTER_MS, MAX_RESENDS);
      }
      return { result: messages, told: unconfirmed.map((message) => tell(core, message)) };
    });
    if (recovered.length === 0) return;
    const unconfirmed = recovered.filter(({ status }) => status === 'UNCONFIRMED').length;
    core.log.warn(
      { recovered: recovered.length, unconfirmed },
      'messages of a holder that ended were taken over',
    );
    core.wake.outbox();
  }
}

/** Sends again what is due to be sent again, where the workspace has chosen that. */
export async function resendUnconfirmed(core: Core): Promise<void> {
  const again = await commitAcross(core, async (queries) => {
    const queued = (await resendDueMessages(queries)).filter(({ status }) => status === 'QUEUED');
    return { result: queued.length, told: queued.map((message) => tell(core, message)) };
  });
  if (again > 0) core.wake.outbox();
}

/** Brings receipts and messages together that missed each other by a moment. */
export async function matchReceipts(core: Core): Promise<void> {
  const now = core.clock.now().getTime();
  await commitAcross(core, async (queries) => {
    const matched = await matchParkedReceipts(queries, new Date(now - PARKED_RECENTLY_MS));
    await dropParkedReceipts(queries, new Date(now - PARKED_FOR_EVER_MS));
    return { result: null, told: await applyMatched(queries, matched) };
  });
}

function tell(core: Core, message: RecoveredMessage) {
  const { workspaceId, status } = message;
  return { workspaceId, draft: statusChanged(message, status, core.clock.now()) };
}
