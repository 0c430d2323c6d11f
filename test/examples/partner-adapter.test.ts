import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { adapterFile, folderWith } from '../core/channel/foreign-adapter.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { send, waitForStatus } from '../support/journey.ts';

/** Sound for "Hello"; fails in one way or another at everything else. */
const ILL_TEMPERED = `
const { connect, webhook, send } = channel;
channel.connect = async (...given) => {
  later(() => { throw new Error('a stray timer'); }, 1);
  void Promise.reject(new Error('a stray promise'));
  return connect(...given);
};
channel.send = (request) => {
  if (request.body.text === 'throw') throw new TypeError('No.');
  return send(request);
};
`;

describe('a gateway with a partner’s adapter', () => {
  let gateway: GatewayProcess | null = null;

  afterEach(async () => {
    await gateway?.dispose();
    gateway = null;
  });

  it('serves its channel, and outlives its mistakes', async () => {
    const folder = await folderWith({ 'acme.mjs': adapterFile(ILL_TEMPERED) });
    gateway = await startGatewayProcess({
      hasPublicUrl: true,
      environment: { CONFAB_ADAPTERS: join(folder, 'acme.mjs') },
    });
    const { token, accountId } = await connect(gateway);

    const understood = await post(gateway, accountId, { id: '1', from: 'ada', text: 'Hello' });
    const broken = await post(gateway, accountId, 'no JSON at all');
    const conversationId = await conversationOf(gateway, token);
    const failing = await send(gateway, token, {
      conversationId,
      parts: [{ text: { text: 'throw' } }],
      idempotencyKey: 'answer-1',
    });
    await waitForStatus(gateway, token, failing.id, 'UNCONFIRMED');
    const after = await post(gateway, accountId, { id: '2', from: 'eve', text: 'Hello' });

    expect([understood, broken, after]).toEqual([200, 200, 200]);
    const faults = gateway.logs.filter((line) => line.includes('a partner’s adapter'));
    expect(faults.join('\n')).toContain('a stray timer');
    expect(faults.join('\n')).toContain('a stray promise');
    expect(faults.join('\n')).toContain('"operation":"parse"');
  });

  it('does not start when the adapter is broken, and says in one sentence why', async () => {
    const folder = await folderWith({ 'acme.mjs': adapterFile('delete channel.send;') });

    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'src/cli.ts', 'start'], {
      cwd: resolve(import.meta.dirname, '../..'),
      env: {
        PATH: process.env.PATH,
        CONFAB_DATA_DIR: join(folder, 'data'),
        CONFAB_ADAPTERS: join(folder, 'acme.mjs'),
      },
      encoding: 'utf8',
    });

    expect(status).toBe(1);
    expect(stderr).toBe(
      `confab: CONFAB_ADAPTERS: ${folder}/acme.mjs: its export channel.send must be a function. docs/adapters.md shows one that works.\n`,
    );
  });
});

async function connect(gateway: GatewayProcess): Promise<{ token: string; accountId: string }> {
  const { createWorkspace } = await query<{ createWorkspace: { apiKey: string } }>(
    gateway.url,
    gateway.adminKey,
    'mutation { createWorkspace(input: { name: "Acme" }) { ... on CreateWorkspaceSuccess { apiKey } } }',
  );
  const { connectChannelAccount } = await query<{
    connectChannelAccount: { channelAccount: { webhookUrl: string } };
  }>(
    gateway.url,
    createWorkspace.apiKey,
    `mutation { connectChannelAccount(input: { channel: "acme-chat", name: "Acme",
       credentials: [{ name: "token", value: "t" }] }) {
       ... on ConnectChannelAccountSuccess { channelAccount { webhookUrl } } ... on UserError { message } } }`,
  );
  const { webhookUrl } = connectChannelAccount.channelAccount;
  return { token: createWorkspace.apiKey, accountId: webhookUrl.split('/').at(-1) ?? '' };
}

async function post(gateway: GatewayProcess, accountId: string, body: unknown): Promise<number> {
  const { status } = await fetch(`${gateway.url}/webhooks/acme-chat/${accountId}`, {
    method: 'POST',
    headers: { 'x-acme': 'yes', 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return status;
}

async function conversationOf(gateway: GatewayProcess, token: string): Promise<string> {
  const { conversations } = await query<{ conversations: { nodes: { id: string }[] } }>(
    gateway.url,
    token,
    '{ conversations { nodes { id } } }',
  );
  const [conversation] = conversations.nodes;
  if (conversation === undefined) throw new Error('There is no conversation.');
  return conversation.id;
}
