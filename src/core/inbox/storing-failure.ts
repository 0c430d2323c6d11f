import { sqlState } from '../store/database.ts';

/** What a failed write means for whoever waits for it. */
export type StoringFailure =
  /** Somebody else was faster, or two waited for each other: the next try sees what they wrote. */
  | 'race'
  /** The database is well and refuses exactly this: it would fail again however often it came. */
  | 'poison'
  /** Anything else is no verdict on what was to be stored: the platform shall bring it again. */
  | 'away';

/** Races are lost at most so often in a row. */
export const MAX_TRIES = 5;

/**
 * Unique violations, deadlocks and serialization failures are races. Data exceptions (class 22), constraints (23)
 * and limits (54: an id that no index can hold) are the row's own fault; so is a value that our code chokes on.
 */
export function storingFailure(error: unknown): StoringFailure {
  const state = sqlState(error);
  if (state === null) {
    const isOurs = error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
    return isOurs ? 'poison' : 'away';
  }
  if (state === '23505' || state.startsWith('40')) return 'race';
  return /^(?:22|23|54)/u.test(state) ? 'poison' : 'away';
}
