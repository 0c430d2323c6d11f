import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { startTelegramSimulator } from '../../src/channels/telegram/simulator/index.ts';
import { describeOnServer } from '../support/describe-on-every-engine.ts';
import { type GatewayOptions, startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { connectBot, send, waitForStatus } from '../support/journey.ts';
import { startOwnPostgres } from '../support/own-servers.ts';
import { waitFor } from '../support/wait-for.ts';

const run = promisify(execFile);

// A dump and its reading back want the server's own programs, so it is one of this test.
describeOnServer('a database that is restored from a backup', () => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });
  const keep = <Kept>(kept: Kept, cleanUp: (kept: Kept) => Promise<unknown>): Kept => {
    cleanUps.push(() => cleanUp(kept));
    return kept;
  };
  const start = async (options: GatewayOptions) =>
    keep(await startGatewayProcess({ hasPublicUrl: true, ...options }), (gateway) => gateway.dispose());

  it('sends nothing of what it had queued until an operator confirms, takes everything in meanwhile, and then sends what is new', {
    timeout: 900_000,
  }, async () => {
    const postgres = keep(await startOwnPostgres(), (server) => server.dispose());
    const telegram = keep(await startTelegramSimulator({ retryDelaysMs: [50] }), (one) => one.close());
    const bot = telegram.addBot();
    const web = await start({ databaseUrl: postgres.url, environment: { CONFAB_ROLE: 'web' } });
    const { token } = await connectBot(web, telegram, bot.token);
    const ada = telegram.customer('Ada');
    ada.starts();
    const conversationId = await conversationOf(web.url, token);
    const say = (url: string, text: string) =>
      send({ url }, token, { conversationId, parts: [{ text: { text } }], idempotencyKey: text });
    const old = await say(web.url, 'queued before the backup');
    const copy = await copyOf(postgres.url);
    const original = await start({ databaseUrl: postgres.url });
    await waitForStatus(original, token, old.id, 'SENT');
    await original.kill();
    await web.kill();

    const restored = await start({ databaseUrl: copy });
    ada.writes('is anybody there?');
    const fresh = await say(restored.url, 'written after the restore');
    const held = await statusesOf(restored.url, token, [old.id, fresh.id]);
    const metrics = await (await fetch(`${restored.url}/metrics`)).text();
    const refusal = await confirm(restored.url, token);
    const outcome = await confirm(restored.url, restored.adminKey);
    await waitForStatus(restored, token, fresh.id, 'SENT');

    expect(held).toEqual(['QUEUED', 'QUEUED']);
    expect(metrics).toContain('confab_sending_held 1');
    expect(restored.logs.join('\n')).toContain('nothing is sent');
    expect(refusal).toMatchObject({ __typename: 'Forbidden' });
    expect(outcome).toEqual({ __typename: 'ConfirmSendingSuccess', setAside: 1 });
    expect(await statusesOf(restored.url, token, [old.id])).toEqual(['UNCONFIRMED']);
    expect(ada.inbox.messages.map(({ text }) => text).filter((text) => !text.startsWith('/'))).toEqual([
      'queued before the backup',
      'written after the restore',
    ]);
  });
});

/** Dumps a database and reads it back into a new one. Returns its address. */
async function copyOf(url: string): Promise<string> {
  const copy = new URL(url);
  copy.pathname = `/restored_${randomUUID().replaceAll('-', '')}`;
  await run('psql', ['-qd', url, '-c', `CREATE DATABASE ${copy.pathname.slice(1)}`]);
  const dump = await run('pg_dump', ['-d', url], { maxBuffer: 64 * 1024 * 1024 });
  const reading = run('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-d', copy.href]);
  reading.child.stdin?.end(dump.stdout);
  await reading;
  return copy.href;
}

async function conversationOf(url: string, token: string): Promise<string> {
  let found = '';
  await waitFor('the customer has a conversation', async () => {
    const { conversations } = await query<{ conversations: { nodes: { id: string }[] } }>(
      url,
      token,
      '{ conversations { nodes { id } } }',
    );
    found = conversations.nodes[0]?.id ?? '';
    return found !== '';
  });
  return found;
}

async function statusesOf(url: string, token: string, ids: readonly string[]): Promise<readonly string[]> {
  const { nodes } = await query<{ nodes: { status: string }[] }>(
    url,
    token,
    'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Message { status } } }',
    { ids },
  );
  return nodes.map(({ status }) => status);
}

async function confirm(url: string, bearer: string): Promise<object> {
  const { confirmSending } = await query<{ confirmSending: object }>(
    url,
    bearer,
    `mutation {
      confirmSending(input: { queuedBefore: SET_ASIDE }) {
        __typename
        ... on ConfirmSendingSuccess { setAside }
      }
    }`,
  );
  return confirmSending;
}
