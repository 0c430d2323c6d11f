import { describe, expect, it } from 'vitest';
import { checkParts } from '../../../src/core/inbox/check-parts.ts';
import { MEDIA_KINDS } from '../../../src/core/model/part.ts';

describe('a file that is still at a platform', () => {
  const atThePlatform = { from: 'platform', reference: 'sticker:40126' } as const;

  it('can be sent when it is a sticker, which has no file that anybody could upload', () => {
    expect(checkParts([{ type: 'media', kind: 'sticker', source: atThePlatform }])).toBeNull();
  });

  it.each(MEDIA_KINDS.filter((kind) => kind !== 'sticker'))('can not be sent as %s', (kind) => {
    const problem = checkParts([
      { type: 'text', text: 'Hi' },
      { type: 'media', kind, source: atThePlatform },
    ]);

    expect(problem).toMatchObject({ kind: 'validation-failed', path: ['parts', 1] });
  });
});
