import { validate, version } from 'uuid';
import { expect, it } from 'vitest';
import { newId } from '../../../src/core/store/new-id.ts';

it('makes ids that sort in the order in which they were made, however many a millisecond has', () => {
  const ids = Array.from({ length: 100_000 }, () => newId());

  expect(ids.filter((id, index) => index > 0 && id <= (ids[index - 1] ?? ''))).toEqual([]);
  expect(ids.filter((id) => !validate(id) || version(id) !== 7)).toEqual([]);
});

it('makes ids whose random end says nothing of the next one', () => {
  const ends = Array.from({ length: 10_000 }, () => newId().slice(24));

  expect(new Set(ends).size).toBe(ends.length);
});
