#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { VerifyConsentInput } from './commands/consent.ts';
import type { ExportConsentInput } from './commands/consent-export.ts';
import type { MigrateAudienceInput } from './commands/migrate-audience.ts';
import { readConfig } from './config.ts';
import { OperatorError } from './core/model/operator-error.ts';

// One level up both from src/ and from dist/.
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('confab')
  .description('Every channel, one conversation: a self-hosted messaging gateway and unified inbox API.')
  .version(version)
  .addHelpText(
    'after',
    `
Examples:
  $ confab demo                       the whole product in one process, with five simulated platforms
  $ confab start                      the gateway; settings come from the environment (see the README)
  $ confab simulate telegram          a server that plays Telegram, to test your own inbox against
  $ confab keys create --workspace 0192… --name "CI" --role AGENT

Everything that start reads from the environment, with defaults, stands in the README under Configuration.`,
  );

program
  .command('start')
  .description('Serve the API and webhooks, and send what is queued (roles: CONFAB_ROLE=all|web|worker)')
  .action(() => run(async () => (await import('./commands/start.ts')).start(readConfig(process.env))));

program
  .command('demo')
  .description(
    'Show everything at work: embedded database, five simulated platforms, customers who write, a bot',
  )
  .option('--port <number>', 'where to listen; the next free port when it is taken', wholeNumber, 4000)
  .action((options: { port: number }) => run(async () => (await import('./commands/demo.ts')).demo(options)));

program
  .command('simulate')
  .description('Run a server that plays a platform over its real wire protocol')
  .argument('<channel>', 'which platform: whatsapp, apple-messages, messenger, telegram or viber')
  .option('--port <number>', 'where to listen', wholeNumber, 8081)
  .option('--host <address>', 'which address to listen on', '127.0.0.1')
  .action((channel: string, options: { port: number; host: string }) =>
    run(async () => (await import('./commands/simulate.ts')).simulate(channel, options)),
  );

program
  .command('migrate')
  .description('Bring the database up to date and stop; start does the same by itself')
  .action(() =>
    run(async () => (await import('./commands/migrate.ts')).migrateOnly(readConfig(process.env))),
  );

const sending = program
  .command('sending')
  .description('Whether what is queued leaves: after a restore from a backup it waits for an operator');
sending
  .command('status')
  .description('Tell whether it leaves')
  .action(() =>
    run(async () => (await import('./commands/sending.ts')).showSending(readConfig(process.env))),
  );
sending
  .command('confirm')
  .option('--set-aside', 'hold what was queued before as unconfirmed: people decide about each message')
  .description(
    'Let it leave; straight on the database (for a running embedded one: the mutation confirmSending)',
  )
  .action((options: { setAside?: true }) =>
    run(async () =>
      (await import('./commands/sending.ts')).confirmSendingNow(
        readConfig(process.env),
        options.setAside === true ? 'SET_ASIDE' : 'SEND',
      ),
    ),
  );

const keys = program
  .command('keys')
  .description('API keys, straight on the database (a running embedded one is locked)');
keys
  .command('list')
  .requiredOption('--workspace <id>', 'the workspace')
  .description('Names, roles and dates; never the keys themselves')
  .action((options: { workspace: string }) =>
    run(async () => (await import('./commands/keys.ts')).listKeys(readConfig(process.env), options)),
  );
keys
  .command('create')
  .requiredOption('--workspace <id>', 'the workspace')
  .requiredOption('--name <text>', 'what it is for')
  .option('--role <role>', 'VIEWER, AGENT, ADMIN or OWNER', 'AGENT')
  .description('Make a key and print it, once')
  .action((options: { workspace: string; name: string; role: string }) =>
    run(async () => (await import('./commands/keys.ts')).createKey(readConfig(process.env), options)),
  );
keys
  .command('revoke')
  .argument('<id>', 'the id of the key, as list prints it')
  .requiredOption('--workspace <id>', 'the workspace')
  .description('End a key, at once and for ever')
  .action((id: string, options: { workspace: string }) =>
    run(async () =>
      (await import('./commands/keys.ts')).revokeKey(readConfig(process.env), { ...options, id }),
    ),
  );

const consent = program.command('consent').description('The ledger of what contacts agreed to');
consent
  .command('verify')
  .option('--workspace <id>', 'only this one; all of them otherwise')
  .option(
    '--expect-head <head...>',
    'heads that an earlier run printed: what lies before them must be what it was then',
  )
  .description('Check that no entry was changed, added or taken away; straight on the database')
  .action((options: VerifyConsentInput) =>
    run(async () => (await import('./commands/consent.ts')).verifyConsent(readConfig(process.env), options)),
  );

consent
  .command('export')
  .requiredOption('--workspace <id>', 'whose ledger')
  .option('--contact <id>', 'only what is about this person; everybody otherwise')
  .description('Print consents with what proves them, as JSON, one a line; straight on the database')
  .action((options: ExportConsentInput) =>
    run(async () =>
      (await import('./commands/consent-export.ts')).exportConsent(readConfig(process.env), options),
    ),
  );

program
  .command('migrate-audience')
  .argument(
    '<file>',
    'CSV with a column "number" or "bsuid", and any of name, language, consented_at, consent_evidence',
  )
  .addOption(new Option('--url <address>', 'the running instance').env('CONFAB').makeOptionMandatory())
  .addOption(new Option('--token <key>', 'an API key with the role ADMIN').env('TOKEN').makeOptionMandatory())
  .requiredOption('--migration <id>', 'which migration, as the API shows its id')
  .requiredOption('--evidence <text>', 'where the proof of their consent lies')
  .option('--legal-basis <basis>', 'on what the consents rest', 'CONSENT')
  .option('--encoding <name>', 'utf-8, utf-16le, utf-16be or windows-1252; found from the file otherwise')
  .option('--errors <file>', 'where rows that brought nobody are written', 'errors.csv')
  .description('Bring a file of readers into a migration: progress out, errors as a file')
  .action((file: string, options: Omit<MigrateAudienceInput, 'file'>) =>
    run(async () => (await import('./commands/migrate-audience.ts')).migrateAudience({ ...options, file })),
  );

await program.parseAsync();

/** Mistakes of the operator end in one sentence; accidents show where they happened. */
async function run(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.stderr.write(
      error instanceof OperatorError ? `confab: ${error.message}\n` : `${(error as Error).stack}\n`,
    );
    process.exitCode = 1;
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,5}$/u.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
  }
  return Number(text);
}
