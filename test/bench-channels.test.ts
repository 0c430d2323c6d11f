import { expect, it } from 'vitest';
import { measureChannels } from '../bench/channels.ts';

it('the bench case channels comes to a figure for each channel, and for large integers', async () => {
  const figures = await measureChannels({ rounds: 1, seconds: 0.01 });

  expect(figures).toHaveLength(7);
  for (const { goal, ratio } of figures) expect(ratio, goal).toBeGreaterThan(0);
});
