import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OperatorError } from '../model/operator-error.ts';
import type { ChannelDefinition } from './adapter.ts';
import { findPackage } from './find-package.ts';
import { inspectDefinition } from './inspect-definition.ts';

/** What stops a start: one sentence that says what is wrong with which adapter, and how to mend it. */
export class AdapterRefused extends OperatorError {
  override readonly name = 'AdapterRefused';
}

export interface LoadedAdapter {
  /** As the operator named it. */
  readonly specifier: string;
  /** The address of its first file. */
  readonly url: string;
  readonly definition: ChannelDefinition;
}

/**
 * Loads partners' adapters: packages by name, and files that begin with `./`, `../` or `/`. Each exports its
 * definition as `channel`.
 *
 * @param folder  Where files and packages are looked for: the working directory.
 * @param taken   Names that are not free any more.
 * @throws {AdapterRefused} for the first that is broken.
 */
export async function loadAdapters(
  specifiers: readonly string[],
  folder: string,
  taken: readonly string[],
): Promise<readonly LoadedAdapter[]> {
  const loaded: LoadedAdapter[] = [];
  for (const specifier of specifiers) {
    const adapter = await loadAdapter(specifier, folder);
    const { name } = adapter.definition;
    const twin = loaded.find(({ definition }) => definition.name === name);
    if (twin !== undefined || taken.includes(name)) {
      const owner =
        twin === undefined ? 'a channel that comes with Confab' : `the channel of ${twin.specifier}`;
      throw refused(specifier, `channel.name is "${name}", which is ${owner}`, 'Give it another name');
    }
    loaded.push(adapter);
  }
  return loaded;
}

async function loadAdapter(specifier: string, folder: string): Promise<LoadedAdapter> {
  const url = await locate(specifier, folder);
  const module = await importModule(specifier, url);
  if (!('channel' in module)) {
    const names = Object.keys(module).join(', ') || 'nothing';
    throw refused(
      specifier,
      `has no export "channel" (it exports ${names})`,
      'Write: export const channel = defineChannel({ … })',
    );
  }
  const inspection = inspectDefinition(module.channel);
  if (inspection.kind === 'definition') return { specifier, url, definition: inspection.definition };
  const { path, rule } = inspection;
  throw refused(
    specifier,
    `its export channel${path === '' ? '' : `.${path}`} ${rule}`,
    'docs/adapters.md shows one that works',
  );
}

async function locate(specifier: string, folder: string): Promise<string> {
  const isPath = /^\.{0,2}\//u.test(specifier);
  const file = isPath ? resolve(folder, specifier) : await findPackage(specifier, folder);
  if (file === null) {
    throw refused(specifier, `is no package that is installed in ${folder}`, `Run: npm install ${specifier}`);
  }
  try {
    return pathToFileURL(await realpath(file)).href;
  } catch (error) {
    throw refused(specifier, `there is no file ${file}`, 'Paths begin at the working directory', error);
  }
}

async function importModule(specifier: string, url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(url);
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
    throw refused(
      specifier,
      `can not be loaded (${why})`,
      'Check that `node` can import it by itself',
      error,
    );
  }
}

function refused(specifier: string, problem: string, remedy: string, cause?: unknown): AdapterRefused {
  return new AdapterRefused(`CONFAB_ADAPTERS: ${specifier}: ${problem}. ${remedy}.`, { cause });
}
