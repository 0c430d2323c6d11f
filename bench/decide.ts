import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { decide } from '../src/core/policy/decide.ts';
import { readTable } from '../test/core/policy/read-table.ts';
import { readSituation } from '../test/core/policy/situation.ts';
import type { BenchCase } from './case.ts';
import { median } from './percentile.ts';

const FOLDER = join(import.meta.dirname, '../test/core/policy/situations');
const GOAL_US = 20;

/** What one decision costs, over all situations that the tests tell; no database takes part. */
export const decisions: BenchCase = {
  name: 'decide',
  about: 'one decision of policy, over all situations of the tests in turn',
  async run(_server, { rounds, seconds }) {
    const situations = readdirSync(FOLDER)
      .filter((file) => file !== 'README.md')
      .flatMap((file) => readTable(readFileSync(join(FOLDER, file), 'utf8')))
      .map(readSituation);
    const costs = Array.from({ length: rounds }, () => {
      const endsAt = performance.now() + seconds * 1000;
      const startedAt = performance.now();
      let count = 0;
      while (performance.now() < endsAt) {
        for (const { request, facts, channel, at } of situations)
          decide(request, facts, channel.editions, at);
        count += situations.length;
      }
      return ((performance.now() - startedAt) * 1000) / count;
    });
    const us = median(costs);
    return [
      {
        goal: `microseconds of a decision ÷ ${GOAL_US}`,
        atMost: 1,
        ratio: us / GOAL_US,
        measured: { microseconds: us, 'decisions/s': 1_000_000 / us },
        conditions: { situations: situations.length, rounds, seconds },
      },
    ];
  },
};
