import type { WorkspaceEvent } from '../model/event.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { Database } from '../store/database.ts';
import { readEventBounds, readEvents } from '../store/event-reads.ts';
import type { TypingSignal, Wake } from './wake.ts';

/** What a follower gets: entries of the log in order, what is only live, or the news that its cursor is too old. */
export type FeedItem =
  | { readonly kind: 'event'; readonly event: WorkspaceEvent }
  | { readonly kind: 'typing'; readonly signal: TypingSignal; readonly number: number }
  /** Entries up to `oldest` were removed: read a snapshot and follow from its `asOf`. The feed ends here. */
  | { readonly kind: 'expired'; readonly oldest: number };

export interface EventFeed {
  /** The number of the latest entry: what a snapshot that is read afterwards is at least as new as. */
  latest(workspaceId: WorkspaceId): Promise<number>;
  /**
   * Everything behind `after` (null: from now on), then what happens, without a gap between the two. Ends when
   * the signal aborts or its reader stops.
   */
  follow(workspaceId: WorkspaceId, after: number | null, signal: AbortSignal): AsyncGenerator<FeedItem>;
}

const PAGE = 200;
/** Wake-ups may be lost; the table is looked at this often all the same. */
const SAFETY_POLL_MS = 2_000;
/** The tail that followers share; whoever falls behind it reads the table. */
const TAIL_LENGTH = 1_000;

/** @param feedOf  What the feed stands on. */
export function createEventFeed(core: { readonly db: Database; readonly wake: Wake }): EventFeed {
  const tails = new Map<WorkspaceId, Tail>();

  const tailOf = (workspaceId: WorkspaceId): Tail => {
    const existing = tails.get(workspaceId);
    if (existing !== undefined) return existing;
    const tail = createTail(core, workspaceId, () => tails.delete(workspaceId));
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
        let position = after ?? latest;
        if (position + 1 < oldest) {
          yield { kind: 'expired', oldest };
          return;
        }
        tail.lookAgain();
        while (!signal.aborted) {
          const shared = tail.behind(position);
          const events = shared ?? (await readEvents(core.db, workspaceId, position, PAGE));
          for (const event of events) {
            if (signal.aborted) return;
            position = event.number;
            yield { kind: 'event', event };
          }
          for (const typing of follower.takeTyping())
            yield { kind: 'typing', signal: typing, number: position };
          if (events.length === 0) await follower.woken(signal);
        }
      } finally {
        follower.leave();
      }
    },
  };
}

interface Tail {
  join(): Follower;
  /** Entries behind a number from memory; null when memory does not reach back that far. */
  behind(number: number): readonly WorkspaceEvent[] | null;
  lookAgain(): void;
}

interface Follower {
  /** Resolves when there may be something new. */
  woken(signal: AbortSignal): Promise<void>;
  takeTyping(): readonly TypingSignal[];
  leave(): void;
}

/** One reader of the table per workspace, however many follow: it reads what is new once and wakes them all. */
function createTail(
  core: { readonly db: Database; readonly wake: Wake },
  workspaceId: WorkspaceId,
  onEmpty: () => void,
): Tail {
  const followers = new Set<{ wake: () => void; typing: TypingSignal[] }>();
  const events: WorkspaceEvent[] = [];
  /** The number that memory reaches back to; null before the first look. */
  let from: number | null = null;
  let reading = false;
  let again = false;

  const read = async () => {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    try {
      do {
        again = false;
        from ??= (await readEventBounds(core.db, workspaceId)).latest;
        const last = events.at(-1)?.number ?? from;
        const page = await readEvents(core.db, workspaceId, last, PAGE);
        events.push(...page);
        if (page.length === PAGE) again = true;
        if (events.length > TAIL_LENGTH) {
          const dropped = events.splice(0, events.length - TAIL_LENGTH);
          from = dropped.at(-1)?.number ?? from;
        }
        for (const follower of followers) follower.wake();
      } while (again);
    } catch {
      // The database is away: followers stay where they are, and the safety poll looks again.
    } finally {
      reading = false;
    }
  };

  const stopNews = core.wake.onNews((news) => {
    if (news.workspaceId === workspaceId) void read();
  });
  const stopTyping = core.wake.onTyping((typing) => {
    if (typing.workspaceId !== workspaceId) return;
    for (const follower of followers) {
      follower.typing = [...follower.typing.slice(-10), typing];
      follower.wake();
    }
  });
  const poll = setInterval(() => void read(), SAFETY_POLL_MS).unref();

  return {
    lookAgain: () => void read(),
    behind(number) {
      if (from === null || number < from) return null;
      const last = events.at(-1)?.number ?? from;
      return number >= last ? [] : events.slice(events.length - (last - number));
    },
    join() {
      const own = { wake: () => {}, typing: [] as TypingSignal[] };
      let isNew = true;
      followers.add(own);
      own.wake = () => {
        isNew = true;
      };
      return {
        woken: (signal) =>
          new Promise((resolve) => {
            const done = () => {
              signal.removeEventListener('abort', done);
              own.wake = () => {
                isNew = true;
              };
              isNew = false;
              resolve();
            };
            if (isNew || signal.aborted) {
              done();
              return;
            }
            own.wake = done;
            signal.addEventListener('abort', done, { once: true });
          }),
        takeTyping() {
          const taken = own.typing;
          own.typing = [];
          return taken;
        },
        leave() {
          followers.delete(own);
          if (followers.size > 0) return;
          clearInterval(poll);
          stopNews();
          stopTyping();
          onEmpty();
        },
      };
    },
  };
}
