import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  startTelegramSimulator,
  type TelegramSimulator,
} from '../../src/channels/telegram/simulator/index.ts';
import { startViberSimulator, type ViberSimulator } from '../../src/channels/viber/simulator/index.ts';
import {
  startWhatsAppSimulator,
  type WhatsAppSimulator,
} from '../../src/channels/whatsapp/simulator/index.ts';
import { moveOneCampaign } from '../../src/core/campaigns/campaign-runner.ts';
import type { ChannelAccount, Identity } from '../../src/core/store/rows.ts';
import { contacts } from '../../src/core/store/tables/index.ts';
import { encodeId } from '../../src/graphql/ids.ts';
import { createStage, type Stage } from '../core/policy/dry-run/stage.ts';
import { startEmbeddedTestDatabase } from '../support/embedded-test-engine.ts';
import { readEventStream } from '../support/event-reader.ts';
import { query } from '../support/graphql-client.ts';
import { type GraphQLServer, startGraphQLServer } from '../support/graphql-server.ts';
import { createTestDatabasePool } from '../support/test-database-pool.ts';

const DAY_MS = 24 * 60 * 60_000;
const SOON = { timeout: 120_000, interval: 50 };
const pool = createTestDatabasePool(startEmbeddedTestDatabase);
let stage: Stage;
let server: GraphQLServer;
let telegram: TelegramSimulator;
let viber: ViberSimulator;
let whatsapp: WhatsAppSimulator;
let topicId: string;

/** Who reads the news: two on Telegram, one on Viber, one on WhatsApp, each confirmed; Max never agreed to anything. */
interface Person {
  readonly identity: Identity;
  /** The last that their phone showed. */
  readonly last: () => string | undefined;
}
let ada: Person;
let bob: Person;
let vera: Person;
let wim: Person;
let max: Person;

beforeAll(async () => {
  stage = await createStage(await pool.open());
  // In the afternoon here, and in the morning in New York: nowhere is it quiet.
  stage.clock.set(new Date('2026-03-02T15:00:00Z'));
  server = await startGraphQLServer(stage.core);
  const { clock } = stage;
  telegram = await startTelegramSimulator({ clock, floodLimits: null });
  viber = await startViberSimulator({ clock, maxUnansweredPerHour: null });
  whatsapp = await startWhatsAppSimulator({ clock, rateLimits: null });
  const accounts = await connectAll();
  ada = await onTelegram(accounts.telegram, 'Ada');
  bob = await onTelegram(accounts.telegram, 'Bob');
  max = await onTelegram(accounts.telegram, 'Max');
  const person = viber.customer('*Vera*');
  const identity = await stage.newcomer(accounts.viber, () => person.writes('Hello'));
  vera = { identity, last: () => person.inbox.items.at(-1)?.text };
  const other = whatsapp.customer('Wim', { phone: '4917139200700' });
  wim = {
    identity: await stage.newcomer(accounts.whatsapp, () => other.writes('Hello')),
    last: () => undefined,
  };
  await stage.core.db.orm
    .update(contacts)
    .set({ timeZone: 'America/New_York', attributes: { city: 'Boston' } })
    .where(eq(contacts.id, ada.identity.contactId));
  topicId = await topicOf([ada, bob, vera, wim]);
});
afterAll(async () => {
  await server.close();
  await stage.close();
  await Promise.all([telegram.close(), viber.close(), whatsapp.close()]);
  await pool.stop();
});
// Nobody gets more than so many a day.
afterEach(() => stage.clock.advance(2 * DAY_MS));

const baseUrl = () => server.url.replace('/graphql', '');
const ask = <Data>(text: string, variables: Readonly<Record<string, unknown>> = {}) =>
  query<Data>(baseUrl(), stage.workspace.secret, text, variables);

async function connectAll() {
  const bot = telegram.addBot();
  const page = viber.addBot({ uri: 'acme' });
  const { phoneNumberId, businessAccountId, accessToken, appSecret } = whatsapp.addNumber();
  return {
    telegram: await stage.connect({
      channel: 'telegram',
      credentials: { botToken: bot.token },
      apiBaseUrl: telegram.url,
    }),
    viber: await stage.connect({
      channel: 'viber',
      credentials: { authToken: page.token, displayName: 'Acme' },
      apiBaseUrl: viber.url,
    }),
    whatsapp: await stage.connect({
      channel: 'whatsapp',
      credentials: { phoneNumberId, businessAccountId, accessToken, appSecret },
      apiBaseUrl: whatsapp.url,
    }),
  };
}

async function onTelegram(account: ChannelAccount, name: string): Promise<Person> {
  const person = telegram.customer(name);
  return {
    identity: await stage.newcomer(account, () => person.starts()),
    last: () => person.inbox.messages.at(-1)?.text,
  };
}

async function topicOf(people: readonly Person[]): Promise<string> {
  const { createTopic } = await ask<{ createTopic: { topic: { id: string } } }>(
    'mutation { createTopic(input: { name: "Spring" }) { ... on TopicSuccess { topic { id } } } }',
  );
  const { id } = createTopic.topic;
  const consents = people.map(({ identity }) => ({
    identityId: encodeId('Identity', identity.id),
    occurredAt: '2026-03-01T00:00:00Z',
  }));
  await ask('mutation ($input: ImportConsentsInput!) { importConsents(input: $input) { __typename } }', {
    input: { topicId: id, legalBasis: 'CONSENT', evidence: 'A form', consents },
  });
  return id;
}

const tomorrow = () => new Date(stage.clock.now().getTime() + DAY_MS).toISOString().slice(0, 10);
const words = (text: string, channel?: string) => ({ channel, parts: [{ text: { text } }] });

async function draft(more: object = {}): Promise<string> {
  const input = { name: 'Issue 1', topicId, content: [words('Tulips!')], ...more };
  const { createCampaign } = await ask<{ createCampaign: { campaign: { id: string } } }>(
    `mutation ($input: CreateCampaignInput!) {
      createCampaign(input: $input) {
        ... on CampaignSuccess { campaign { id } } ... on UserError { message path }
      }
    }`,
    { input },
  );
  return createCampaign.campaign.id;
}

/** `startCampaign` and its like. */
async function does(verb: string, campaignId: string): Promise<unknown> {
  const data = await ask<Readonly<Record<string, unknown>>>(
    `mutation ($id: ID!) {
      ${verb}(input: { campaignId: $id }) {
        __typename ... on CampaignSuccess { campaign { status } } ... on UserError { code message path }
      }
    }`,
    { id: campaignId },
  );
  return data[verb];
}

interface Preview {
  readonly recipientCount: number;
  readonly reachableCount: number;
  readonly deferredCount: number;
  readonly budgetedCount: number | null;
  readonly missingValues: string | null;
  readonly destinations: readonly object[];
  readonly costs: readonly object[];
  readonly refusals: readonly {
    readonly channel: string;
    readonly count: number;
    readonly decision: { readonly rule: string; readonly remedies: readonly { readonly kind: string }[] };
  }[];
  readonly renderings: readonly {
    readonly channel: string;
    readonly identity: { readonly id: string };
    readonly requests: readonly { readonly body: string }[];
  }[];
}

async function preview(id: string): Promise<Preview> {
  const { previewCampaign } = await ask<{ previewCampaign: Preview }>(
    `query ($id: ID!) {
      previewCampaign(input: { campaignId: $id }) {
        ... on CampaignPreview {
          recipientCount reachableCount deferredCount budgetedCount missingValues
          destinations { channel reachableCount refusedCount unreachableCount }
          costs { currency amountMicros }
          refusals { channel count decision { rule source remedies { kind } } }
          renderings { channel identity { id } requests { body } }
        }
      }
    }`,
    { id },
  );
  return previewCampaign;
}

interface Outcome {
  readonly status: string;
  readonly pauseReason: string | null;
  readonly startsAt: string | null;
  readonly report: {
    readonly sentCount: number;
    readonly answeredCount: number;
    readonly estimatedCosts: readonly object[];
    readonly refusals: readonly object[];
    readonly channels: readonly object[];
  };
  readonly progress: readonly { readonly state: string; readonly count: number }[];
}

async function outcome(id: string): Promise<Outcome> {
  const { campaign } = await ask<{ campaign: Outcome }>(
    `query ($id: ID!) {
      campaign(id: $id) {
        status pauseReason startsAt progress { state count }
        report {
          sentCount answeredCount estimatedCosts { currency amountMicros } refusals { channel rule count }
        }
      }
    }`,
    { id },
  );
  return campaign;
}

const move = async () => {
  while (await moveOneCampaign(stage.core));
};

async function reaches(id: string, status: string): Promise<Outcome> {
  await expect
    .poll(async () => {
      await move();
      return (await outcome(id)).status;
    }, SOON)
    .toBe(status);
  return outcome(id);
}

const statesOf = ({ progress }: Outcome) =>
  Object.fromEntries(progress.map(({ state, count }) => [state, count]));

describe('a newsletter in the API', () => {
  it('comes as its preview said: to whom, in which words, at what price, and refused where it said so', async () => {
    const content = [words('Tulips, {{firstName}}!'), words('Viber tulips, {{firstName}}!', 'viber')];
    const id = await draft({ content });

    const foreseen = await preview(id);
    await does('startCampaign', id);
    const came = await reaches(id, 'COMPLETED');

    expect(foreseen).toMatchObject({ recipientCount: 4, reachableCount: 3, missingValues: null });
    expect(came.report.sentCount).toBe(foreseen.reachableCount);
    expect(came.report.refusals).toEqual(
      foreseen.refusals.map(({ channel, count, decision }) => ({ channel, count, rule: decision.rule })),
    );
    expect(came.report.estimatedCosts).toEqual(foreseen.costs);
    const phones = new Map(
      [ada, bob, vera].map((who) => [encodeId('Identity', who.identity.id), who.last()]),
    );
    expect(foreseen.renderings.map(({ channel }) => channel).toSorted()).toEqual(['telegram', 'viber']);
    for (const { identity, requests } of foreseen.renderings) {
      expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({ text: phones.get(identity.id) });
    }
    expect(max.last()).toBeUndefined();
  });

  it('is refused on WhatsApp with its rule, its source and remedies, as its preview said', async () => {
    const id = await draft({ channels: ['whatsapp'] });
    const before = whatsapp.requests.total;

    const foreseen = await preview(id);
    await does('startCampaign', id);
    const came = await reaches(id, 'COMPLETED');

    expect(foreseen.refusals).toMatchObject([
      { channel: 'whatsapp', count: 1, decision: { rule: 'PROMOTION_PERMITTED' } },
    ]);
    expect(foreseen.refusals[0]?.decision.remedies.length).toBeGreaterThan(0);
    expect(statesOf(came)).toEqual({ REFUSED: 1, UNREACHABLE: 3 });
    expect(whatsapp.requests.total).toBe(before);
  });

  it('does not begin while anybody lacks a value, and begins with words for those who do', async () => {
    const strict = await draft({ content: [words('Tulips in {{city}}!')] });
    const kind = await draft({ content: [words('Tulips in {{city|your town}}!')] });

    const refused = await does('startCampaign', strict);
    const foreseen = await preview(strict);
    await does('startCampaign', kind);
    await reaches(kind, 'COMPLETED');

    expect(refused).toMatchObject({ __typename: 'ValidationFailed', path: ['content'] });
    expect(foreseen.missingValues).toContain('{{city}}');
    expect(statesOf(await outcome(strict))).toEqual({});
    expect([ada.last(), bob.last()]).toEqual(['Tulips in Boston!', 'Tulips in your town!']);
  });

  it('lets no name turn a text bold, on channels that read such signs', async () => {
    const id = await draft({ content: [words('Dear {{name}}!')], channels: ['viber'] });

    await does('startCampaign', id);
    await reaches(id, 'COMPLETED');

    expect(vera.last()).toMatch(/^Dear .Vera.!$/u);
    expect(vera.last()).not.toContain('*');
  });

  it('starts when the clocks of its time zone show the time', async () => {
    const day = tomorrow();
    const id = await draft({ schedule: { at: `${day}T18:00`, timeZone: 'Europe/Berlin' } });

    await does('startCampaign', id);
    await move();
    const before = await outcome(id);
    stage.clock.set(new Date(`${day}T17:00:00Z`));
    const after = await reaches(id, 'COMPLETED');

    expect(before).toMatchObject({ status: 'SCHEDULED', startsAt: `${day}T17:00:00.000Z` });
    expect(after.report.sentCount).toBe(3);
  });

  it('comes to each at that time on their own clock', async () => {
    const day = tomorrow();
    const schedule = { at: `${day}T10:00`, timeZone: 'UTC', isLocal: true };
    const id = await draft({ schedule, content: [words('On your clock')], channels: ['telegram'] });

    await does('startCampaign', id);
    stage.clock.set(new Date(`${day}T10:00:00Z`));
    await expect
      .poll(async () => {
        await move();
        return statesOf(await outcome(id));
      }, SOON)
      .toEqual({ SENT: 1, PENDING: 1, UNREACHABLE: 2 });
    const early = [ada.last(), bob.last()];
    stage.clock.set(new Date(`${day}T15:00:00Z`));
    await reaches(id, 'COMPLETED');

    expect(early).toEqual([expect.not.stringContaining('clock'), 'On your clock']);
    expect(ada.last()).toBe('On your clock');
  });

  it('leaves people alone in its quiet hours, and comes when they are over', async () => {
    const day = tomorrow();
    stage.clock.set(new Date(`${day}T16:00:00Z`));
    const quietHours = { from: '10:00', to: '13:00' };
    const id = await draft({ quietHours, content: [words('After lunch')], channels: ['telegram'] });

    const foreseen = await preview(id);
    await does('startCampaign', id);
    await expect
      .poll(async () => {
        await move();
        return statesOf(await outcome(id));
      }, SOON)
      .toEqual({ SENT: 1, PENDING: 1, UNREACHABLE: 2 });
    stage.clock.set(new Date(`${day}T19:00:00Z`));
    await reaches(id, 'COMPLETED');

    expect(foreseen).toMatchObject({ reachableCount: 2, deferredCount: 1 });
    expect(ada.last()).toBe('After lunch');
  });

  it('pauses before the message that its budget does not cover, and goes on when there is more', async () => {
    await ask(`mutation ($input: LoadRateCardInput!) { loadRateCard(input: $input) { __typename } }`, {
      input: CARD,
    });
    const id = await draft({ channels: ['telegram'], budget: { currency: 'EUR', amountMicros: 70_000 } });

    const foreseen = await preview(id);
    await does('startCampaign', id);
    const paused = await reaches(id, 'PAUSED');
    await ask(
      `mutation ($id: ID!) {
        updateCampaign(input: { campaignId: $id, budget: { currency: "EUR", amountMicros: 100000 } }) { __typename }
      }`,
      { id },
    );
    await does('resumeCampaign', id);
    const done = await reaches(id, 'COMPLETED');

    expect(foreseen).toMatchObject({ budgetedCount: 1, costs: [{ currency: 'EUR', amountMicros: 100_000 }] });
    expect(paused.pauseReason).toBe('BUDGET_REACHED');
    expect(done.report).toMatchObject({ sentCount: 2, estimatedCosts: foreseen.costs });
  });

  it('stops when it is paused, goes on when it is resumed, and ends when it is canceled', async () => {
    const id = await draft({ channels: ['telegram'], pacePerSecond: 0.001 });
    const other = await draft();
    await does('startCampaign', id);
    await expect
      .poll(async () => {
        await move();
        return statesOf(await outcome(id)).SENT;
      }, SOON)
      .toBe(1);

    const paused = await does('pauseCampaign', id);
    await move();
    const whilePaused = statesOf(await outcome(id));
    await ask(
      'mutation ($id: ID!) { updateCampaign(input: { campaignId: $id, pacePerSecond: null }) { __typename } }',
      { id },
    );
    await does('resumeCampaign', id);
    const done = await reaches(id, 'COMPLETED');
    const canceled = await does('cancelCampaign', other);
    const late = await does('startCampaign', other);

    expect(paused).toMatchObject({ campaign: { status: 'PAUSED' } });
    expect(whilePaused).toEqual({ SENT: 1, PENDING: 3 });
    expect(statesOf(done)).toEqual({ SENT: 2, UNREACHABLE: 2 });
    expect(canceled).toMatchObject({ campaign: { status: 'CANCELED' } });
    expect(late).toMatchObject({ __typename: 'Conflict' });
  });

  it('tells its progress as events, and is shown on the case that an answer opens', async () => {
    const before = await caseOf(ada);
    if (before !== null) await ask(RESOLVE, { id: before.id });
    const events = readEventStream(server.url, stage.workspace.secret, {
      query: `subscription {
        events(filter: { types: [CAMPAIGN_CHANGED] }) { ... on CampaignChanged { campaign { id status } } }
      }`,
    });
    await events.opened;
    const id = await draft();
    await does('startCampaign', id);
    await reaches(id, 'COMPLETED');
    const told = () => JSON.stringify(events.results());
    await expect.poll(told, SOON).toContain(JSON.stringify({ id, status: 'COMPLETED' }));
    events.close();

    stage.clock.advance(60_000);
    telegram.customer('Ada').writes('How much are they?');
    await expect.poll(async () => (await caseOf(ada))?.campaign, SOON).toEqual({ id });

    expect(told()).toContain(JSON.stringify({ id, status: 'RUNNING' }));
    expect((await outcome(id)).report.answeredCount).toBe(1);
  });
});

describe('a test of a newsletter', () => {
  it.each`
    who                              | to           | becomes
    ${'somebody who confirmed it'}   | ${() => ada} | ${{ queuedMessage: { status: 'QUEUED' } }}
    ${'somebody who did not'}        | ${() => max} | ${{ decision: { rule: 'TOPIC_CONSENT' } }}
    ${'a reader who is on WhatsApp'} | ${() => wim} | ${{ decision: { rule: 'PROMOTION_PERMITTED' } }}
  `('to $who is weighed as the newsletter that it is', async ({ to, becomes }) => {
    const { sendTestMessage } = await ask<{ sendTestMessage: unknown }>(
      `mutation ($input: SendTestMessageInput!) {
        sendTestMessage(input: $input) {
          ... on SendMessageSuccess { queuedMessage { status } }
          ... on PolicyRefused { decision { rule } }
        }
      }`,
      {
        input: {
          campaignId: await draft(),
          identityId: encodeId('Identity', to().identity.id),
          idempotencyKey: `test ${to().identity.id}`,
        },
      },
    );

    expect(sendTestMessage).toEqual(becomes);
  });
});

describe('an audience', () => {
  it.each`
    given                   | more
    ${'a query and a list'} | ${{ query: { tagsAny: ['vip'] }, contactIds: [] }}
    ${'neither of them'}    | ${{}}
  `('is refused for $given, for nobody knows which was meant', async ({ more }) => {
    const { createAudience } = await ask<{ createAudience: unknown }>(
      `mutation ($input: CreateAudienceInput!) {
        createAudience(input: $input) { __typename ... on UserError { path } }
      }`,
      { input: { name: 'Somebody', ...more } },
    );

    expect(createAudience).toEqual({ __typename: 'ValidationFailed', path: ['contactIds'] });
  });
});

interface CaseFacts {
  readonly id: string;
  readonly status: string;
  readonly campaign: { readonly id: string } | null;
}

/** The last case with somebody. */
async function caseOf({ identity }: Person): Promise<CaseFacts | null> {
  const { conversations } = await ask<{
    conversations: {
      nodes: readonly { readonly contact: { readonly id: string }; readonly case: CaseFacts | null }[];
    };
  }>('{ conversations(first: 50) { nodes { contact { id } case { id status campaign { id } } } } }');
  const id = encodeId('Contact', identity.contactId);
  return conversations.nodes.find(({ contact }) => contact.id === id)?.case ?? null;
}

const RESOLVE =
  'mutation ($id: ID!) { setCaseStatus(input: { caseId: $id, status: RESOLVED }) { __typename } }';

const CARD = {
  channel: 'telegram',
  name: 'Our contract',
  source: 'The contract',
  currency: 'EUR',
  effectiveFrom: '2026-01-01',
  rates: [{ amount: '0.05', basis: 'Each message' }],
};
