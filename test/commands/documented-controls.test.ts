import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { startAppleMessagesSimulator } from '../../src/channels/apple-messages/simulator/index.ts';
import { startMessengerSimulator } from '../../src/channels/messenger/simulator/index.ts';
import { startTelegramSimulator } from '../../src/channels/telegram/simulator/index.ts';
import { startViberSimulator } from '../../src/channels/viber/simulator/index.ts';
import { startWhatsAppSimulator } from '../../src/channels/whatsapp/simulator/index.ts';

const CHANNELS = resolve(import.meta.dirname, '../../src/channels');

/** What the documentation lists; of its input, what can be done with it as it stands. */
interface Route {
  readonly method: string;
  readonly path: string;
  readonly schema: unknown;
  readonly example: object | null;
}

describe.each([
  ['whatsapp', startWhatsAppSimulator],
  ['messenger', startMessengerSimulator],
  ['apple-messages', startAppleMessagesSimulator],
  ['telegram', startTelegramSimulator],
  ['viber', startViberSimulator],
] as const)('the README of the simulated %s', (channel, start) => {
  const readme = readFileSync(resolve(CHANNELS, channel, 'simulator/README.md'), 'utf8');
  let simulator: Awaited<ReturnType<typeof start>> | undefined;
  afterEach(async () => {
    await simulator?.close();
    simulator = undefined;
  });
  const routesOf = async (controlUrl: string): Promise<readonly Route[]> => (await fetch(controlUrl)).json();

  it('shows commands that work as they stand, from the first to the last', async () => {
    simulator = await start();

    expect(await run(shellCommandsIn(readme), simulator.url)).toBeGreaterThan(4);
  });

  it('lists every route that there is, and none that there is not', async () => {
    simulator = await start();
    const there = (await routesOf(simulator.controlUrl)).map(({ method, path }) => `${method} ${path}`);

    expect(routesIn(readme)).toEqual(there.toSorted());
  });

  it('names everything that a person can do', async () => {
    simulator = await start();
    const routes = await routesOf(simulator.controlUrl);
    const actions = actionsIn(routes.find(({ path }) => path.endsWith('/actions'))?.schema);

    expect(actions.filter((action) => !readme.includes(`\`${action}\``))).toEqual([]);
    expect(actions.length).toBeGreaterThan(5);
  });

  it('leads to examples that work as they stand', async () => {
    simulator = await start();
    const { controlUrl } = simulator;
    const routes = (await routesOf(controlUrl)).filter(({ example }) => example !== null);
    const call = async ({ method, path, example }: Route) => {
      const response = await fetch(`${controlUrl}${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        // Nobody is there to answer whom a script waits for.
        body: JSON.stringify(example, (key, value) => (key === 'steps' ? value.filter(isNoWaiting) : value)),
      });
      return { path, status: response.status, answer: await response.text() };
    };
    const made = new Map<string, string>();
    const failed: unknown[] = [];
    for (const route of routes) {
      const path = route.path.replace(/:(\w+)/gu, (whole, name) => made.get(name) ?? whole);
      const outcome = await call({ ...route, path });
      if (outcome.status !== 200) failed.push(outcome);
      if (path === '/accounts') made.set('account', nameIn(outcome.answer));
      if (path === '/customers') made.set('customer', JSON.parse(outcome.answer).name);
      if (path.endsWith('/templates')) made.set('name', Object(route.example).name);
    }

    expect(failed).toEqual([]);
    expect(routes.length).toBeGreaterThan(5);
  });
});

describe('the README of the project', () => {
  it('shows commands to drive a simulator by that work as they stand', async () => {
    const readme = readFileSync(resolve(CHANNELS, '../../README.md'), 'utf8');
    const telegram = await startTelegramSimulator();
    try {
      const section = readme.slice(readme.indexOf('## Simulators'), readme.indexOf('## Development'));

      expect(await run(shellCommandsIn(section), telegram.url)).toBeGreaterThan(4);
    } finally {
      await telegram.close();
    }
  });
});

/** Runs the calls among commands, at a simulator that is there, and none of them in vain; how many there were. */
async function run(commands: readonly string[], url: string): Promise<number> {
  const calls = commands.filter((command) => command.startsWith('curl '));
  for (const call of calls) {
    const here = call
      .replace(/http:\/\/127\.0\.0\.1:8\d{3}/u, new URL(url).origin)
      .replace('curl', 'curl -sS --fail-with-body')
      .replace(/waitMs=\d+/u, 'waitMs=0');
    await promisify(execFile)('bash', ['-c', here]).catch((error: unknown) => {
      expect.fail(`${call}\n${JSON.stringify(error)}`);
    });
  }
  return calls.length;
}

/** Of blocks in `sh` or in no language; a line that ends in a backslash goes on in the next. */
function shellCommandsIn(readme: string): readonly string[] {
  return [...readme.matchAll(/^```(?:sh)?\n([\s\S]*?)^```$/gmu)].flatMap(([, block = '']) =>
    block.replaceAll('\\\n', ' ').trim().split('\n'),
  );
}

/** `GET /accounts` and the like in the table of routes, sorted. */
function routesIn(readme: string): readonly string[] {
  const [, table = ''] = /^\| Route .*\n([\s\S]*?)\n\n/mu.exec(`${readme}\n`) ?? [];
  return [...table.matchAll(/`((?:GET|POST|DELETE) \/[^`]*)`/gu)].map(([, route = '']) => route).toSorted();
}

const isNoWaiting = (step: object): boolean => !('waitFor' in step);

function actionsIn(schema: unknown): readonly string[] {
  return [
    ...new Set(
      [...JSON.stringify(schema).matchAll(/"do":\{[^}]*?"const":"(\w+)"/gu)].map(([, name = '']) => name),
    ),
  ];
}

function nameIn(answer: string): string {
  const { id, phoneNumberId, name } = JSON.parse(answer);
  return String(id ?? phoneNumberId ?? name);
}
