import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newApiKey, prefixOf } from '../../../src/core/access/workspace-key.ts';

describe('API keys', () => {
  it('are never alike, in the part that finds them nor in the part that proves them', () => {
    const keys = Array.from({ length: 1_000 }, () => newApiKey().secret.split('_'));

    expect(new Set(keys.map(([, lookup]) => lookup)).size).toBe(1_000);
    expect(new Set(keys.map(([, , entropy]) => entropy)).size).toBe(1_000);
  });

  it('carry 256 bits: 43 characters of 62, each as likely as another', () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 2_000; index += 1) {
      const [, , entropy = ''] = newApiKey().secret.split('_');
      expect(entropy).toMatch(/^[0-9A-Za-z]{43}$/u);
      for (const character of entropy) counts.set(character, (counts.get(character) ?? 0) + 1);
    }

    const expected = (2_000 * 43) / 62;
    const chiSquared = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(counts.size).toBe(62);
    // 61 degrees of freedom: one honest run in a million is above 130.
    expect(chiSquared).toBeLessThan(130);
  });

  it('are kept as their SHA-256 and found by their beginning', () => {
    const { secret, prefix, hash } = newApiKey();

    expect(secret.startsWith(`${prefix}_`)).toBe(true);
    expect(prefixOf(secret)).toBe(prefix);
    expect(Buffer.from(hash)).toEqual(createHash('sha256').update(secret).digest());
  });

  it('betray a typing error without a look into the database', () => {
    const { secret } = newApiKey();

    for (let index = 0; index < secret.length; index += 1) {
      const mistyped = `${secret.slice(0, index)}${secret[index] === 'a' ? 'b' : 'a'}${secret.slice(index + 1)}`;
      expect(prefixOf(mistyped), mistyped).toBeNull();
    }
  });
});
