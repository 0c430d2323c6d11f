import { chmod } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Stay outside: the embedded database reads its WebAssembly from its own folder, and a partner's tests run in
 * the partner's vitest.
 */
const OUTSIDE = ['@electric-sql/pglite', 'vitest'];

/** What packages written as CommonJS expect to find. */
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;

/**
 * Writes the JavaScript that is shipped: the command line and what partners import, with everything that they
 * use in a few files, because finding and opening thousands of small ones is most of a start. What several of
 * them use stands in a file of its own, so that an adapter and the gateway that loads it share their classes.
 *
 * @param folder where the files go: a folder of the package's root.
 * @returns the path of the command line.
 */
export async function bundle(folder: string): Promise<string> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/cli.ts', 'src/channels/kit/index.ts', 'src/channels/testing/index.ts'],
    outbase: 'src',
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: OUTSIDE,
    banner: { js: REQUIRE },
    legalComments: 'linked',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'error',
  });
  const commandLine = resolve(folder, 'cli.js');
  await chmod(commandLine, 0o755);
  return commandLine;
}
