/**
 * The only source of "now". Handed to whatever needs time, so that tests and development can move it.
 * Leases do not use it: they live on database time, because clocks of two processes may differ.
 */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
