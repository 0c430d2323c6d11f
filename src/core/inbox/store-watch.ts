/** Whether it is worth asking a database that was away a moment ago. */
export interface StoreWatch {
  /**
   * Runs work that needs the database. While it is known to be away one at a time tries, and not at once again:
   * everybody else is refused at once, with null, instead of waiting for a connection.
   */
  attempt<Result>(work: () => Promise<Result>): Promise<Result | null>;
}

const PAUSE_MS = 250;

/** @param isAway  Tells an absent database from every other failure of the work. */
export function createStoreWatch(isAway: (error: unknown) => boolean): StoreWatch {
  let awaySince: number | null = null;
  let isProbing = false;

  return {
    async attempt(work) {
      const isProbe = awaySince !== null;
      if (awaySince !== null && (isProbing || performance.now() - awaySince < PAUSE_MS)) return null;
      if (isProbe) isProbing = true;
      try {
        const result = await work();
        awaySince = null;
        return result;
      } catch (error) {
        if (isAway(error)) awaySince = performance.now();
        throw error;
      } finally {
        if (isProbe) isProbing = false;
      }
    },
  };
}
