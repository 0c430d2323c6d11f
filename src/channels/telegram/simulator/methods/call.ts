import type { Answer } from '../answer.ts';
import type { Parameters } from '../parameters.ts';
import type { Bot, World } from '../state.ts';

/** One call of a method by one bot. */
export interface Call {
  readonly world: World;
  readonly bot: Bot;
  readonly parameters: Parameters;
  /** Aborts when the caller hangs up. */
  readonly signal: AbortSignal;
}

export type Method = (call: Call) => Answer | Promise<Answer>;
