import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** Those that compare with packages which are installed on demand are left to the bench itself. */
it.each([
  'webhooks',
  'intake',
  'fan-out',
  'webhook-to-subscriber',
  'event-feed',
  'channels',
  'memory',
  'growth',
])('the bench case %s comes to figures, however small it is', async (name) => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'bench/run.ts', name, '--smoke'],
    { cwd: ROOT },
  );

  expect(stdout).toMatch(/^ {2}-?\d+\.\d\d /mu);
  expect(stdout).not.toContain('NaN');
});
