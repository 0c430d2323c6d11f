/** A growing list that others can wait on: an inbox, a log of requests. */
export interface WatchableList<Item> {
  /** Everything kept, oldest first. */
  readonly items: readonly Item[];
  /** How many there were ever, with those that were forgotten. A position to continue from. */
  readonly total: number;
  append(item: Item): void;
  /** Everything kept that came at or after that position. */
  since(position: number): readonly Item[];
  /**
   * What `pick` makes of the first item that it does not pass over, one that is there or one that comes.
   *
   * @param pick  Returns something of the item, or a falsy value to pass it over.
   * @throws {WaitedInVain} when the time is over.
   */
  waitFor<Picked>(pick: Pick<Item, Picked>, options?: WaitOptions): Promise<Picked>;
}

export type Pick<Item, Picked> = (item: Item) => Picked | null | undefined | false;

export interface WaitOptions {
  /** Real milliseconds; default 5000. */
  readonly timeoutMs?: number;
  /** Only what came at or after this position counts; default 0, everything. */
  readonly from?: number;
}

/** Something was waited for and did not come. The message says what came instead. */
export class WaitedInVain extends Error {
  override readonly name = 'WaitedInVain';
}

/**
 * @param describe  One line about an item, for the message of `WaitedInVain`.
 * @param limit     How many items are kept; older ones are forgotten.
 */
export function createWatchableList<Item>(
  describe: (item: Item) => string,
  limit = 10_000,
): WatchableList<Item> {
  const items: Item[] = [];
  const waiters = new Set<(item: Item) => void>();
  let forgotten = 0;

  const since = (position: number) => items.slice(Math.max(position - forgotten, 0));

  return {
    items,
    get total() {
      return forgotten + items.length;
    },
    since,
    append(item) {
      items.push(item);
      if (items.length > limit) {
        items.shift();
        forgotten += 1;
      }
      for (const waiter of [...waiters]) waiter(item);
    },
    async waitFor<Picked>(pick: Pick<Item, Picked>, { timeoutMs = 5_000, from = 0 }: WaitOptions = {}) {
      for (const item of since(from)) {
        const picked = pick(item);
        if (isSomething(picked)) return picked;
      }
      return new Promise<Picked>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiters.delete(consider);
          const seen = since(from).slice(-10).map(describe);
          const instead = seen.length === 0 ? 'Nothing came.' : `The last that came:\n${seen.join('\n')}`;
          reject(new WaitedInVain(`Waited ${timeoutMs} ms in vain. ${instead}`));
        }, timeoutMs);
        waiters.add(consider);

        function consider(item: Item): void {
          const picked = pick(item);
          if (!isSomething(picked)) return;
          clearTimeout(timer);
          waiters.delete(consider);
          resolve(picked);
        }
      });
    },
  };
}

function isSomething<Picked>(picked: Picked | null | undefined | false): picked is Picked {
  return picked !== null && picked !== undefined && picked !== false;
}
