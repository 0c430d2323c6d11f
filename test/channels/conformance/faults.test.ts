import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../src/channels/testing/check-conformance.ts';
import { CHECK_GROUPS } from '../../../src/channels/testing/checks/index.ts';
import { checkChannelConformance } from '../../../src/channels/testing/index.ts';
import { FAULTY_ADAPTERS } from './faulty-adapters.ts';
import { modelFixtures } from './model.ts';
import { createModelChannel } from './model-channel.ts';

describe('the conformance kit', () => {
  it('finds nothing wrong with a sound adapter', async () => {
    const results = await checkChannelConformance(createModelChannel(), modelFixtures);

    expect(results.filter(({ failure }) => failure !== null)).toEqual([]);
    expect(results.length).toBeGreaterThan(50);
  });

  for (const { fault, definition, caughtBy, saying } of FAULTY_ADAPTERS) {
    it(`catches an adapter that ${fault}, and says so`, async () => {
      const check = CHECK_GROUPS.flatMap(({ checks }) => checks).find(({ name }) => name === caughtBy);
      if (check === undefined) throw new Error(`There is no check "${caughtBy}".`);

      expect(await failureOf(check, definition, modelFixtures)).toContain(saying);
    });
  }

  it('is shown at least twenty faults, each another', () => {
    expect(new Set(FAULTY_ADAPTERS.map(({ fault }) => fault)).size).toBeGreaterThanOrEqual(20);
  });
});
