import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { soak } from './soak.ts';
import { asTable, isClean } from './soak-report.ts';

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

const options = new Command('soak')
  .description(
    'Two web and two worker processes on PostgreSQL and Redis that are killed all the time, with five platforms',
  )
  .option('--duration <time>', 'how long faults fire: 90s, 30m, 2h', duration, 30 * UNITS_MS.m)
  .option('--seed <number>', 'plans the same faults again', wholeNumber, Math.floor(Math.random() * 2 ** 31))
  .option('--kill-within <time>', 'the longest time between two kills of processes', duration, 2 * UNITS_MS.s)
  .option('--postgres-every <time>', 'how often PostgreSQL is killed', duration, 30 * UNITS_MS.s)
  .option('--redis-every <time>', 'how often Redis is flushed', duration, 60 * UNITS_MS.s)
  .option('--customers <number>', 'how many on each platform, up to 20', wholeNumber, 8)
  .option(
    '--break <time>',
    'the longest pause of one customer, or one agent, on each platform',
    duration,
    UNITS_MS.s,
  )
  .option('--json <file>', 'where the report is written to as JSON')
  .parse()
  .opts<{
    duration: number;
    seed: number;
    killWithin: number;
    postgresEvery: number;
    redisEvery: number;
    customers: number;
    break: number;
    json?: string;
  }>();

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => interrupted.abort(new Error(`ended by ${signal}`)));
}

try {
  const report = await soak({
    seed: options.seed,
    durationMs: options.duration,
    killWithinMs: options.killWithin,
    postgresEveryMs: options.postgresEvery,
    redisEveryMs: options.redisEvery,
    customersPerPlatform: options.customers,
    breakMs: options.break,
    signal: interrupted.signal,
    say: (line) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`),
  });
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`${asTable(report)}\n`);
  process.exitCode = isClean(report) ? 0 : 1;
} catch (error) {
  process.stderr.write(
    `soak: ${interrupted.signal.aborted ? interrupted.signal.reason.message : (error as Error).stack}\n`,
  );
  // Customers and agents of an interrupted run still talk to nobody.
  process.exit(1);
}

function duration(text: string): number {
  const [, count = '', unit = ''] = /^(\d+)(s|m|h)$/u.exec(text) ?? [];
  if (count === '') throw new InvalidArgumentError('It must be a time such as 90s, 30m or 2h.');
  return Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/u.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
