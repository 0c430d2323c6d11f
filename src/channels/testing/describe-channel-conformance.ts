import * as nodeTest from 'node:test';
import type { ChannelDefinition } from '../../core/channel/index.ts';
import { type Check, ConformanceFailure } from './check.ts';
import { failureOf } from './check-conformance.ts';
import { CHECK_GROUPS } from './checks/index.ts';
import type { ChannelFixtures } from './fixtures.ts';

/** What the kit needs of a test framework; Vitest, Jest, Mocha and `node:test` all have it. */
export interface TestFramework {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

/**
 * Registers the contract as tests of a channel, one for each promise.
 *
 * @param framework  Where to register them; `node:test` unless told otherwise.
 */
export function describeChannelConformance(
  definition: ChannelDefinition,
  fixtures: ChannelFixtures,
  framework: TestFramework = nodeTest,
): void {
  const { describe, it } = framework;
  const exceptions = new Map(Object.entries(fixtures.exceptions ?? {}));
  describe(`${definition.displayName}: conformance`, () => {
    for (const { about, checks } of CHECK_GROUPS) {
      describe(about, () => {
        for (const check of checks) {
          const reason = exceptions.get(check.name);
          if (reason === undefined) it(check.name, () => mustHold(check, definition, fixtures));
          else {
            it(`(exception: ${reason}) ${check.name}`, () => mustStillFail(check, definition, fixtures));
          }
        }
      });
    }
    it('has exceptions only from checks that there are', async () => {
      const names = new Set(CHECK_GROUPS.flatMap(({ checks }) => checks.map(({ name }) => name)));
      const unknown = [...exceptions.keys()].filter((name) => !names.has(name));
      if (unknown.length > 0) throw new ConformanceFailure(`There is no check "${unknown.join('", "')}".`);
    });
  });
}

async function mustHold(
  check: Check,
  definition: ChannelDefinition,
  fixtures: ChannelFixtures,
): Promise<void> {
  const failure = await failureOf(check, definition, fixtures);
  if (failure !== null) throw new ConformanceFailure(failure);
}

async function mustStillFail(check: Check, definition: ChannelDefinition, fixtures: ChannelFixtures) {
  const failure = await failureOf(check, definition, fixtures);
  if (failure === null) {
    throw new ConformanceFailure('The promise is kept by now: take the exception out of the fixtures.');
  }
}
