import { createRandom } from '../../src/channels/shared/simulator/random.ts';

/** Processes that are killed, by their place among the gateways. */
export interface PlannedFault {
  /** Since the run began. */
  readonly atMs: number;
  readonly fault:
    | { readonly kind: 'process'; readonly index: number }
    /** @param awayMs  How long after its death PostgreSQL is started again. */
    | { readonly kind: 'postgres'; readonly awayMs: number }
    | { readonly kind: 'redis' };
}

export interface FaultPlanOptions {
  readonly seed: number;
  readonly durationMs: number;
  readonly processes: number;
  /** The longest time between two kills of processes; each is drawn from 0 to it. */
  readonly killWithinMs: number;
  readonly postgresEveryMs: number;
  readonly redisEveryMs: number;
}

/**
 * When what goes wrong: the same seed plans the same faults. Processes take turns in an order that is shuffled each
 * round, so that none is killed so often that it never serves.
 */
export function planFaults(options: FaultPlanOptions): readonly PlannedFault[] {
  const { durationMs, processes, killWithinMs, postgresEveryMs, redisEveryMs } = options;
  const random = createRandom(options.seed);
  const plan: PlannedFault[] = [];
  let turn: number[] = [];
  for (
    let atMs = random.integer(0, killWithinMs);
    atMs < durationMs;
    atMs += random.integer(0, killWithinMs)
  ) {
    if (turn.length === 0) turn = Array.from({ length: processes }, (_, index) => index);
    const [index = 0] = turn.splice(random.integer(0, turn.length - 1), 1);
    plan.push({ atMs, fault: { kind: 'process', index } });
  }
  for (let atMs = postgresEveryMs / 2; atMs < durationMs; atMs += postgresEveryMs) {
    plan.push({ atMs, fault: { kind: 'postgres', awayMs: random.integer(0, 3_000) } });
  }
  for (let atMs = redisEveryMs / 2; atMs < durationMs; atMs += redisEveryMs) {
    plan.push({ atMs, fault: { kind: 'redis' } });
  }
  return plan.sort((one, other) => one.atMs - other.atMs);
}
