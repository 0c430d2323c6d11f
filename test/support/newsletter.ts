import { parse } from 'csv-parse/sync';
import { query } from './graphql-client.ts';
import { connectTo, createWorkspace } from './journey.ts';
import type { NewsPlatforms, Reader } from './news-platforms.ts';
import { waitFor } from './wait-for.ts';

/** A workspace whose accounts have readers who confirmed its one topic. */
export interface Newsroom {
  readonly gatewayUrl: string;
  readonly token: string;
  readonly topicId: string;
}

/** Connects the accounts, lets everybody write for the first time, and records that they confirmed. */
export async function openNewsroom(
  gateway: { readonly url: string; readonly adminKey: string },
  { accounts, readers }: NewsPlatforms,
): Promise<Newsroom> {
  const token = await createWorkspace(gateway);
  for (const account of accounts) await connectTo(gateway.url, token, account);
  const { createTopic } = await query<{ createTopic: { topic: { id: string } } }>(
    gateway.url,
    token,
    'mutation { createTopic(input: { name: "Spring" }) { ... on TopicSuccess { topic { id } } } }',
  );
  const newsroom = { gatewayUrl: gateway.url, token, topicId: createTopic.topic.id };
  for (const reader of readers) reader.begins();
  let identityIds: readonly string[] = [];
  await waitFor(
    'everybody has written',
    async () => {
      identityIds = await readIdentities(newsroom);
      return identityIds.length === readers.length;
    },
    120_000 + 50 * readers.length,
  );
  for (let from = 0; from < identityIds.length; from += CONSENTS_AT_ONCE) {
    const consents = identityIds
      .slice(from, from + CONSENTS_AT_ONCE)
      .map((identityId) => ({ identityId, occurredAt: '2026-01-01T00:00:00Z' }));
    const input = { topicId: newsroom.topicId, legalBasis: 'CONSENT', evidence: 'A form', consents };
    const { importConsents } = await query<{ importConsents: { __typename: string } }>(
      gateway.url,
      token,
      'mutation ($input: ImportConsentsInput!) { importConsents(input: $input) { __typename } }',
      { input },
    );
    if (importConsents.__typename !== 'ConsentsImported') throw new Error(importConsents.__typename);
  }
  return newsroom;
}

const CONSENTS_AT_ONCE = 500;

async function readIdentities({ gatewayUrl, token }: Newsroom): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { contacts }: ContactsPage = await query<ContactsPage>(gatewayUrl, token, CONTACTS, { after });
    ids.push(...contacts.nodes.flatMap(({ identities }) => identities.map(({ id }) => id)));
    if (!contacts.pageInfo.hasNextPage) return ids;
    after = contacts.pageInfo.endCursor;
  }
}

const CONTACTS = `query ($after: String) {
  contacts(first: 100, after: $after) { nodes { identities { id } } pageInfo { hasNextPage endCursor } }
}`;

interface ContactsPage {
  readonly contacts: {
    readonly nodes: readonly { readonly identities: readonly { readonly id: string }[] }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** Starts a newsletter to everybody who confirmed. @returns its id. */
export async function startNewsletter(
  { gatewayUrl, token, topicId }: Newsroom,
  text: string,
): Promise<string> {
  const { createCampaign } = await query<{ createCampaign: { campaign: { id: string } } }>(
    gatewayUrl,
    token,
    `mutation ($input: CreateCampaignInput!) {
      createCampaign(input: $input) { ... on CampaignSuccess { campaign { id } } ... on UserError { message } }
    }`,
    { input: { name: 'Issue 1', topicId, content: [{ parts: [{ text: { text } }] }] } },
  );
  const { id } = createCampaign.campaign;
  const { startCampaign } = await query<{ startCampaign: { campaign?: { status: string } } }>(
    gatewayUrl,
    token,
    `mutation ($id: ID!) {
      startCampaign(input: { campaignId: $id }) {
        ... on CampaignSuccess { campaign { status } } ... on UserError { message }
      }
    }`,
    { id },
  );
  if (startCampaign.campaign === undefined) throw new Error(`Not started: ${JSON.stringify(startCampaign)}`);
  return id;
}

/** What the gateway says of a newsletter. */
export interface NewsletterReport {
  readonly status: string;
  readonly reportUrl: string;
  readonly report: {
    readonly recipientCount: number;
    readonly sentCount: number;
    readonly deliveredCount: number;
    readonly states: readonly { readonly state: string; readonly count: number }[];
  };
}

export async function readReport({ gatewayUrl, token }: Newsroom, id: string): Promise<NewsletterReport> {
  const { campaign } = await query<{ campaign: NewsletterReport }>(
    gatewayUrl,
    token,
    `query ($id: ID!) {
      campaign(id: $id) {
        status reportUrl report { recipientCount sentCount deliveredCount states { state count } }
      }
    }`,
    { id },
  );
  return campaign;
}

/** Where it stands, without counting everybody. */
export async function readStatus({ gatewayUrl, token }: Newsroom, id: string): Promise<string> {
  const document = 'query ($id: ID!) { campaign(id: $id) { status } }';
  const { campaign } = await query<{ campaign: { status: string } }>(gatewayUrl, token, document, { id });
  return campaign.status;
}

/** The full report: where each reader stands, by name. */
export async function readStates(
  { token }: Newsroom,
  { reportUrl }: NewsletterReport,
): Promise<ReadonlyMap<string, string>> {
  const response = await fetch(reportUrl, { headers: { authorization: `Bearer ${token}` } });
  const lines: readonly Readonly<Record<string, string>>[] = parse(await response.text(), { columns: true });
  return new Map(lines.map(({ name = '', state = '' }) => [name, state]));
}

/** What an operator does who has asked those whose message is uncertain: sends again to the ones who lack it. */
export async function resolveUnconfirmed(
  { gatewayUrl, token }: Newsroom,
  id: string,
  lacking: ReadonlySet<string>,
): Promise<void> {
  for (;;) {
    const { campaign } = await query<UncertainPage>(gatewayUrl, token, UNCERTAIN, { id });
    for (const { contact, message } of campaign.recipients.nodes) {
      const resolution = lacking.has(contact.name) ? 'RESEND' : 'SENT';
      await query(gatewayUrl, token, RESOLVE, { id: message.id, resolution });
    }
    if (!campaign.recipients.pageInfo.hasNextPage) return;
  }
}

const UNCERTAIN = `query ($id: ID!) {
  campaign(id: $id) {
    recipients(first: 100, states: [UNCONFIRMED]) {
      nodes { contact { name } message { id } } pageInfo { hasNextPage }
    }
  }
}`;
const RESOLVE = `mutation ($id: ID!, $resolution: Resolution!) {
  resolveUnconfirmed(input: { id: $id, resolution: $resolution }) { __typename }
}`;

interface UncertainPage {
  readonly campaign: {
    readonly recipients: {
      readonly nodes: readonly {
        readonly contact: { readonly name: string };
        readonly message: { readonly id: string };
      }[];
      readonly pageInfo: { readonly hasNextPage: boolean };
    };
  };
}

/** Readers about whom the report and their phones do not agree. Every list must be empty. */
export interface NewsletterAudit {
  /** Their phone showed it more than once. */
  readonly sentTwice: readonly string[];
  /** Nothing was tried, or nobody knows of them. */
  readonly neverAttempted: readonly string[];
  /** Said to have it, and do not; or the other way round. */
  readonly misreported: readonly string[];
}

export const NOTHING_WRONG: NewsletterAudit = { sentTwice: [], neverAttempted: [], misreported: [] };

const HAS_IT = new Set(['SENT', 'DELIVERED', 'READ']);

/** Holds what the gateway says of each reader against what their phone shows. */
export function auditNewsletter(
  readers: readonly Reader[],
  states: ReadonlyMap<string, string>,
  text: string,
): NewsletterAudit {
  const timesShown = (reader: Reader) => reader.shown().filter((shown) => shown === text).length;
  const stateOf = ({ name }: Reader) => states.get(name) ?? 'absent';
  const names = (those: (reader: Reader) => boolean) => readers.filter(those).map(({ name }) => name);
  return {
    sentTwice: names((reader) => timesShown(reader) > 1),
    neverAttempted: names((reader) => !HAS_IT.has(stateOf(reader)) && stateOf(reader) !== 'UNCONFIRMED'),
    misreported: names(
      (reader) => stateOf(reader) !== 'UNCONFIRMED' && HAS_IT.has(stateOf(reader)) !== timesShown(reader) > 0,
    ),
  };
}
