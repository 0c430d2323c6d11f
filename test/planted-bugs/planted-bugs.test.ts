import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { PLANTED_BUGS } from './planted-bugs.ts';

const ROOT = resolve(import.meta.dirname, '../..');

it('are at least twenty, in every part that promises something', () => {
  const areas = new Set(PLANTED_BUGS.map(({ area }) => area));

  expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(20);
  expect([...areas].sort()).toEqual(['contract', 'dedupe', 'fence', 'lease', 'limits', 'order', 'resume']);
});

// `npm run planted-bugs` plants them and runs the tests.
it.each(PLANTED_BUGS)('can still be planted: $name', async ({ file, find, replace, caughtBy }) => {
  const source = await readFile(resolve(ROOT, file), 'utf8');

  expect(source.split(find)).toHaveLength(2);
  expect(replace).not.toBe(find);
  expect((await stat(resolve(ROOT, caughtBy))).isFile()).toBe(true);
});
