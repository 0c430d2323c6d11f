import type { Viewer } from '../../core/model/viewer.ts';

/** Asks again and again whether those who follow may still do so. */
export interface Rights {
  /**
   * @param onChange  Called once: with null when the credential no longer works, with the new viewer when it
   *                  means something else now. The caller ends what was opened under the old rights.
   * @returns Stops watching.
   */
  watch(bearer: string, viewer: Viewer, onChange: (now: Viewer | null) => void): () => void;
  close(): void;
}

interface Listener {
  readonly viewer: string;
  readonly onChange: (now: Viewer | null) => void;
}

/** One question per credential and interval, however many streams it has opened. */
export function createRights(
  authenticate: (bearer: string) => Promise<Viewer | null>,
  intervalMs: number,
): Rights {
  const watched = new Map<string, Set<Listener>>();

  const ask = async (bearer: string, listeners: Set<Listener>) => {
    const now = await authenticate(bearer);
    const viewer = JSON.stringify(now);
    for (const listener of [...listeners]) {
      if (listener.viewer === viewer) continue;
      listeners.delete(listener);
      listener.onChange(now);
    }
  };
  const timer = setInterval(() => {
    for (const [bearer, listeners] of watched) {
      // While the database is away nothing new can be read either: the next round asks again.
      ask(bearer, listeners).catch(() => {});
    }
  }, intervalMs).unref();

  return {
    watch(bearer, viewer, onChange) {
      const listeners = watched.get(bearer) ?? new Set();
      watched.set(bearer, listeners);
      const listener = { viewer: JSON.stringify(viewer), onChange };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && watched.get(bearer) === listeners) watched.delete(bearer);
      };
    },
    close: () => clearInterval(timer),
  };
}
