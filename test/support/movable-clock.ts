import type { Clock } from '../../src/core/model/clock.ts';

/** Time that stands still until a test moves it. */
export interface MovableClock extends Clock {
  advance(ms: number): void;
  set(instant: Date): void;
}

export function createMovableClock(start = new Date('2026-03-02T09:00:00.000Z')): MovableClock {
  let current = start;
  return {
    now: () => current,
    advance: (ms) => {
      current = new Date(current.getTime() + ms);
    },
    set: (instant) => {
      current = instant;
    },
  };
}
