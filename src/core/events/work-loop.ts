import { createNap } from './nap.ts';

/** Work that goes on behind requests, from `start` until `stop`, which lets the round that runs come to its end. */
export interface WorkLoop {
  start(): void;
  stop(): Promise<void>;
}

export interface WorkLoopOptions {
  /** One look. True: there is more to do at once. `stop` says when a long one shall end early. */
  readonly round: (stop: AbortSignal) => Promise<boolean>;
  /** A round that failed is told here, and tried again after a nap. */
  readonly onFailure: (error: unknown) => void;
  /** How long to rest when there is nothing to do, in milliseconds. News may be lost, so this ends by itself. */
  readonly napMs: number;
  /** Who has news wakes the loop; returns how to stop listening. */
  readonly listen?: (wake: () => void) => () => void;
}

export function createWorkLoop({ round, onFailure, napMs, listen }: WorkLoopOptions): WorkLoop {
  const stopping = new AbortController();
  const nap = createNap();
  let stopListening = () => {};
  let running: Promise<void> = Promise.resolve();

  const run = async () => {
    while (!stopping.signal.aborted) {
      const hasMore = await round(stopping.signal).catch((error: unknown) => {
        onFailure(error);
        return false;
      });
      if (!hasMore && !stopping.signal.aborted) await nap.take(napMs);
    }
  };

  return {
    start() {
      stopListening = listen?.(() => nap.wake()) ?? stopListening;
      running = run();
    },
    async stop() {
      stopListening();
      stopping.abort();
      nap.wake();
      await running;
    },
  };
}
