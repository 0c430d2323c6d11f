import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A package of its own: what is only compared with is not installed with the product. */
const DIR = join(import.meta.dirname, 'peers');

/** The peers' folder, with what its lock file names installed; throws when npm can not do that. */
export function installedPeers(): string {
  const { dependencies } = JSON.parse(readFileSync(join(DIR, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const isThere = Object.keys(dependencies).every((name) => existsSync(join(DIR, 'node_modules', name)));
  if (!isThere) {
    execFileSync('npm', ['ci', '--prefix', DIR], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return DIR;
}

/** A peer's module; its types are not ours, so the caller says what it uses of it. */
export function requirePeer<Module>(name: string): Module {
  return createRequire(join(installedPeers(), 'package.json'))(name) as Module;
}
