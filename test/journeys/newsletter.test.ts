import { afterEach, expect, it } from 'vitest';
import {
  startTelegramSimulator,
  type TelegramSimulator,
} from '../../src/channels/telegram/simulator/index.ts';
import { startViberSimulator, type ViberSimulator } from '../../src/channels/viber/simulator/index.ts';
import {
  startWhatsAppSimulator,
  type WhatsAppSimulator,
} from '../../src/channels/whatsapp/simulator/index.ts';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { waitFor } from '../support/wait-for.ts';

/** Set to let more people read, and more kills come, than a short run has time for. */
const READERS = Number(process.env.CONFAB_NEWSLETTER_READERS ?? 90);
const KILLS = Number(process.env.CONFAB_NEWSLETTER_KILLS ?? 3);
const ON_WHATSAPP = 3;

describeOnEveryServer('a newsletter', (database) => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  it(`reaches whom its preview named, each once, over ${KILLS} kills, and nobody on a channel that forbids it`, {
    timeout: 600_000,
  }, async () => {
    const { gateway, telegram, viber, whatsapp, ask, topicId } = await begin(closing, await database());
    const { createCampaign } = await ask<{ createCampaign: { campaign: { id: string; reportUrl: string } } }>(
      CREATE,
      {
        input: {
          name: 'Issue 1',
          topicId,
          content: [{ parts: [{ text: { text: 'Tulips, {{firstName}}!' } }] }],
        },
      },
    );
    const { id, reportUrl } = createCampaign.campaign;

    const { previewCampaign } = await ask<{ previewCampaign: Preview }>(PREVIEW, { id });
    await ask(START, { id });
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const enough = Math.floor((READERS * kill) / (KILLS + 1));
      await waitFor(`${enough} newsletters have arrived`, () => arrived(telegram, viber).length >= enough);
      await gateway.kill();
      await gateway.start();
    }
    await waitFor('everybody had their turn', async () => (await read(ask, id)).status === 'COMPLETED');
    const campaign = await read(ask, id);
    const csv = await fetch(reportUrl, { headers: { authorization: `Bearer ${ask.token}` } });
    const lines = (await csv.text()).trim().split('\r\n');

    const recipients = arrived(telegram, viber);
    expect(previewCampaign).toMatchObject({
      recipientCount: READERS + ON_WHATSAPP,
      reachableCount: READERS,
      refusedCount: ON_WHATSAPP,
      refusals: [{ channel: 'whatsapp', count: ON_WHATSAPP, decision: { rule: 'PROMOTION_PERMITTED' } }],
    });
    expect(previewCampaign.refusals[0]?.decision.remedies.length).toBeGreaterThan(0);
    expect(new Set(recipients).size, 'nobody got it twice').toBe(recipients.length);
    // A request that a kill cut off may have been taken or not; nothing else is missing.
    const { sentCount, states } = campaign.report;
    const uncertain = states.find(({ state }) => state === 'UNCONFIRMED')?.count ?? 0;
    expect(sentCount + uncertain).toBe(READERS);
    expect(recipients.length).toBeGreaterThanOrEqual(sentCount);
    expect(campaign.report.refusals).toEqual([
      { channel: 'whatsapp', rule: 'PROMOTION_PERMITTED', count: ON_WHATSAPP },
    ]);
    expect(sentOnWhatsApp(whatsapp)).toBe(0);
    expect(lines).toHaveLength(1 + READERS + ON_WHATSAPP);
  });
});

interface Preview {
  readonly refusals: readonly { readonly decision: { readonly remedies: readonly unknown[] } }[];
}

interface Progress {
  readonly status: string;
  readonly report: {
    readonly sentCount: number;
    readonly states: readonly { readonly state: string; readonly count: number }[];
    readonly refusals: readonly unknown[];
  };
}

const CREATE = `mutation ($input: CreateCampaignInput!) {
  createCampaign(input: $input) {
    ... on CampaignSuccess { campaign { id reportUrl } } ... on UserError { message path }
  }
}`;
const PREVIEW = `query ($id: ID!) {
  previewCampaign(input: { campaignId: $id }) {
    ... on CampaignPreview {
      recipientCount reachableCount refusedCount durationSeconds
      refusals { channel count decision { rule reason source remedies { kind description } } }
      renderings { channel requests { operation body } losses { code } }
    }
    ... on UserError { message }
  }
}`;
const START = `mutation ($id: ID!) {
  startCampaign(input: { campaignId: $id }) {
    ... on CampaignSuccess { campaign { status } } ... on UserError { message }
  }
}`;
const READ = `query ($id: ID!) {
  campaign(id: $id) {
    status
    report { sentCount states { state count } refusals { channel rule count } }
  }
}`;

type Ask = (<Data>(document: string, variables?: object) => Promise<Data>) & { readonly token: string };

async function read(ask: Ask, id: string): Promise<Progress> {
  return (await ask<{ campaign: Progress }>(READ, { id })).campaign;
}

/** To whom the platforms took a newsletter, in the order in which they took it. */
function arrived(telegram: TelegramSimulator, viber: ViberSimulator): readonly string[] {
  const onTelegram = telegram.requests.items
    .filter(({ operation, answer }) => operation === 'sendMessage' && answer?.status === 200)
    .map(({ parameters }) => `telegram ${String(parameters.chat_id)}`);
  const onViber = viber.requests.items
    .filter(({ operation, answer }) => operation === 'send_message' && answer?.status === 0)
    .map(({ body }) => `viber ${String(body?.receiver)}`);
  return [...onTelegram, ...onViber];
}

const sentOnWhatsApp = (whatsapp: WhatsAppSimulator): number =>
  whatsapp.requests.items.filter(({ operation }) => operation === 'messages').length;

/** One workspace with three accounts, whose customers have written and confirmed one topic. */
async function begin(closing: (() => Promise<unknown>)[], database: { readonly databaseUrl?: string }) {
  const telegram = await startTelegramSimulator({ retryDelaysMs: Array(100).fill(200) });
  closing.push(() => telegram.close());
  const viber = await startViberSimulator({ retryDelaysMs: Array(100).fill(200) });
  closing.push(() => viber.close());
  const whatsapp = await startWhatsAppSimulator();
  closing.push(() => whatsapp.close());
  const gateway = await startGatewayProcess({ hasPublicUrl: true, ...database });
  closing.push(() => gateway.dispose());

  const { createWorkspace } = await query<{ createWorkspace: { apiKey: string } }>(
    gateway.url,
    gateway.adminKey,
    'mutation { createWorkspace(input: { name: "Acme" }) { ... on CreateWorkspaceSuccess { apiKey } } }',
  );
  const token = createWorkspace.apiKey;
  const ask: Ask = Object.assign(
    <Data>(document: string, variables: object = {}) =>
      query<Data>(gateway.url, token, document, { ...variables }),
    { token },
  );
  const bot = telegram.addBot();
  const page = viber.addBot({ uri: 'shopbot', name: 'Shop' });
  const number = whatsapp.addNumber({ phone: '4930901820', verifiedName: 'Lindenhof' });
  await connect(ask, 'telegram', telegram.url, { botToken: bot.token });
  await connect(ask, 'viber', viber.url, { authToken: page.token, displayName: 'Shop' });
  await connect(ask, 'whatsapp', whatsapp.url, {
    phoneNumberId: number.phoneNumberId,
    businessAccountId: number.businessAccountId,
    accessToken: number.accessToken,
    appSecret: number.appSecret,
  });
  for (let index = 0; index < READERS; index += 1) {
    if (index % 2 === 0) telegram.customer(`Tess ${index}`).starts();
    else viber.customer(`Vera ${index}`).writes('Hello');
  }
  for (let index = 0; index < ON_WHATSAPP; index += 1) {
    whatsapp.customer(`Wim ${index}`, { phone: `49171392007${index}` }).writes('Hello');
  }
  const { createTopic } = await ask<{ createTopic: { topic: { id: string } } }>(
    'mutation { createTopic(input: { name: "Spring" }) { ... on TopicSuccess { topic { id } } } }',
  );
  const topicId = createTopic.topic.id;
  await waitFor(
    'everybody has written',
    async () => (await identitiesOf(ask)).length === READERS + ON_WHATSAPP,
  );
  const consents = (await identitiesOf(ask)).map((identityId) => ({
    identityId,
    occurredAt: '2026-01-01T00:00:00Z',
  }));
  for (let from = 0; from < consents.length; from += 500) {
    await ask(
      `mutation ($input: ImportConsentsInput!) {
        importConsents(input: $input) { __typename ... on UserError { message } }
      }`,
      {
        input: {
          topicId,
          legalBasis: 'CONSENT',
          evidence: 'The sign-up form of the test',
          consents: consents.slice(from, from + 500),
        },
      },
    );
  }
  return { gateway, telegram, viber, whatsapp, ask, topicId };
}

async function connect(
  ask: Ask,
  channel: string,
  apiBaseUrl: string,
  credentials: Readonly<Record<string, string>>,
): Promise<void> {
  const { connectChannelAccount } = await ask<{
    connectChannelAccount: { channelAccount?: { status: string } };
  }>(
    `mutation ($input: ConnectChannelAccountInput!) {
      connectChannelAccount(input: $input) {
        ... on ConnectChannelAccountSuccess { channelAccount { status health { steps { isOk description } } } }
        ... on UserError { message path }
      }
    }`,
    {
      input: {
        channel,
        name: channel,
        apiBaseUrl,
        credentials: Object.entries(credentials).map(([name, value]) => ({ name, value })),
      },
    },
  );
  if (connectChannelAccount.channelAccount?.status !== 'ACTIVE') {
    throw new Error(`Not connected: ${JSON.stringify(connectChannelAccount)}`);
  }
}

async function identitiesOf(ask: Ask): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { contacts }: ContactsPage = await ask<ContactsPage>(
      `query ($after: String) {
        contacts(first: 100, after: $after) {
          nodes { identities { id } } pageInfo { hasNextPage endCursor }
        }
      }`,
      { after },
    );
    ids.push(...contacts.nodes.flatMap(({ identities }) => identities.map(({ id }) => id)));
    if (!contacts.pageInfo.hasNextPage) return ids;
    after = contacts.pageInfo.endCursor;
  }
}

interface ContactsPage {
  readonly contacts: {
    readonly nodes: readonly { readonly identities: readonly { readonly id: string }[] }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}
