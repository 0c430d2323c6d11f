import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMessengerSimulator } from '../../../src/channels/messenger/simulator/index.ts';
import { startTelegramSimulator } from '../../../src/channels/telegram/simulator/index.ts';
import { startViberSimulator } from '../../../src/channels/viber/simulator/index.ts';
import { startWhatsAppSimulator } from '../../../src/channels/whatsapp/simulator/index.ts';
import { createAutomations } from '../../../src/core/automation/automations.ts';
import { createCampaignRunner } from '../../../src/core/campaigns/campaign-runner.ts';
import { createMigrations } from '../../../src/core/migration/migrations.ts';
import type { ChannelAccount, Identity } from '../../../src/core/store/rows.ts';
import { encodeId } from '../../../src/graphql/ids.ts';
import { getSchema } from '../../../src/graphql/schema.ts';
import { createStage } from '../../core/policy/dry-run/stage.ts';
import { query } from '../../support/graphql-client.ts';
import { startGraphQLServer } from '../../support/graphql-server.ts';
import type { TestDatabase } from '../../support/test-database.ts';

const schema = getSchema();
/** A moment at which all editions of 2026 but the last are in force. */
const NOON = new Date('2026-06-15T12:00:00Z');
export const PATIENCE = { timeoutMs: 120_000 };

export type PolicyScene = Awaited<ReturnType<typeof createPolicyScene>>;

/**
 * The product as its users have it: the API over HTTP, the real webhooks, queue, automations, campaigns and moves,
 * and five accounts at simulators. Time stands still at its own door; the workspace's moves by `advanceClock`.
 */
export async function createPolicyScene(db: TestDatabase) {
  const stage = await createStage(db);
  const { core, workspace, clock } = stage;
  clock.set(NOON);
  const filesDir = await mkdtemp(join(tmpdir(), 'confab-policy-'));
  const store = { pathOf: (hash: string) => join(filesDir, hash) };
  const loops = [createAutomations(core), createCampaignRunner(core), createMigrations(core, store)];
  for (const loop of loops) loop.start();
  const server = await startGraphQLServer(core);

  const whatsapp = await startWhatsAppSimulator({ rateLimits: null, receiptDelayMs: 0, clock });
  const messenger = await startMessengerSimulator({ sendLimits: null, clock });
  const telegram = await startTelegramSimulator({ floodLimits: null, clock });
  const viber = await startViberSimulator({ maxUnansweredPerHour: null, receipts: 'none', clock });

  const number = whatsapp.addNumber({ phone: '4930901820' });
  const page = messenger.addPage();
  const bot = telegram.addBot(undefined, { username: 'acme_bot', name: 'Acme' });
  const viberBot = viber.addBot({ uri: 'acme' });
  const { phoneNumberId, businessAccountId, accessToken, appSecret } = number;
  const accounts = {
    whatsapp: await stage.connect({
      channel: 'whatsapp',
      credentials: { phoneNumberId, businessAccountId, accessToken, appSecret },
      apiBaseUrl: whatsapp.url,
    }),
    messenger: await stage.connect({
      channel: 'messenger',
      credentials: {
        pageId: page.id,
        pageAccessToken: page.token,
        appId: messenger.app.id,
        appSecret: messenger.app.secret,
      },
      settings: { humanAgent: 'true' },
      apiBaseUrl: messenger.url,
    }),
    telegram: await stage.connect({
      channel: 'telegram',
      credentials: { botToken: bot.token },
      apiBaseUrl: telegram.url,
    }),
    viber: await stage.connect({
      channel: 'viber',
      credentials: { authToken: viberBot.token, displayName: 'Acme' },
      apiBaseUrl: viber.url,
    }),
  } as const satisfies Record<string, ChannelAccount>;

  const base = server.url.replace(/\/graphql$/u, '');
  const ask = <Data>(
    document: string,
    variables: Readonly<Record<string, unknown>> = {},
    token = workspace.secret,
  ) => query<Data>(base, token, document, variables);

  /** Calls the mutation with its one input. @throws what it refused with. */
  async function act<Done>(name: string, input: object, selection = ''): Promise<Done> {
    const type = String(schema.getMutationType()?.getFields()[name]?.args[0]?.type);
    const document = `mutation ($input: ${type}) {
      outcome: ${name}(input: $input) { __typename ${selection} ... on UserError { code message path } }
    }`;
    const { outcome } = await ask<{ outcome: Done & { readonly code?: string } }>(document, { input });
    if (outcome.code !== undefined) throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    return outcome;
  }

  return {
    stage,
    db,
    store,
    people: { whatsapp, messenger, telegram, viber },
    number,
    page,
    accounts,
    ask,
    act,
    idOf: ({ id }: Pick<Identity, 'id'>) => encodeId('Identity', id),
    contactOf: ({ contactId }: Pick<Identity, 'contactId'>) => encodeId('Contact', contactId),
    accountId: (name: keyof typeof accounts) => encodeId('ChannelAccount', accounts[name].id),
    /** @returns what the workspace's clock shows then. */
    async advance(ms: number): Promise<Date> {
      const selection = '... on AdvanceClockSuccess { now }';
      const { now } = await act<{ now: string }>('advanceClock', { seconds: ms / 1000 }, selection);
      return new Date(now);
    },
    async close() {
      await server.close();
      for (const loop of loops) await loop.stop();
      await stage.close();
      for (const platform of [whatsapp, messenger, telegram, viber]) await platform.close();
      await rm(filesDir, { recursive: true, force: true });
    },
  };
}
