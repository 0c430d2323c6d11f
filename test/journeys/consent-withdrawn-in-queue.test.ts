import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsentOffice, type KnownPerson, openConsentOffice } from '../support/consent-office.ts';
import type { ConsentPlatform } from '../support/consent-platforms.ts';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { type EventReader, readEventStream } from '../support/event-reader.ts';
import { waitFor } from '../support/wait-for.ts';

/** Those that let a newsletter out to people who confirmed it. */
const CHANNELS = ['telegram', 'viber', 'messenger', 'apple-messages'] as const;
const DIRECT = 'Tulips are here.';
const CAMPAIGN = 'Lamps are here.';

/** How somebody takes back what they agreed to while their newsletter waits, and what becomes of it. */
interface Way {
  readonly name: string;
  readonly withdraw: (office: ConsentOffice, known: KnownPerson, topicId: string) => unknown;
  readonly becomes: (platform: ConsentPlatform) => { readonly status: string; readonly rule: string | null };
}

const REFUSED_OUTRIGHT = { status: 'REFUSED', rule: 'PROMOTIONAL_OPT_OUT' };
const WAYS: readonly Way[] = [
  {
    name: 'writes a word',
    withdraw: (_office, { person }) => person.writes('Stop!'),
    becomes: () => REFUSED_OUTRIGHT,
  },
  {
    name: 'tells a colleague about one topic',
    withdraw: (office, { identityId }, topicId) =>
      office.mutate(WITHDRAW, { identityId, topicId, evidence: 'She called.' }),
    becomes: () => ({ status: 'REFUSED', rule: 'TOPIC_CONSENT' }),
  },
  {
    name: 'refuses in the platform’s own way',
    withdraw: (_office, { person }) => person.refuses(),
    // Whoever ended the chat can be written nothing at all: what waited is canceled with the report itself.
    becomes: ({ refusal }) => (refusal === 'BLOCK' ? { status: 'CANCELED', rule: null } : REFUSED_OUTRIGHT),
  },
];
const STAYS = 'changes nothing';

interface SentMessage {
  readonly id: string;
  readonly status: string;
  readonly attempts: readonly unknown[];
  readonly decision: {
    readonly verdict: string;
    readonly rule: string | null;
    readonly remedies: readonly { readonly kind: string }[];
  } | null;
}

describeOnEveryServer('a consent that is taken back while a newsletter waits', (database) => {
  let office: ConsentOffice;
  let people: ReadonlyMap<string, KnownPerson>;
  let messages: ReadonlyMap<string, SentMessage>;
  let statusEvents: EventReader;
  const nameOf = (channel: string, way: string, kind: string) => `${channel}, ${kind}: ${way}`;
  const KINDS = ['sent alone', 'of a campaign'] as const;
  const find = (channel: string, way: string, kind: string) => {
    const name = nameOf(channel, way, kind);
    const known = people.get(name);
    const message = messages.get(name);
    if (known === undefined || message === undefined) throw new Error(`There is no ${name}.`);
    return { ...known, message };
  };

  beforeAll(async () => {
    office = await openConsentOffice(database);
    await office.confirmSending();
    const platforms = office.platforms.filter(({ channel }) => CHANNELS.some((one) => one === channel));
    const topics = {
      'sent alone': await createTopic(office, 'Tulips'),
      'of a campaign': await createTopic(office, 'Lamps'),
    };
    people = await office.welcome(
      platforms.flatMap((platform) =>
        KINDS.flatMap((kind) =>
          [...WAYS.map(({ name }) => name), STAYS].map((way) => ({
            platform,
            name: nameOf(platform.channel, way, kind),
          })),
        ),
      ),
    );
    for (const [name, { identityId }] of people) {
      const topicId = topics[name.includes('campaign') ? 'of a campaign' : 'sent alone'];
      await office.mutate(REQUEST, { identityId, topicId, idempotencyKey: name });
    }
    await waitFor('everybody sees the question', () =>
      [...people.values()].every(({ person }) =>
        person.shown().some((text) => text.includes('You can stop')),
      ),
    );
    for (const { person } of people.values()) person.writes('yes');
    const count = async (action: string) =>
      (await office.ledger()).filter((entry) => entry.action === action).length;
    await waitFor('everybody has confirmed', async () => (await count('CONFIRMED')) === people.size);

    // After each start, what is queued waits for an operator.
    expect(await office.gateway.stop()).toBe(0);
    await office.gateway.start();
    const queued = new Map<string, string>();
    for (const [name, { identityId }] of people) {
      if (name.includes('campaign')) continue;
      const { queuedMessage } = (await office.mutate(SEND, {
        identityId,
        parts: [{ text: { text: DIRECT } }],
        purpose: 'NEWSLETTER',
        topicId: topics['sent alone'],
        idempotencyKey: name,
      })) as { queuedMessage?: { id: string } };
      if (queuedMessage !== undefined) queued.set(name, queuedMessage.id);
    }
    await startCampaign(office, topics['of a campaign']);
    await waitFor('the campaign has handed over its messages', async () => {
      const { campaigns } = await office.ask<Campaigns>(RECIPIENTS);
      for (const { message, identity } of campaigns.nodes[0]?.recipients.nodes ?? []) {
        const [name] = [...people].find(([, { identityId }]) => identityId === identity?.id) ?? [];
        if (name !== undefined && message?.status === 'QUEUED') queued.set(name, message.id);
      }
      return queued.size === people.size;
    });

    const { workspace } = await office.ask<{ workspace: { consentRecords: { asOf: string } } }>(
      '{ workspace { consentRecords(first: 1) { asOf } } }',
    );
    statusEvents = readEventStream(`${office.gateway.url}/graphql`, office.token, {
      query: EVENTS,
      variables: { after: workspace.consentRecords.asOf },
    });
    for (const platform of platforms) {
      for (const kind of KINDS) {
        for (const { name, withdraw } of WAYS) {
          const known = people.get(nameOf(platform.channel, name, kind));
          if (known !== undefined) await withdraw(office, known, topics[kind]);
        }
      }
    }
    const leavers = platforms.length * KINDS.length * WAYS.length;
    await waitFor('they have left', async () => (await count('WITHDRAWN')) === leavers);
    await office.confirmSending();
    await waitFor('every newsletter has come to its end', async () => {
      messages = await readMessages(office, queued);
      return [...messages.values()].every(({ status }) => !['QUEUED', 'SENDING'].includes(status));
    });
  });
  afterAll(async () => {
    statusEvents?.close();
    await office?.close();
  });

  describe.each(CHANNELS.flatMap((channel) => KINDS.map((kind) => ({ channel, kind }))))(
    'on $channel, $kind',
    ({ channel, kind }) => {
      const text = kind === 'sent alone' ? DIRECT : CAMPAIGN;

      it.each(WAYS)('stops it: somebody $name', async ({ name, becomes }) => {
        const { platform, person, message } = find(channel, name, kind);
        const { status, rule } = becomes(platform);

        expect(message).toMatchObject({ status, attempts: [] });
        expect(person.shown().filter((shown) => shown.includes(text))).toEqual([]);
        if (rule !== null) {
          expect(message.decision).toMatchObject({
            rule,
            verdict: 'REFUSE',
            remedies: expect.arrayContaining([{ kind: 'ask-for-consent' }]),
          });
        }
        const told = JSON.stringify({ message: { id: message.id, status } });
        await expect.poll(() => JSON.stringify(statusEvents.results())).toContain(told);
      });

      it('lets it go to somebody who changes nothing, once', async () => {
        const { person } = find(channel, STAYS, kind);

        await expect.poll(() => person.shown().filter((shown) => shown.includes(text))).toEqual([text]);
      });
    },
  );
});

async function createTopic(office: ConsentOffice, name: string): Promise<string> {
  const created = (await office.mutate(CREATE_TOPIC, { name })) as { topic: { id: string } };
  return created.topic.id;
}

async function startCampaign(office: ConsentOffice, topicId: string): Promise<void> {
  const { campaign } = (await office.mutate(CREATE_CAMPAIGN, {
    name: 'Issue 1',
    topicId,
    content: [{ parts: [{ text: { text: CAMPAIGN } }] }],
  })) as { campaign: { id: string } };
  await office.mutate(START_CAMPAIGN, { campaignId: campaign.id });
}

async function readMessages(
  office: ConsentOffice,
  ids: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, SentMessage>> {
  const { nodes } = await office.ask<{ nodes: readonly SentMessage[] }>(MESSAGES, { ids: [...ids.values()] });
  return new Map(
    [...ids].flatMap(([name, id]) => {
      const message = nodes.find((node) => node.id === id);
      return message === undefined ? [] : [[name, message] as const];
    }),
  );
}

interface Campaigns {
  readonly campaigns: {
    readonly nodes: readonly {
      readonly recipients: {
        readonly nodes: readonly {
          readonly identity: { readonly id: string } | null;
          readonly message: { readonly id: string; readonly status: string } | null;
        }[];
      };
    }[];
  };
}

const CREATE_TOPIC = `mutation ($input: CreateTopicInput!) {
  createTopic(input: $input) { ... on TopicSuccess { topic { id } } ... on UserError { message } }
}`;
const REQUEST = `mutation ($input: RequestConsentInput!) {
  requestConsent(input: $input) { ... on ConsentRequested { record { number } } ... on UserError { message } }
}`;
const WITHDRAW = `mutation ($input: WithdrawConsentInput!) {
  withdrawConsent(input: $input) { ... on ConsentWithdrawn { records { number } } ... on UserError { message } }
}`;
const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) {
    ... on SendMessageSuccess { queuedMessage { id } }
    ... on PolicyRefused { decision { rule reason } }
    ... on UserError { message }
  }
}`;
const CREATE_CAMPAIGN = `mutation ($input: CreateCampaignInput!) {
  createCampaign(input: $input) { ... on CampaignSuccess { campaign { id } } ... on UserError { message } }
}`;
const START_CAMPAIGN = `mutation ($input: CampaignInput!) {
  startCampaign(input: $input) { ... on CampaignSuccess { campaign { id } } ... on UserError { message } }
}`;
const RECIPIENTS = `{ campaigns(first: 1) { nodes {
  recipients(first: 100) { nodes { identity { id } message { id status } } }
} } }`;
const MESSAGES = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Message {
  id status attempts { number } decision { verdict rule remedies { kind } }
} } }`;
const EVENTS = `subscription ($after: Cursor) {
  events(after: $after, filter: { types: [MESSAGE_STATUS_CHANGED] }) {
    ... on MessageStatusChanged { message { id status } }
  }
}`;
