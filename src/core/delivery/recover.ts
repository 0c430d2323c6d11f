import { and, eq } from 'drizzle-orm';
import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { recordStatus } from '../inbox/record-status.ts';
import { findExpiredClaims } from '../store/outbox.ts';
import { messages } from '../store/tables/index.ts';

/**
 * Decides about messages whose holder died: a request that may have left makes them `UNCONFIRMED`, never queued
 * again by themselves; one that certainly did not lets them go back to the queue.
 *
 * @param all  Also those whose lease still runs: only when no other process can be holding one.
 */
export async function recoverExpired(core: Core, all: boolean): Promise<void> {
  for (const expired of await findExpiredClaims(core.db, all)) {
    await commit(core, expired.workspaceId, async (queries) => {
      const [message] = await queries.orm
        .select()
        .from(messages)
        .where(
          and(eq(messages.id, expired.id), eq(messages.fence, expired.fence), eq(messages.status, 'SENDING')),
        )
        .for('update');
      if (message === undefined) return { result: null, events: [] };
      if (!expired.hasBegun) {
        await queries.orm
          .update(messages)
          .set({ status: 'QUEUED', leaseUntil: null, fence: message.fence + 1 })
          .where(eq(messages.id, message.id));
        return { result: null, events: [] };
      }
      const now = core.clock.now();
      const event = await recordStatus(
        queries,
        message,
        {
          status: 'UNCONFIRMED',
          occurredAt: now,
          receivedAt: now,
          failure: {
            kind: 'indeterminate',
            cause: null,
            actionBy: 'operator',
            platformCode: 'process:ended',
            description:
              'The process that was sending it ended before an answer came; it may have been sent.',
          },
        },
        // The larger fence makes a late result of the old holder void.
        { leaseUntil: null, fence: message.fence + 1 },
      );
      return { result: null, events: [event] };
    });
  }
}
