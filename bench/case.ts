import type { PostgresServer } from './postgres-server.ts';

/** One figure beside its limit or peer, from the same rounds. */
export interface Figure {
  readonly goal: string;
  /** What the goal's ratio must be; null: reported without a goal. */
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly ratio: number;
  /** What was divided by what, with units. */
  readonly measured: Readonly<Record<string, number>>;
  /** Sizes, counts, versions, and what the reader must know. */
  readonly conditions: Readonly<Record<string, string | number>>;
}

export interface BenchOptions {
  readonly rounds: number;
  /** How long each contestant runs in each round. */
  readonly seconds: number;
  readonly seed: number;
  /** How large the inbox is that is read. */
  readonly conversations: number;
  /** How many events are written and followed. */
  readonly events: number;
  /** Over how many webhooks memory is watched. */
  readonly webhooks: number;
  /** How many there are while memory is watched; `fan-out` measures them and five times as many. */
  readonly subscribers: number;
  /** The smallest inbox of `growth`, in conversations, and its multiples that are measured. */
  readonly growthBase: number;
  readonly growth: readonly number[];
}

export interface BenchCase {
  readonly name: string;
  readonly about: string;
  run(server: PostgresServer, options: BenchOptions): Promise<readonly Figure[]>;
}
