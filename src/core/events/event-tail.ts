import type { WorkspaceEvent } from '../model/event.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { Database } from '../store/database.ts';
import { readEventBounds, readEvents } from '../store/event-reads.ts';
import type { TypingSignal, Wake } from './wake.ts';

/** How many entries are read at once. */
export const PAGE_SIZE = 200;
/** Wake-ups may be lost; the table is looked at this often all the same. */
const SAFETY_POLL_MS = 2_000;
/** The entries that followers share; whoever falls behind them reads the table. */
const TAIL_LENGTH = 1_000;
/** Typing signals that wait for one follower; the oldest say nothing any more. */
const TYPING_KEPT = 10;

/** The latest entries of one workspace's log in memory. */
export interface EventTail {
  join(): TailFollower;
  /** Entries behind a number from memory; null when memory does not reach back that far. */
  behind(number: number): readonly WorkspaceEvent[] | null;
  lookAgain(): void;
}

export interface TailFollower {
  /** Resolves when there may be something new. */
  woken(signal: AbortSignal): Promise<void>;
  takeTyping(): readonly TypingSignal[];
  leave(): void;
}

/** One reader of the table per workspace, however many follow: it reads what is new once and wakes them all. */
export function createEventTail(
  core: { readonly db: Database; readonly wake: Wake },
  workspaceId: WorkspaceId,
  onEmpty: () => void,
): EventTail {
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
        const page = await readEvents(core.db, workspaceId, last, PAGE_SIZE);
        events.push(...page);
        if (page.length === PAGE_SIZE) again = true;
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
      follower.typing = [...follower.typing.slice(1 - TYPING_KEPT), typing];
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
