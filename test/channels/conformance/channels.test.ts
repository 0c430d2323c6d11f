import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_CHANNELS } from '../../../src/built-in-channels.ts';
import { CONFORMING_CHANNELS } from './conforming-channels.ts';

describe('every channel that comes with Confab', () => {
  it('has fixtures of its platform', () => {
    const held = CONFORMING_CHANNELS.map(({ definition }) => definition.name);

    expect(held.toSorted()).toEqual(BUILT_IN_CHANNELS.map(({ name }) => name).toSorted());
  });

  it.each(CONFORMING_CHANNELS.map(({ definition }) => definition.name))(
    'is held to the contract: %s',
    (name) => {
      expect(existsSync(resolve(import.meta.dirname, `${name}.test.ts`))).toBe(true);
    },
  );
});
