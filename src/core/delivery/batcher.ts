/** Work that is cheaper together: items gather while a batch is out, and go when it is back. No timer. */
export interface Batcher<Item, Result> {
  add(item: Item): Promise<Result>;
}

/**
 * @param run  Handles a batch and returns what became of each item, in order; when it throws, all of them fail.
 */
export function createBatcher<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly PromiseSettledResult<Result>[]>,
  maxBatch: number,
): Batcher<Item, Result> {
  let waiting: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] = [];
  let isRunning = false;

  const pump = async () => {
    if (isRunning) return;
    isRunning = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxBatch);
      waiting = waiting.slice(maxBatch);
      const outcomes = await run(batch.map(({ item }) => item)).catch((reason: unknown) =>
        batch.map(() => ({ status: 'rejected', reason }) as const),
      );
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome?.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome?.reason ?? new Error('A batch gave fewer results than it had items.'));
      }
    }
    isRunning = false;
  };

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        // Whatever is added in this turn of the event loop goes together.
        queueMicrotask(() => void pump());
      }),
  };
}
