import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { databaseOver, startEngine } from '../../src/core/store/embedded.ts';
import { migrate } from '../../src/core/store/migrate.ts';
import { schemaVersion } from './schema-version.ts';
import type { RunningTestDatabase } from './test-database-pool.ts';

/** In memory, from a template: a data directory with all migrations, made once per version of them, kept on disk. */
export async function startEmbeddedTestDatabase(): Promise<RunningTestDatabase> {
  const file = resolve(
    import.meta.dirname,
    `../../node_modules/.cache/confab-test/${await schemaVersion()}.tar`,
  );
  const template = await readFile(file).catch(() => makeTemplate(file));
  const engine = await startEngine({ loadDataDir: new Blob([template]) });
  return {
    database: databaseOver(engine, async () => {}),
    url: null,
    stop: () => engine.close(),
  };
}

async function makeTemplate(file: string): Promise<Buffer<ArrayBuffer>> {
  const engine = await startEngine({});
  await migrate(databaseOver(engine, async () => {}));
  const dump = await engine.dumpDataDir('none');
  await engine.close();
  const bytes = Buffer.from(await dump.arrayBuffer());
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, bytes);
  await rename(draft, file);
  return bytes;
}
