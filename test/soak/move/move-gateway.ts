import { setTimeout as sleep } from 'node:timers/promises';
import { query } from '../../support/graphql-client.ts';

/** The gateway as a business uses it, over HTTP, however often it is away. */
export interface MoveGateway {
  readonly url: string;
  readonly token: string;
}

/** Asks until it is there. Only for what may be asked twice. */
export async function insist<Data>(
  { url, token }: MoveGateway,
  document: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await query<Data>(url, token, document, variables);
    } catch (error) {
      if (tries === 300) throw error;
      await sleep(200);
    }
  }
}

export interface PlannedMove {
  readonly migrationId: string;
  readonly topicId: string;
}

export async function planMove(
  gateway: MoveGateway,
  topic: string,
  accounts: { readonly source: string; readonly targets: readonly string[] },
): Promise<PlannedMove> {
  const { createTopic } = await query<{ createTopic: { topic: { id: string } } }>(
    gateway.url,
    gateway.token,
    'mutation ($input: CreateTopicInput!) { createTopic(input: $input) { ... on TopicSuccess { topic { id } } } }',
    { input: { name: topic, wording: 'Shall it come here?' } },
  );
  const topicId = createTopic.topic.id;
  const { createMigration } = await query<{ createMigration: { migration: { id: string } } }>(
    gateway.url,
    gateway.token,
    'mutation ($input: CreateMigrationInput!) { createMigration(input: $input) { ... on MigrationSuccess { migration { id } } } }',
    {
      input: {
        topicId,
        name: 'Out',
        sourceAccountId: accounts.source,
        targetAccountIds: accounts.targets,
        invitations: [
          { language: 'en', text: 'Hello {name}, we move: {link}' },
          { language: 'de', text: 'Hallo {name}, wir ziehen um: {link}' },
        ],
        deadlineAt: new Date(Date.now() + 30 * 86_400_000),
      },
    },
  );
  return { migrationId: createMigration.migration.id, topicId };
}

/** Uploads a list and has it taken in; how many became readers. */
export async function importList(gateway: MoveGateway, migrationId: string, list: string): Promise<number> {
  const upload = await fetch(`${gateway.url}/media?fileName=readers.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}` },
    body: list,
  });
  const { mediaId } = (await upload.json()) as { mediaId: string };
  const { importMigrationAudience } = await query<{
    importMigrationAudience: { migrationImport: { id: string } };
  }>(
    gateway.url,
    gateway.token,
    `mutation ($input: ImportMigrationAudienceInput!) {
      importMigrationAudience(input: $input) { ... on MigrationImportQueued { migrationImport { id } } }
    }`,
    { input: { migrationId, mediaId, evidence: 'Form log' } },
  );
  const { id } = importMigrationAudience.migrationImport;
  for (;;) {
    const { node } = await insist<{ node: { status: string; problem: string | null; added: number } }>(
      gateway,
      'query ($id: ID!) { node(id: $id) { ... on MigrationImport { status problem added } } }',
      { id },
    );
    if (node.status === 'DONE') return node.added;
    if (node.status === 'FAILED') throw new Error(node.problem ?? 'The import failed.');
    await sleep(200);
  }
}

/** The page of every reader, by their name. */
export async function readPages(
  gateway: MoveGateway,
  migrationId: string,
): Promise<ReadonlyMap<string, { readonly readerId: string; readonly page: string }>> {
  const pages = new Map<string, { readerId: string; page: string }>();
  for (let after: string | null = null; ; ) {
    const { createMigrationLinks }: Made = await insist<Made>(
      gateway,
      `mutation ($input: CreateMigrationLinksInput!) {
        createMigrationLinks(input: $input) {
          ... on MigrationLinksMade {
            readers { reader { id identity { contact { name } } } links { url } } nextReaderId
          }
        }
      }`,
      { input: { migrationId, first: 100, afterReaderId: after } },
    );
    for (const { reader, links } of createMigrationLinks.readers) {
      pages.set(reader.identity.contact.name, { readerId: reader.id, page: links[0]?.url ?? '' });
    }
    after = createMigrationLinks.nextReaderId;
    if (after === null) return pages;
  }
}

interface Made {
  readonly createMigrationLinks: {
    readonly readers: readonly {
      readonly reader: {
        readonly id: string;
        readonly identity: { readonly contact: { readonly name: string } };
      };
      readonly links: readonly { readonly url: string }[];
    }[];
    readonly nextReaderId: string | null;
  };
}

/** Opens a page as a browser does, until the gateway is there; the addresses of its buttons. */
export async function openPage(page: string): Promise<readonly URL[]> {
  for (let tries = 0; ; tries += 1) {
    const html = await fetch(page, {
      headers: { 'user-agent': 'Mozilla/5.0 (Android 15; Mobile) Firefox/140' },
      signal: AbortSignal.timeout(30_000),
    }).then(
      async (response) => (response.status === 200 ? response.text() : ''),
      () => '',
    );
    const links = [...html.matchAll(/class="go"[^>]*href="([^"]+)"/gu)].map(
      ([, url = '']) => new URL(url.replaceAll('&amp;', '&')),
    );
    if (links.length > 0) return links;
    if (tries === 300) throw new Error(`${page} never came.`);
    await sleep(200);
  }
}

export async function stateOf(gateway: MoveGateway, readerId: string): Promise<string> {
  const { node } = await insist<{ node: { state: string } }>(
    gateway,
    'query ($id: ID!) { node(id: $id) { ... on MigrationReader { state } } }',
    { id: readerId },
  );
  return node.state;
}

export interface Funnel {
  readonly readers: number;
  readonly invited: number;
  readonly opened: number;
  readonly arrived: number;
  readonly confirmed: number;
  readonly declined: number;
  readonly failed: number;
  readonly stillOnSource: number;
}

export async function readFunnel(gateway: MoveGateway, migrationId: string): Promise<Funnel> {
  const { migration } = await insist<{ migration: { funnel: { total: Funnel } } }>(
    gateway,
    `query ($id: ID!) { migration(id: $id) { funnel { total {
      readers invited opened arrived confirmed declined failed stillOnSource } } } }`,
    { id: migrationId },
  );
  return migration.funnel.total;
}

/** Sends an issue to the topic's subscribers, and returns when it has been handed over to everybody whom it may. */
export async function sendIssue(gateway: MoveGateway, topicId: string, text: string): Promise<void> {
  const { createCampaign } = await query<{ createCampaign: { campaign: { id: string } } }>(
    gateway.url,
    gateway.token,
    'mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { ... on CampaignSuccess { campaign { id } } } }',
    { input: { name: 'Issue', topicId, content: [{ parts: [{ text: { text } }] }] } },
  );
  const { id } = createCampaign.campaign;
  await query(
    gateway.url,
    gateway.token,
    'mutation ($id: ID!) { startCampaign(input: { campaignId: $id }) { ... on UserError { message } } }',
    { id },
  );
  for (;;) {
    const { node } = await insist<{ node: { status: string } }>(
      gateway,
      'query ($id: ID!) { node(id: $id) { ... on Campaign { status } } }',
      { id },
    );
    if (node.status === 'COMPLETED') return;
    await sleep(200);
  }
}
