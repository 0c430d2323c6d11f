import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepLink, readDeepLinkRef } from '../../../src/channels/whatsapp/deep-link.ts';

const account = { externalId: '118826403377915', displayName: 'Lindenhof', username: '4930901820' };

describe('a link into the chat', () => {
  it('prepares a text that brings its reference back, whatever the reference is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), (ref) => {
        fc.pre(ref.length <= 128);
        const { host, pathname, searchParams } = new URL(deepLink(account, ref));

        expect(`${host}${pathname}`).toBe('wa.me/4930901820');
        expect(readDeepLinkRef(searchParams.get('text') ?? '')).toBe(ref);
      }),
      { numRuns: Number(process.env.CONFAB_FUZZ_RUNS ?? 500) },
    );
  });

  it('finds the reference behind whatever else the contact writes', () => {
    expect(readDeepLinkRef('Hello there [ref:autumn] ')).toBe('autumn');
    expect(readDeepLinkRef('[ref:autumn] hello')).toBeNull();
    expect(readDeepLinkRef('Hello')).toBeNull();
  });

  it('can not be made without a number or a reference', () => {
    expect(() => deepLink({ ...account, username: null }, 'x')).toThrow(RangeError);
    expect(() => deepLink(account, '')).toThrow(RangeError);
    expect(() => deepLink(account, 'x'.repeat(129))).toThrow(RangeError);
  });
});
