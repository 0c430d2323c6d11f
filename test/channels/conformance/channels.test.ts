import { describe, expect, it } from 'vitest';
import { BUILT_IN_CHANNELS } from '../../../src/built-in-channels.ts';
import { describeChannelConformance } from '../../../src/channels/testing/index.ts';
import { CONFORMING_CHANNELS } from './conforming-channels.ts';

it('every channel that comes with Confab is held to the contract', () => {
  const held = CONFORMING_CHANNELS.map(({ definition }) => definition.name);

  expect(held.toSorted()).toEqual(BUILT_IN_CHANNELS.map(({ name }) => name).toSorted());
});

for (const { definition, fixtures } of CONFORMING_CHANNELS) {
  describeChannelConformance(definition, fixtures, { describe, it });
}
