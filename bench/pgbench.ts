import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { percentile } from './percentile.ts';

export interface PgbenchRun {
  readonly binDir: string;
  readonly databaseUrl: string;
  /** One statement; pgbench's variables stand in it as `:name`. */
  readonly script: string;
  readonly clients: number;
  readonly seconds: number;
}

export interface PgbenchResult {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** PostgreSQL's own load generator, statements prepared: the limit that we compare ourselves with. */
export async function pgbench(run: PgbenchRun): Promise<PgbenchResult> {
  const dir = await mkdtemp(join(tmpdir(), 'confab-pgbench-'));
  try {
    await writeFile(join(dir, 'script.sql'), run.script);
    const { stdout } = await promisify(execFile)(
      join(run.binDir, 'pgbench'),
      [
        ...['--no-vacuum', '--protocol=prepared', '--file=script.sql', '--log', '--log-prefix=times'],
        ...[`--client=${run.clients}`, '--jobs=2', `--time=${run.seconds}`, run.databaseUrl],
      ],
      { cwd: dir, maxBuffer: 64 * 1024 * 1024 },
    );
    const tps = /tps = ([0-9.]+) \(without/u.exec(stdout)?.[1];
    if (tps === undefined) throw new Error(`pgbench said nothing about its rate: ${stdout}`);
    return { perSecond: Number(tps), p99Ms: percentile(await readTimesMs(dir), 0.99) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The third column of each line is the transaction's time in microseconds. */
async function readTimesMs(dir: string): Promise<number[]> {
  const logs = (await readdir(dir)).filter((name) => name.startsWith('times'));
  const texts = await Promise.all(logs.map((name) => readFile(join(dir, name), 'utf8')));
  return texts.flatMap((text) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Number(line.split(' ')[2]) / 1000),
  );
}
