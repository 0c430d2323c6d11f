import type { ChannelDefinition } from '../../core/channel/index.ts';
import { type Check, ConformanceFailure } from './check.ts';
import { CHECK_GROUPS } from './checks/index.ts';
import type { ChannelFixtures } from './fixtures.ts';

export interface ConformanceResult {
  /** The check's stable name. */
  readonly name: string;
  /** Null: the promise is kept. Otherwise what was promised and what came instead. */
  readonly failure: string | null;
}

/** Runs every check, one after the other, for those who want a list and no test framework. */
export async function checkChannelConformance(
  definition: ChannelDefinition,
  fixtures: ChannelFixtures,
): Promise<readonly ConformanceResult[]> {
  const results: ConformanceResult[] = [];
  for (const check of CHECK_GROUPS.flatMap(({ checks }) => checks)) {
    results.push({ name: check.name, failure: await failureOf(check, definition, fixtures) });
  }
  return results;
}

/** Null when the promise is kept; anything that the adapter throws where it must not is a failure of its own. */
export async function failureOf(
  check: Check,
  definition: ChannelDefinition,
  fixtures: ChannelFixtures,
): Promise<string | null> {
  try {
    await check.run({ definition, fixtures });
    return null;
  } catch (error) {
    if (error instanceof ConformanceFailure) return error.message;
    return `It threw where nothing may throw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}
