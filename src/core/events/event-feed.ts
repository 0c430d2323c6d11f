import type { WorkspaceEvent } from '../model/event.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { Database } from '../store/database.ts';
import { readEventBounds, readEvents } from '../store/event-reads.ts';
import { createEventTail, type EventTail, PAGE_SIZE } from './event-tail.ts';
import type { TypingSignal, Wake } from './wake.ts';

/** What a follower gets: entries of the log in order, what is only live, or why its cursor leads nowhere. */
export type FeedItem =
  | { readonly kind: 'event'; readonly event: WorkspaceEvent }
  | { readonly kind: 'typing'; readonly signal: TypingSignal; readonly number: number }
  /** Entries before `oldest` were removed: read a snapshot and follow from its `asOf`. The feed ends here. */
  | { readonly kind: 'expired'; readonly oldest: number }
  /** The cursor is of another instance, or from before the log was restored. The feed ends here. */
  | { readonly kind: 'ahead'; readonly latest: number };

export interface EventFeed {
  /** The number of the latest entry: what a snapshot that is read afterwards is at least as new as. */
  latest(workspaceId: WorkspaceId): Promise<number>;
  /**
   * Everything behind `after`, then what happens, without a gap between the two. Ends when the signal aborts or
   * its reader stops.
   *
   * @throws when the database is away; nothing was skipped then, and the last number that was seen still holds.
   */
  follow(workspaceId: WorkspaceId, after: number, signal: AbortSignal): AsyncGenerator<FeedItem>;
}

export function createEventFeed(core: { readonly db: Database; readonly wake: Wake }): EventFeed {
  const tails = new Map<WorkspaceId, EventTail>();

  const tailOf = (workspaceId: WorkspaceId): EventTail => {
    const existing = tails.get(workspaceId);
    if (existing !== undefined) return existing;
    const tail = createEventTail(core, workspaceId, () => tails.delete(workspaceId));
    tails.set(workspaceId, tail);
    return tail;
  };

  return {
    latest: async (workspaceId) => (await readEventBounds(core.db, workspaceId)).latest,

    async *follow(workspaceId, after, signal) {
      const tail = tailOf(workspaceId);
      const follower = tail.join();
      try {
        const { oldest, latest } = await readEventBounds(core.db, workspaceId);
        if (after > latest) {
          yield { kind: 'ahead', latest };
          return;
        }
        if (after + 1 < oldest) {
          yield { kind: 'expired', oldest };
          return;
        }
        let position = after;
        tail.lookAgain();
        while (!signal.aborted) {
          const shared = tail.behind(position);
          const events = shared ?? (await readEvents(core.db, workspaceId, position, PAGE_SIZE));
          for (const event of events) {
            if (signal.aborted) return;
            position = event.number;
            yield { kind: 'event', event };
          }
          for (const typing of follower.takeTyping()) {
            yield { kind: 'typing', signal: typing, number: position };
          }
          if (events.length === 0) await follower.woken(signal);
        }
      } finally {
        follower.leave();
      }
    },
  };
}
