import { createRandom, type Random } from '../../src/channels/shared/simulator/random.ts';

/**
 * One run with faults. Its chance comes from a seed that is printed, so that a run can be repeated with
 * CONFAB_TEST_SEED; the faults that really fired are counted, because a run without them proves nothing.
 */
export interface FaultRun {
  readonly seed: number;
  readonly random: Random;
  fired(fault: string): void;
  /** How often a fault has fired so far. */
  count(fault: string): number;
  /** Prints one line: the run, its seed, its faults and these figures. */
  report(figures: Readonly<Record<string, number>>): void;
}

export function createFaultRun(name: string, seed = seedFromEnvironment()): FaultRun {
  const faults = new Map<string, number>();
  return {
    seed,
    random: createRandom(seed),
    fired: (fault) => void faults.set(fault, (faults.get(fault) ?? 0) + 1),
    count: (fault) => faults.get(fault) ?? 0,
    report(figures) {
      const said = [...faults, ...Object.entries(figures)].map(([what, count]) => `${what} ${count}`);
      process.stdout.write(`\n${name}: seed ${seed}; ${said.join(', ')}\n`);
    },
  };
}

function seedFromEnvironment(): number {
  const given = process.env.CONFAB_TEST_SEED;
  return given === undefined || given === '' ? Math.floor(Math.random() * 2 ** 31) : Number(given);
}
