import { access, constants, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startTelegramSimulator } from '../../src/channels/telegram/simulator/index.ts';
import { freePort } from '../support/gateway-process.ts';
import { runCommand, startCommand } from './running-command.ts';

const readme = await readFile(resolve(import.meta.dirname, '../../README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n(?<code>[\s\S]*?)^```$/gmu)].map(
  ({ groups }) => groups?.code?.trim() ?? '',
);
const used = new Set<string>();

/** The README's own text: what changes there changes what runs here. */
function command(containing: string): string {
  const found = blocks.filter((block) => block.includes(containing));
  const [block] = found;
  if (block === undefined || found.length > 1) {
    throw new Error(`The README has ${found.length} blocks with "${containing}".`);
  }
  used.add(block);
  return block;
}

describe('the README’s commands', () => {
  it('show a simulated customer live, and answer, against the running demo', async () => {
    const demo = startCommand(command('npm run demo').replace('npm ci && ', '').concat(' -- --port 0'));
    try {
      const [, url = '', token = ''] = await demo.prints(/export CONFAB=(\S+) TOKEN=(\S+)/u);
      const given = command('export CONFAB=').replace(
        /CONFAB=\S+ TOKEN=\S+/u,
        `CONFAB=${url} TOKEN=${token}`,
      );
      const stream = startCommand(`${given}\n${command('subscription { events')}`);
      try {
        const [, conversation = ''] = await stream.prints(
          /"type":"MESSAGE_RECEIVED"[^\n]*"conversation":\{"id":"([^"]+)"/u,
        );
        const asked = await runCommand(`${given}\n${command('conversations(first: 5)')}`);
        const answer = `${given}\nCONVERSATION=${conversation}\n${command('sendMessage(input: $input)')}`;
        const first = await runCommand(answer);
        const again = await runCommand(answer);

        expect(asked).toMatch(/"contact":\{"name":"[^"]+"\},"lastMessage":\{"preview":"[^"]+"/u);
        const [, id] = /"queuedMessage":\{"id":"([^"]+)"/u.exec(first) ?? [];
        expect(id).toBeDefined();
        expect(again).toContain(`"id":"${id}"`);
        await demo.prints(/wire .*Yes, until six\./u);
      } finally {
        await stream.interrupt();
      }
    } finally {
      await demo.interrupt();
    }
  });

  it('connect a bot to a gateway that was started as it says', async () => {
    const telegram = await startTelegramSimulator();
    const bot = telegram.addBot();
    const dataDir = await mkdtemp(join(tmpdir(), 'confab-readme-'));
    const port = await freePort();
    const gateway = startCommand('npm start', {
      PORT: String(port),
      CONFAB_DATA_DIR: dataDir,
      CONFAB_ALLOW_PRIVATE_ADDRESSES: 'true',
    });
    try {
      const [, adminKey = ''] = await gateway.prints(/(cfa_\S+)/u);
      await gateway.prints(/confab is ready/u);
      const [create = '', connect = ''] = command('createWorkspace(input').split('\n\n');
      const CONFAB = `http://127.0.0.1:${port}`;
      const made = await runCommand(create, { CONFAB, ADMIN_KEY: adminKey });
      const [, token = ''] = /"apiKey":"([^"]+)"/u.exec(made) ?? [];
      const connected = await runCommand(
        // The reader's bot lives at Telegram; ours at the simulator.
        connect.replace('"name":"Acme bot"', `"name":"Acme bot","apiBaseUrl":"${telegram.url}"`),
        { CONFAB, TOKEN: token, BOT_TOKEN: bot.token },
      );

      expect(connected).toContain('"status":"ACTIVE"');
      expect(connected).toContain('"level":"OK"');
    } finally {
      await gateway.interrupt();
      await telegram.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('build the package from nothing, as often as one likes, into a command that may be run', async () => {
    const dist = resolve(import.meta.dirname, '../../dist');
    await rm(dist, { recursive: true, force: true });
    await runCommand('npm run build');

    await expect(access(join(dist, 'cli.js'), constants.X_OK)).resolves.toBeUndefined();
  });

  it('build the package, and its command explains itself', async () => {
    const help = await runCommand(command('npm run build'));

    for (const name of ['start', 'demo', 'simulate', 'migrate', 'keys']) expect(help).toContain(`  ${name} `);
  });

  it('start every simulator that it names', async () => {
    const commands = [...readme.matchAll(/`npm run confab -- simulate (?<channel>[\w-]+) --port \d+`/gu)];
    expect(commands.length).toBeGreaterThan(0);
    for (const [text, channel] of commands) {
      const simulator = startCommand(text.replaceAll('`', '').replace(/--port \d+/u, '--port 0'));
      await simulator.prints(new RegExp(`Playing ${channel} at http://127\\.0\\.0\\.1:\\d+`, 'u'));
      await simulator.interrupt();
    }
  });

  afterAll(() => {
    // `.ci/run` runs the test command itself, on a clean checkout.
    command('npm test');
    expect(blocks.filter((block) => !used.has(block))).toEqual([]);
  });
});
