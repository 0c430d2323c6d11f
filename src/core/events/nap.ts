/** The rest between two looks of a worker's loop: for a while, or until somebody has news. */
export interface Nap {
  /** Resolves after `ms`, when woken, or at once when somebody woke us since the last nap. */
  take(ms: number): Promise<void>;
  wake(): void;
}

/** A wake-up that comes while the loop is busy is remembered: otherwise its news would wait out a whole nap. */
export function createNap(): Nap {
  let isWoken = false;
  let end: (() => void) | null = null;
  return {
    take: (ms) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          end = null;
          isWoken = false;
          resolve();
        };
        const timer = setTimeout(done, ms);
        end = done;
        if (isWoken) done();
      }),
    wake() {
      isWoken = true;
      end?.();
    },
  };
}
