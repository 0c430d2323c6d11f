import { describe, expect, it } from 'vitest';
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

  for (const { fault, definition, caughtBy } of FAULTY_ADAPTERS) {
    it(`catches an adapter that ${fault}`, async () => {
      const results = await checkChannelConformance(definition, modelFixtures);

      const broken = results.filter(({ failure }) => failure !== null).map(({ name }) => name);
      expect(broken).toContain(caughtBy);
    });
  }

  it('is shown at least twenty faults, each another', () => {
    expect(new Set(FAULTY_ADAPTERS.map(({ fault }) => fault)).size).toBeGreaterThanOrEqual(20);
  });
});
