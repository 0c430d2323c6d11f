import { describe, expect, it } from 'vitest';
import { createNap } from '../../../src/core/events/nap.ts';

const FOREVER_MS = 2 ** 31 - 1;

describe('nap', () => {
  it('ends when somebody wakes it', async () => {
    const nap = createNap();

    const taken = nap.take(FOREVER_MS);
    nap.wake();

    await expect(taken).resolves.toBeUndefined();
  });

  it('does not begin when somebody woke us while we were busy', async () => {
    const nap = createNap();

    nap.wake();

    await expect(nap.take(FOREVER_MS)).resolves.toBeUndefined();
  });

  it('remembers one wake-up for one nap', async () => {
    const nap = createNap();
    nap.wake();
    await nap.take(FOREVER_MS);

    const next = nap.take(FOREVER_MS).then(() => 'ended');
    const state = await Promise.race([next, Promise.resolve('resting')]);
    nap.wake();

    expect(state).toBe('resting');
    await next;
  });
});
