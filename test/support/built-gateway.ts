import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { bundle } from '../../scripts/bundle.ts';

const ROOT = resolve(import.meta.dirname, '../..');

let building: Promise<string> | null = null;

/**
 * The command line as it is shipped, which starts in a fraction of the time that compiling on the way takes.
 * Built once per version of the sources, kept beside them as `dist-<version>`.
 */
export function builtCommandLine(): Promise<string> {
  building ??= build();
  return building;
}

async function build(): Promise<string> {
  const folder = resolve(ROOT, `dist-${await sourceVersion()}`);
  const entry = resolve(folder, 'cli.js');
  if (await exists(entry)) return entry;
  const draft = resolve(ROOT, `dist-${randomUUID()}`);
  await bundle(draft);
  // Under its final name it is always whole; another test process may have been faster.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return entry;
}

async function sourceVersion(): Promise<string> {
  const files = (await readdir(resolve(ROOT, 'src'), { recursive: true })).filter((name) =>
    name.endsWith('.ts'),
  );
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(file).update(await readFile(resolve(ROOT, 'src', file)));
  return hash.digest('hex').slice(0, 16);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
