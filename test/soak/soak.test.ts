import { expect, it } from 'vitest';
import { describeOnServer } from '../support/describe-on-every-engine.ts';
import { createFaultRun } from '../support/fault-run.ts';
import { planFaults } from './fault-plan.ts';
import { soak } from './soak.ts';
import { asTable, isClean } from './soak-report.ts';

const SETTINGS = { killWithinMs: 2_000, postgresEveryMs: 30_000, redisEveryMs: 30_000 };

it('plans the same faults again from the same seed, and others from another', () => {
  const plan = (seed: number) => planFaults({ ...SETTINGS, seed, durationMs: 600_000, processes: 4 });

  expect(plan(7)).toEqual(plan(7));
  expect(plan(7)).not.toEqual(plan(8));
  expect(new Set(plan(7).map(({ fault }) => fault.kind))).toEqual(new Set(['process', 'postgres', 'redis']));
});

// The servers are started, and killed, by the run itself; the given one only says that this machine has them.
describeOnServer('a short soak', () => {
  it('loses nothing, doubles nothing and skips nothing while everything is killed', {
    timeout: 600_000,
  }, async ({ task }) => {
    const { seed } = createFaultRun(task.name);

    const report = await soak({
      ...SETTINGS,
      seed,
      durationMs: 45_000,
      customersPerPlatform: 4,
      breakMs: 800,
      signal: new AbortController().signal,
      say: () => {},
    });

    process.stdout.write(`\n${asTable(report)}\n`);
    expect(isClean(report), asTable(report)).toBe(true);
  });
});
