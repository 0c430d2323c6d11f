import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { bundle } from '../../scripts/bundle.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A whole build, on a machine that has much else to do. */
export const BUILD_TIMEOUT_MS = 300_000;

/** A folder outside of this repository, with Confab installed as `npm install` would leave it. */
export interface Outside {
  readonly folder: string;
  /** Runs a program there; its whole output when it fails. */
  run(program: string, ...given: readonly string[]): Outcome;
  dispose(): Promise<void>;
}

export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/** Builds Confab into an empty folder and installs it in another; with the packages that a partner needs beside it. */
export async function installOutside(): Promise<Outside> {
  const folder = await mkdtemp(join(tmpdir(), 'confab-outside-'));
  const installed = join(folder, 'node_modules/confab');
  await mkdir(installed, { recursive: true });
  const build = run(ROOT, tsc, '-p', 'tsconfig.build.json', '--outDir', join(installed, 'dist'));
  if (build.status !== 0) throw new Error(build.output);
  await bundle(join(installed, 'dist'));
  for (const file of ['package.json', 'drizzle']) {
    await cp(join(ROOT, file), join(installed, file), { recursive: true });
  }
  // Its own dependencies, which npm would have put beside it or within.
  await symlink(join(ROOT, 'node_modules'), join(installed, 'node_modules'));
  for (const name of ['zod', '@types/node', 'undici-types']) {
    await mkdir(dirname(join(folder, 'node_modules', name)), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return {
    folder,
    run: (program, ...given) => run(folder, program, ...given),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The compiler, as a program for `run`. */
export const tsc = join(ROOT, 'node_modules/.bin/tsc');

function run(cwd: string, program: string, ...given: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(program, given, {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  return { status, output: `${stdout}${stderr}` };
}
