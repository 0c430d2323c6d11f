import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { startOwnPostgres } from '../../support/own-servers.ts';
import { isClean } from './move-audit.ts';
import { soakMove } from './move-soak.ts';

const options = new Command('soak:move')
  .description('Readers of a WhatsApp newsletter move to Telegram and Viber while the gateway is killed')
  .option('--readers <number>', 'how many', wholeNumber, 1_000)
  .option('--kills <number>', 'how often the gateway is killed on the way', wholeNumber, 10)
  .option('--seed <number>', 'plans the same readers again', wholeNumber, Math.floor(Math.random() * 2 ** 31))
  .option('--crowd <number>', 'how many readers act at once', wholeNumber, 40)
  .option('--json <file>', 'where the report is written to as JSON')
  .parse()
  .opts<{ readers: number; kills: number; seed: number; crowd: number; json?: string }>();

const postgres = await startOwnPostgres();
try {
  const report = await soakMove({
    ...options,
    databaseUrl: postgres.url,
    say: (line) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`),
  });
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = isClean(report) ? 0 : 1;
} finally {
  await postgres.dispose();
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/u.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
