import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pc from 'picocolors';
import { startTelegramSimulator } from '../channels/telegram/simulator/index.ts';
import { readConfig } from '../config.ts';
import { createApiKey } from '../core/access/create-api-key.ts';
import { createWorkspace } from '../core/access/create-workspace.ts';
import { connectChannelAccount } from '../core/inbox/connect-channel-account.ts';
import type { WorkspaceViewer } from '../core/model/viewer.ts';
import { createLogger } from '../logger.ts';
import { serve } from '../serve.ts';
import { runDemoBot } from './demo-bot.ts';
import { stopSignal } from './start.ts';

/** How often the customers say something new, so that a subscription has something to show. */
const CHATTER_MS = 8_000;

const QUESTIONS = [
  'Is the shop open on Sunday?',
  'Do you have the blue lamp in stock?',
  'When will my order arrive?',
  'Can I bring it back without the box?',
];

/**
 * The whole product in one process: embedded database in a temporary directory, a simulated Telegram, customers
 * who write, and a bot that answers through the public API. Everything is gone when it stops.
 */
export async function demo({ port: wanted }: { readonly port: number }): Promise<void> {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  say(pc.dim('Starting: an embedded database, a simulated Telegram, the gateway …'));
  const dataDir = await mkdtemp(join(tmpdir(), 'confab-demo-'));
  const port = await portFrom(wanted);
  const url = `http://127.0.0.1:${port}`;
  const config = readConfig({
    PORT: String(port),
    PUBLIC_URL: url,
    CONFAB_DATA_DIR: dataDir,
    CONFAB_ALLOW_PRIVATE_ADDRESSES: 'true',
    CONFAB_LOG_LEVEL: 'warn',
  });
  const telegram = await startTelegramSimulator();
  const bot = telegram.addBot(undefined, { username: 'acme_demo_bot' });
  let token: string | null = null;
  const gateway = await serve(config, createLogger(config), { graphiqlToken: () => token });
  const stop = async () => {
    await gateway.close();
    await telegram.close();
    await rm(dataDir, { recursive: true, force: true });
  };

  const { core } = gateway.application;
  const workspace = await createWorkspace(core, { name: 'Acme Lamps' });
  if (workspace.kind !== 'created') throw new Error(workspace.message);
  const owner: WorkspaceViewer = {
    kind: 'api-key',
    workspaceId: workspace.workspace.id,
    id: workspace.apiKey.id,
    name: 'demo',
    role: 'OWNER',
  };
  token = workspace.secret;
  const connected = await connectChannelAccount(core, owner, {
    channel: 'telegram',
    name: 'Acme on Telegram',
    inboxId: null,
    credentials: [{ name: 'botToken', value: bot.token }],
    settings: [{ name: 'privacyPolicyUrl', value: 'https://example.org/privacy' }],
    apiBaseUrl: telegram.url,
  });
  if (connected.kind !== 'done') throw new Error(connected.message);
  const botKey = await createApiKey(core, owner, {
    name: 'Opening-hours bot',
    role: 'AGENT',
    expiresAt: null,
  });
  if (botKey.kind !== 'created') throw new Error(botKey.message);

  say(`
${pc.bold('Confab demo')}
  API        ${pc.cyan(`${url}/graphql`)}   (open it in a browser: GraphiQL with the token filled in)
  Token      ${pc.green(token)}
  Telegram   ${pc.cyan(telegram.controlUrl)}   (a simulated one: customers that you can drive by hand)

For the README's commands:
  export CONFAB=${url} TOKEN=${token}
`);
  for (const { name, isOk, description } of connected.account.health.steps) {
    say(`  ${isOk ? pc.green('✓') : pc.red('✗')} ${name}: ${description}`);
  }
  say(`\n${pc.bold('What happens')} (Ctrl+C ends it)`);

  const stopping = new AbortController();
  const answering = runDemoBot({ url, token: botKey.secret, signal: stopping.signal, say });
  const customers = ['Ada', 'Grace'].map((name) => telegram.customer(name));
  const chatting = chat(customers, telegram, stopping.signal, say);
  await stopSignal();
  stopping.abort();
  await Promise.allSettled([answering, chatting]);
  await stop();
}

type Simulator = Awaited<ReturnType<typeof startTelegramSimulator>>;
type Customer = ReturnType<Simulator['customer']>;

/** Customers press Start, ask, and ask again; what reaches them is told. */
async function chat(
  customers: readonly Customer[],
  telegram: Simulator,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<void> {
  let told = 0;
  const wire = setInterval(() => {
    const sends = telegram.requests.items.filter(({ operation }) => operation.startsWith('send'));
    for (const request of sends.slice(told)) {
      say(`  ${pc.magenta('wire    ')} ${request.operation} ${JSON.stringify(request.parameters)}`);
    }
    told = sends.length;
  }, 100);
  try {
    for (const customer of customers) customer.starts();
    for (let turn = 0; !signal.aborted; turn += 1) {
      const customer = customers[turn % customers.length];
      const question = QUESTIONS[turn % QUESTIONS.length];
      if (customer === undefined || question === undefined) break;
      say(`  ${pc.yellow('customer')} ${customer.name}: ${question}`);
      customer.writes(question);
      await sleep(CHATTER_MS, undefined, { signal });
    }
  } catch {
    // Stopped while waiting.
  } finally {
    clearInterval(wire);
  }
}

/** The wanted port, or any free one when it is taken. */
async function portFrom(wanted: number): Promise<number> {
  const tryPort = (port: number) =>
    new Promise<number | null>((resolve) => {
      const probe = createServer()
        .once('error', () => resolve(null))
        .listen(port, '127.0.0.1', () => {
          const address = probe.address();
          probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
        });
    });
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
}
