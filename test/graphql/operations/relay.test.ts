import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { publishedOperations } from '../../support/published-operations.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const COMPILER = join(ROOT, 'node_modules/.bin/relay-compiler');
let directory: string;
afterEach(() => rm(directory, { recursive: true, force: true }));

it('gives Relay everything that its compiler asks of a schema and of the published operations', async () => {
  directory = await mkdtemp(join(tmpdir(), 'confab-relay-'));
  await mkdir(join(directory, 'src'));
  await copyFile(join(ROOT, 'schema.graphql'), join(directory, 'schema.graphql'));
  const operations = publishedOperations();
  for (const { name, text } of operations) {
    // Relay wants a module named like the operations and fragments in it.
    const module = name.replace(/(?:Query|Mutation|Subscription)$/u, '');
    const fitted = text.replaceAll('`', "'").replaceAll('conversation_message', `${module}_message`);
    await writeFile(join(directory, 'src', `${module}.ts`), `graphql\`${fitted}\`;\n`);
  }
  await writeFile(
    join(directory, 'relay.config.json'),
    JSON.stringify({ src: './src', schema: './schema.graphql', language: 'typescript' }),
  );

  await promisify(execFile)(COMPILER, ['relay.config.json', '--noWatchman'], { cwd: directory }).catch(
    (error: { stdout?: string; stderr?: string }) => {
      throw new Error(`${error.stdout}${error.stderr}`);
    },
  );

  const made = await readdir(join(directory, 'src', '__generated__'));
  expect(made).toEqual(expect.arrayContaining(operations.map(({ name }) => `${name}.graphql.ts`)));
});
