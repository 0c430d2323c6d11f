import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { BUILD_TIMEOUT_MS, installOutside, type Outside } from './outside.ts';

const DOCUMENT = resolve(import.meta.dirname, '../../docs/adapters.md');
const ADMIN_KEY = 'admin-key-of-a-reader-of-the-docs';

describe('docs/adapters.md', () => {
  let outside: Outside;
  let files: readonly Block[];
  let commands: readonly string[];
  beforeAll(async () => {
    const blocks = blocksOf(await readFile(DOCUMENT, 'utf8'));
    files = blocks.filter(({ language }) => language === 'js');
    commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code.trim());
    outside = await installOutside();
    await writeFile(join(outside.folder, 'package.json'), '{"type":"module"}');
    for (const { file, code } of files) {
      await mkdir(dirname(join(outside.folder, file)), { recursive: true });
      await writeFile(join(outside.folder, file), code);
    }
  }, BUILD_TIMEOUT_MS);
  afterAll(() => outside.dispose());

  it('leads from nothing to a channel that passes the contract', () => {
    expect(commands).toHaveLength(3);
    const conformance = outside.run('bash', '-c', commands[1] ?? '');

    expect(conformance.status, conformance.output).toBe(0);
    expect(Number(/^# pass (\d+)$/mu.exec(conformance.output)?.[1])).toBeGreaterThan(50);
    expect(/^# (?:fail|skipped|todo) [^0]/mu.test(conformance.output)).toBe(false);
  });

  it('installs this Confab, of this version, and not the registry’s package of that name', async () => {
    const { name, version } = JSON.parse(await readFile(join(DOCUMENT, '../../package.json'), 'utf8'));

    expect(commands[0]).toMatch(/npm ci && npm run build && npm pack/u);
    expect(commands[0]?.endsWith(`npm install ../${name}-${version}.tgz`)).toBe(true);
  });

  it('ends with a gateway that serves it, with the schema as it was', async () => {
    const [variable, program] = (commands[2] ?? '').split(' npx ');
    expect(program).toBe('confab start');
    const [name = '', value = ''] = (variable ?? '').split('=');
    const gateway = await startInstalled(outside, { [name]: value });
    try {
      const { createWorkspace } = await query<{ createWorkspace: { apiKey: string } }>(
        gateway.url,
        ADMIN_KEY,
        'mutation { createWorkspace(input: { name: "Acme" }) { ... on CreateWorkspaceSuccess { apiKey } } }',
      );
      const { channels } = await query<{ channels: readonly { name: string }[] }>(
        gateway.url,
        createWorkspace.apiKey,
        '{ channels { name displayName capabilities { maxTextLength outboundParts } credentialFields { name } } }',
      );

      expect(channels).toContainEqual({
        name: 'acme',
        displayName: 'Acme Chat',
        capabilities: { maxTextLength: 500, outboundParts: ['TEXT'] },
        credentialFields: [{ name: 'token' }, { name: 'webhookSecret' }],
      });
    } finally {
      await gateway.stop();
    }
  });
});

interface Block {
  readonly language: string;
  /** Where a reader puts it; empty for commands. */
  readonly file: string;
  readonly code: string;
}

function blocksOf(document: string): readonly Block[] {
  return [...document.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gmu)].map(
    ([, language = '', file = '', code = '']) => ({ language, file, code }),
  );
}

/** The installed gateway, as `npx confab start` runs it. */
async function startInstalled(outside: Outside, variables: Readonly<Record<string, string>>) {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ['node_modules/confab/dist/cli.js', 'start'], {
    cwd: outside.folder,
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      CONFAB_DATA_DIR: join(outside.folder, 'data'),
      CONFAB_ADMIN_KEY: ADMIN_KEY,
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  await new Promise<void>((ready, failed) => {
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.includes('confab is ready')) ready();
      });
    }
    void gone.then(() => failed(new Error(`The gateway ended before it was ready: ${errors}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
