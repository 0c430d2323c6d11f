import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtCommandLine } from '../support/built-gateway.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';

let directory: string;
let holder: GatewayProcess;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'confab-start-'));
  holder = await startGatewayProcess();
});
afterAll(async () => {
  await holder.dispose();
  await rm(directory, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `confab start` where it can not succeed; resolves when it has ended. */
async function startInVain(environment: Readonly<Record<string, string>>): Promise<Ended> {
  const commandLine = await builtCommandLine();
  return new Promise((ended) => {
    execFile(
      process.execPath,
      [commandLine, 'start'],
      { env: { PATH: process.env.PATH ?? '', CONFAB_DATA_DIR: directory, ...environment }, timeout: 120_000 },
      (error, stdout, stderr) => ended({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describe('confab start', () => {
  it.each([
    ['a port that is none', { PORT: 'http' }, 'PORT must be a whole number'],
    [
      'an address without a scheme',
      { PUBLIC_URL: 'inbox.example.org' },
      'PUBLIC_URL must be an http or https',
    ],
    [
      'a database without a secret',
      { DATABASE_URL: 'postgres://confab@127.0.0.1:1/confab' },
      'CONFAB_SECRET must be set where DATABASE_URL is',
    ],
    [
      'a database that is not there',
      { DATABASE_URL: 'postgres://confab:hunter2@127.0.0.1:1/confab', CONFAB_SECRET: 'x'.repeat(32) },
      'DATABASE_URL',
    ],
    [
      'a directory that is a file',
      { CONFAB_DATA_DIR: '/dev/null/data' },
      'Set CONFAB_DATA_DIR to a directory',
    ],
    ['an adapter that is not installed', { CONFAB_ADAPTERS: '@acme/confab-line' }, '@acme/confab-line'],
    ['an address of another machine', { HOST: '203.0.113.1' }, 'this machine has no such address'],
  ])('ends with one sentence and no stack for %s', async (_name, environment, sentence) => {
    const { code, stderr } = await startInVain({ PORT: '0', ...environment });

    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/^confab: .+\n$/u);
    expect(stderr).not.toContain('hunter2');
  });

  it('names who holds the data directory, and leaves the holder alone', async () => {
    const { code, stderr } = await startInVain({ PORT: '0', CONFAB_DATA_DIR: holder.dataDir });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^confab: .+process \d+ on .+\n$/u);
    expect((await fetch(`${holder.url}/readyz`)).status).toBe(200);
  });

  it('says which port is taken', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;

    const { code, stderr } = await startInVain({ PORT: String(port) });
    await new Promise((closed) => server.close(closed));

    expect(code).toBe(1);
    expect(stderr).toContain(
      `confab: Nothing can listen on 127.0.0.1, port ${port}: another process does already.`,
    );
  });

  it('refuses secrets that can not be read instead of making new ones', async () => {
    const damaged = join(directory, 'damaged');
    await mkdir(damaged);
    await writeFile(join(damaged, 'secrets.json'), '{"secret":');
    await chmod(join(damaged, 'secrets.json'), 0o600);

    const { code, stderr } = await startInVain({ PORT: '0', CONFAB_DATA_DIR: damaged });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^confab: .+secrets\.json can not be read as Confab's secrets: .+\n$/u);
  });
});
