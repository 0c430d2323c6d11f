import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import type { BenchCase, BenchOptions, Figure } from './case.ts';
import { channels } from './channels.ts';
import { decisions } from './decide.ts';
import { eventFeed } from './event-feed.ts';
import { fanOut } from './fan-out.ts';
import { growth } from './growth.ts';
import { inboxQuery } from './inbox-query.ts';
import { intake } from './intake.ts';
import { memory } from './memory.ts';
import { outbox } from './outbox.ts';
import { startPostgres } from './postgres-server.ts';
import { webhookToSubscriber } from './webhook-to-subscriber.ts';
import { webhooks } from './webhooks.ts';

const CASES: readonly BenchCase[] = [
  webhooks,
  intake,
  outbox,
  inboxQuery,
  fanOut,
  webhookToSubscriber,
  eventFeed,
  channels,
  memory,
  growth,
  decisions,
];

const TINY = {
  conversations: 200,
  events: 2_000,
  webhooks: 1_000,
  subscribers: 40,
  growthBase: 50,
  growth: [1, 10],
};

const wholeNumber = (text: string) => {
  if (!/^\d+$/u.test(text)) throw new InvalidArgumentError('A whole number is expected.');
  return Number(text);
};

const wholeNumbers = (text: string) => text.split(',').map(wholeNumber);

const program = new Command('bench')
  .description('Measures Confab beside its limits and peers, in the same run. Needs PostgreSQL with pgbench.')
  .argument('[cases...]', `which: ${CASES.map(({ name }) => name).join(', ')}; all when none is named`)
  .option('--rounds <n>', 'interleaved rounds; the median counts', wholeNumber, 3)
  .option('--seconds <n>', 'how long each contestant runs in a round', wholeNumber, 5)
  .option('--seed <n>', 'of everything that is random', wholeNumber, 1)
  .option('--conversations <n>', 'how large the inbox is that is read', wholeNumber, 100_000)
  .option('--events <n>', 'how many events are written and followed', wholeNumber, 100_000)
  .option('--webhooks <n>', 'over how many of them memory is watched', wholeNumber, 30_000)
  .option(
    '--subscribers <n>',
    'how many there are in `memory` and `fan-out`, which takes five times as many, too',
    wholeNumber,
    1_000,
  )
  .option('--growth-base <n>', 'conversations of the smallest inbox of `growth`', wholeNumber, 1_000)
  .option('--growth <list>', 'multiples of it', wholeNumbers, [1, 10, 100])
  .option('--smoke', 'as little as possible of everything: shows that it runs, measures nothing')
  .option('--json <file>', 'writes the figures there, too')
  .parse();
const { json, smoke, ...given } = program.opts<BenchOptions & { smoke?: true; json?: string }>();
const options: BenchOptions = smoke ? { ...given, rounds: 1, seconds: 1, ...TINY } : given;
const unknown = program.args.filter((name) => !CASES.some((one) => one.name === name));
if (unknown.length > 0) program.error(`There is no case "${unknown.join('", "')}".`);
const chosen = CASES.filter(({ name }) => program.args.length === 0 || program.args.includes(name));

const server = await startPostgres();
const machine = {
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  node: process.version,
  postgres: server.version,
  cpus: `${cpus().length} × ${cpus()[0]?.model}`,
};
const results: { name: string; about: string; figures: readonly Figure[] }[] = [];
try {
  for (const one of chosen) {
    console.log(`\n${one.name}: ${one.about}`);
    try {
      const figures = await one.run(server, options);
      results.push({ name: one.name, about: one.about, figures });
      for (const figure of figures) print(figure);
    } catch (error) {
      // A peer that can not be installed, for one; what the other cases measure does not depend on it.
      process.exitCode = 1;
      console.error(`  no figures: ${error instanceof Error ? error.stack : error}`);
    }
  }
} finally {
  await server.stop();
}
console.log(`\n${Object.values(machine).join(' · ')}`);
if (json !== undefined) writeFileSync(json, `${JSON.stringify({ machine, options, results }, null, 2)}\n`);

function print({ goal, ratio, atLeast, atMost, measured, conditions }: Figure): void {
  const limit =
    atLeast === undefined ? (atMost === undefined ? '' : `at most ${atMost}`) : `at least ${atLeast}`;
  const isMet = (atLeast === undefined || ratio >= atLeast) && (atMost === undefined || ratio <= atMost);
  const verdict = limit === '' ? '' : `  (${limit}: ${isMet ? 'met' : 'NOT met'})`;
  console.log(`  ${ratio.toFixed(2)}${verdict}  ${goal}`);
  const values = Object.entries(measured).map(([name, value]) => `${name} ${round(value)}`);
  console.log(`      ${[...values, ...Object.entries(conditions).map((pair) => pair.join(' '))].join(', ')}`);
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
