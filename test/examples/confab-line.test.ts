import { readdirSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAdapters } from '../../src/core/channel/load-adapters.ts';
import { BUILD_TIMEOUT_MS, installOutside, type Outside, tsc } from './outside.ts';

const EXAMPLE = resolve(import.meta.dirname, '../../examples/confab-line');

describe('the LINE channel, as a package of its own', () => {
  let outside: Outside;
  beforeAll(async () => {
    outside = await installOutside();
    await cp(EXAMPLE, join(outside.folder, 'node_modules/confab-line'), { recursive: true });
  }, BUILD_TIMEOUT_MS);
  afterAll(() => outside.dispose());

  it('is built against what Confab exports, keeps the contract, and is loaded by its name', async () => {
    const folder = join(outside.folder, 'node_modules/confab-line');

    const build = outside.run(tsc, '-p', folder);
    expect(build).toEqual({ status: 0, output: '' });

    const conformance = outside.run(
      process.execPath,
      '--test',
      join(folder, 'dist/test/conformance.test.js'),
    );
    expect(conformance.status, conformance.output).toBe(0);
    expect(Number(/^# pass (\d+)$/mu.exec(conformance.output)?.[1])).toBeGreaterThan(50);

    const loaded = await loadAdapters(['confab-line'], outside.folder, ['telegram']);
    expect(loaded.map(({ definition }) => definition.displayName)).toEqual(['LINE']);
  });

  it('imports nothing of Confab but its two exports', () => {
    const files = ['src', 'test'].flatMap((folder) =>
      readdirSync(join(EXAMPLE, folder)).map((file) => join(EXAMPLE, folder, file)),
    );
    const imported = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/from '([^'.][^']*)'/gu)].map(([, name]) => name),
    );

    expect([...new Set(imported)].toSorted()).toEqual([
      'confab/channel',
      'confab/testing',
      'node:crypto',
      'zod',
    ]);
  });
});
