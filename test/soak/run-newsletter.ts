import { isDeepStrictEqual } from 'node:util';
import { Command, InvalidArgumentError } from 'commander';
import { NOTHING_WRONG } from '../support/newsletter.ts';
import { soakNewsletter } from './newsletter-soak.ts';

const options = new Command('soak:newsletter')
  .description('A newsletter on Telegram and Viber whose gateway is killed while it runs, on PostgreSQL')
  .option('--recipients <number>', 'how many readers, half on each platform', wholeNumber, 10_000)
  .option('--kills <number>', 'how often the gateway is killed', wholeNumber, 50)
  .option('--seed <number>', 'draws the same moments again', wholeNumber, Math.floor(Math.random() * 2 ** 31))
  .option('--bots <number>', 'how many Telegram accounts share its half', wholeNumber, 1)
  .parse()
  .opts<{ recipients: number; kills: number; seed: number; bots: number }>();

const report = await soakNewsletter({
  ...options,
  say: (line) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`),
});
const wrong = Object.entries(report.audit).map(([what, names]) => `${what} ${names.length}`);
const figures = Object.entries(report.figures).map(([what, figure]) => `${what} ${figure}`);
process.stdout.write(`seed ${report.seed}: ${[...wrong, ...figures].join(', ')}\n`);
process.exitCode = isDeepStrictEqual(report.audit, NOTHING_WRONG) ? 0 : 1;

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/u.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
