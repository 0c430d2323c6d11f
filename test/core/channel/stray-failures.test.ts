import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from './foreign-adapter.ts';

const SCRIPT = resolve(import.meta.dirname, 'processes/fail-outside.ts');

async function run(code: string, mode: 'watched' | 'unwatched') {
  const folder = realpathSync(await folderWith({ 'adapter.mjs': code }));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', SCRIPT, join(folder, 'adapter.mjs'), mode],
    { encoding: 'utf8', cwd: resolve(import.meta.dirname, '../../..') },
  );
  return { status, stdout, stderr };
}

describe.each([
  ['a promise that nobody waits for', 'void (async () => { await null; throw new Error("stray"); })();'],
  ['a timer', 'setTimeout(() => { throw new Error("stray"); }, 1);'],
])('%s that fails', (_, code) => {
  it('is reported and nothing more, when it is a partner’s', async () => {
    const { status, stdout } = await run(code, 'watched');

    expect(stdout).toBe('reported: Error: stray\nalive\n');
    expect(status).toBe(0);
  });

  it('ends the process with its trace, when it is ours', async () => {
    const { status, stdout, stderr } = await run(code, 'unwatched');

    expect(stdout).toBe('');
    expect(stderr).toContain('Error: stray');
    expect(status).toBe(1);
  });
});
