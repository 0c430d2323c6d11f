import { afterEach, expect, it } from 'vitest';
import {
  startTelegramSimulator,
  type TelegramSimulator,
} from '../../src/channels/telegram/simulator/index.ts';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { connectBot, send, waitForStatus } from '../support/journey.ts';
import { waitFor } from '../support/wait-for.ts';

/** Words that stand for what a customer or an agent wrote, who they are, and what opens doors. */
const CANARIES = {
  name: 'Canaryname',
  question: 'canary-question-4711',
  answer: 'canary-answer-4712',
  refused: 'canary-refused-4713',
} as const;

describeOnEveryServer('operating a gateway', (databaseUrl) => {
  let gateway: GatewayProcess | null = null;
  let telegram: TelegramSimulator | null = null;

  afterEach(async () => {
    await gateway?.dispose();
    await telegram?.close();
  });

  it('is alive, ready and measurable, logs what it does and no word of anybody, and drains when it is told to stop', async () => {
    telegram = await startTelegramSimulator();
    const database = await databaseUrl();
    gateway = await startGatewayProcess({
      hasPublicUrl: true,
      environment: { CONFAB_LOG_LEVEL: 'debug' },
      ...database,
    });
    const bot = telegram.addBot();
    const { token, accountId } = await connectBot(gateway, telegram, bot.token);
    const { url } = gateway;

    const ada = telegram.customer(CANARIES.name);
    ada.starts();
    ada.writes(CANARIES.question);
    let conversationId: string | undefined;
    await waitFor('the conversation is there', async () => {
      const { conversations } = await query<{ conversations: { nodes: { id: string }[] } }>(
        url,
        token,
        '{ conversations { nodes { id } } }',
      );
      conversationId = conversations.nodes[0]?.id;
      return conversationId !== undefined;
    });
    const answer = await send(gateway, token, {
      conversationId,
      parts: [{ text: { text: CANARIES.answer } }],
      idempotencyKey: 'canary',
    });
    await waitForStatus(gateway, token, answer.id, 'SENT');
    ada.blocks();
    const refused = await send(gateway, token, {
      conversationId,
      parts: [{ text: { text: CANARIES.refused } }],
      idempotencyKey: 'canary-refused',
    }).catch(() => null);
    if (refused !== null) await waitForEnd(gateway, token, refused.id);

    // What a stranger tries, too.
    await fetch(`${url}/webhooks/telegram/not-an-account`, { method: 'POST', body: CANARIES.question });
    const { node } = await query<{ node: { webhookUrl: string } }>(
      url,
      token,
      'query ($id: ID!) { node(id: $id) { ... on ChannelAccount { webhookUrl } } }',
      { id: accountId },
    );
    await fetch(node.webhookUrl, {
      method: 'POST',
      headers: { 'x-telegram-bot-api-secret-token': 'canary-secret-4714' },
      body: JSON.stringify({ update_id: 1, message: { text: CANARIES.question } }),
    });
    await query(url, token, `{ contacts(filter: { text: "${CANARIES.name}" }) { nodes { id } } }`).catch(
      () => null,
    );

    expect(await bodyOf(`${url}/livez`)).toEqual([200, '{"status":"alive"}']);
    expect(await bodyOf(`${url}/readyz`)).toEqual([200, '{"status":"ready"}']);
    const [status, metrics] = await bodyOf(`${url}/metrics`);
    expect(status).toBe(200);
    expect(metrics).toMatch(/confab_webhook_seconds_count\{channel="telegram",status="200"\} [1-9]/u);
    expect(metrics).toMatch(/confab_webhook_seconds_count\{channel="telegram",status="401"\} 1/u);
    expect(metrics).toMatch(/confab_backlog\{kind="queued"\} 0/u);
    expect(metrics).toMatch(/confab_intake_waiting 0/u);

    expect(await gateway.stop()).toBe(0);

    const logs = gateway.logs.join('\n');
    for (const line of gateway.logs) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) });
    expect(logs).toContain('"confab is ready"');
    expect(logs).toContain('"stopped"');
    for (const secret of [
      ...Object.values(CANARIES),
      'canary-secret-4714',
      bot.token,
      token,
      gateway.adminKey,
      gateway.secret,
    ]) {
      expect(logs).not.toContain(secret);
    }
    expect(metrics).not.toMatch(/canary/iu);
  });
});

async function bodyOf(url: string): Promise<readonly [number, string]> {
  const response = await fetch(url);
  return [response.status, await response.text()];
}

async function waitForEnd(gateway: GatewayProcess, token: string, id: string): Promise<void> {
  await waitFor('the message has come to its end', async () => {
    const { node } = await query<{ node: { status: string } }>(
      gateway.url,
      token,
      'query ($id: ID!) { node(id: $id) { ... on Message { status } } }',
      { id },
    );
    return node.status === 'FAILED' || node.status === 'REFUSED';
  });
}
