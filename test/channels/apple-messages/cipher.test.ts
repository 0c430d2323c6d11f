import { describe, expect, it } from 'vitest';
import { seal, unseal } from '../../../src/channels/apple-messages/cipher.ts';

const ONES = new Uint8Array(32).fill(1);
const apple = new TextEncoder().encode('apple');

describe('a sealed file', () => {
  it('is its own inverse, as the counter mode is', () => {
    const once = seal(apple, ONES);

    expect(Buffer.from(seal(once.bytes, ONES).bytes).toString()).toBe('apple');
    expect(once.key).toBe(`00${'01'.repeat(32)}`);
  });

  it('opens with its key, with or without the zeros before it, in any case', () => {
    const { bytes, key } = seal(apple);

    expect(Buffer.from(unseal(bytes, key) ?? []).toString()).toBe('apple');
    expect(Buffer.from(unseal(bytes, key.slice(2).toUpperCase()) ?? []).toString()).toBe('apple');
  });

  it('has a key of its own each time, and the size of what is in it', () => {
    const one = seal(apple);
    const other = seal(apple);

    expect(one.key).not.toBe(other.key);
    expect(one.bytes.length).toBe(apple.length);
  });

  it.each(['', '00', 'zz'.repeat(33), 'ab'.repeat(31), `01${'ab'.repeat(32)}`])(
    'does not open with %j',
    (key) => {
      expect(unseal(apple, key)).toBeNull();
    },
  );
});
