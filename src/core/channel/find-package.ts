import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The file that an installed package begins with, looked for from a folder upwards as Node does it.
 *
 * @returns Null when no such package is installed. Its `exports` are read for ESM alone.
 */
export async function findPackage(name: string, fromFolder: string): Promise<string | null> {
  const folders = createRequire(join(fromFolder, 'here.js')).resolve.paths(name) ?? [];
  for (const folder of folders) {
    const root = join(folder, name);
    const manifest = await readManifest(join(root, 'package.json'));
    if (manifest !== null) return join(root, entryOf(manifest));
  }
  return null;
}

interface Manifest {
  readonly exports?: unknown;
  readonly main?: unknown;
}

async function readManifest(path: string): Promise<Manifest | null> {
  try {
    return Object(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

function entryOf({ exports, main }: Manifest): string {
  const target = targetOf(Object(exports)['.'] ?? exports);
  return target ?? (typeof main === 'string' ? main : 'index.js');
}

/** The first condition that fits an `import`. */
function targetOf(exported: unknown): string | null {
  if (typeof exported === 'string') return exported;
  if (typeof exported !== 'object' || exported === null) return null;
  for (const [condition, target] of Object.entries(exported)) {
    if (['import', 'node', 'default'].includes(condition)) return targetOf(target);
  }
  return null;
}
