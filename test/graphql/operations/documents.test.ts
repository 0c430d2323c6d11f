import { Lexer, parse, Source, TokenKind, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '../../../src/core/model/cursor.ts';
import { encodeId } from '../../../src/graphql/ids.ts';
import { measureCost } from '../../../src/graphql/limits/measure-cost.ts';
import { measureDocument } from '../../../src/graphql/limits/measure-document.ts';
import { LIMITS } from '../../../src/graphql/limits/refuse.ts';
import { getSchema } from '../../../src/graphql/schema.ts';
import { startEmbeddedTestDatabase } from '../../support/embedded-test-engine.ts';
import { readEventStream } from '../../support/event-reader.ts';
import { query } from '../../support/graphql-client.ts';
import { type PublishedOperation, publishedOperations } from '../../support/published-operations.ts';
import { type StreamScene, startStreamScene } from '../../support/stream-scene.ts';
import { createTestDatabasePool } from '../../support/test-database-pool.ts';

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
const published = publishedOperations().map((operation) => [operation.name, operation] as const);
let scene: StreamScene;
let campaignId = '';

beforeAll(async () => {
  scene = await startStreamScene(await pool.open());
  campaignId = await createDraft();
});
afterAll(async () => {
  await scene.server.close();
  await pool.stop();
});

/** An issue of a newsletter that nobody has subscribed to yet. */
async function createDraft(): Promise<string> {
  const { createCampaign } = await query<{ createCampaign: { campaign: { id: string } } }>(
    scene.server.url.replace('/graphql', ''),
    scene.workspace.secret,
    `mutation ($input: CreateCampaignInput!) {
      createCampaign(input: $input) { ... on CampaignSuccess { campaign { id } } }
    }`,
    { input: NEWSLETTER },
  );
  return createCampaign.campaign.id;
}

const NEWSLETTER = {
  name: 'Spring',
  purpose: 'MARKETING',
  audience: { query: {} },
  content: [{ parts: [{ text: { text: 'Tulips are here.' } }] }],
};

/** What a frontend would give, for the largest page that is offered. */
function variablesOf({ name }: PublishedOperation): Record<string, unknown> {
  const [conversation] = scene.inbox.conversations;
  if (conversation === undefined) throw new Error('Nothing was seeded.');
  const conversationId = encodeId('Conversation', conversation.conversationId);
  const caseId = encodeId('Case', conversation.caseId);
  const variables: Readonly<Record<string, Record<string, unknown>>> = {
    InboxQuery: { first: 50 },
    ContactsQuery: { first: 100 },
    ConversationQuery: { id: conversationId, last: 50 },
    SendMessageMutation: {
      input: { conversationId, parts: [{ text: { text: 'Yes.' } }], idempotencyKey: 'published-1' },
    },
    ConnectChannelAccountMutation: {
      input: {
        channel: 'example',
        name: 'Another',
        credentials: [
          { name: 'webhookSecret', value: 'a secret' },
          { name: 'accountId', value: '77' },
        ],
      },
    },
    AssignCaseMutation: { caseId, assigneeId: encodeId('Member', scene.inbox.memberId) },
    CloseCaseMutation: { caseId },
    TemplatesQuery: { first: 100 },
    SyncTemplatesMutation: { channelAccountId: encodeId('ChannelAccount', scene.inbox.channelAccountId) },
    CreateTemplateMutation: {
      input: {
        channelAccountId: encodeId('ChannelAccount', scene.inbox.channelAccountId),
        name: 'order_ready',
        language: 'en',
        category: 'UTILITY',
        body: { text: 'Your order is ready.' },
        idempotencyKey: 'published-2',
      },
    },
    DeleteTemplateMutation: { id: encodeId('Template', scene.inbox.templateId) },
    CreateNewsletterMutation: { input: NEWSLETTER },
    PreviewNewsletterQuery: { campaignId },
    StartNewsletterMutation: { campaignId },
    NewsletterReportQuery: { id: campaignId },
    EventsSubscription: { after: encodeCursor(0) },
    ConversationEventsSubscription: { conversationId, after: encodeCursor(0) },
  };
  return variables[name] ?? {};
}

describe('the published operation', () => {
  it.each(published)('%s fits the schema', (_name, { text }) => {
    expect(validate(getSchema(), parse(text))).toEqual([]);
  });

  it.each(published)('%s leaves half of every limit to who adds to it', (_name, operation) => {
    const document = parse(operation.text);
    const cost = measureCost(getSchema(), { document, variables: variablesOf(operation) });
    const measured = { ...measureDocument(document), cost, tokens: tokensOf(operation.text) };

    for (const [limit, value] of Object.entries(measured)) {
      expect(value, limit).toBeLessThanOrEqual(LIMITS[limit as keyof typeof LIMITS] / 2);
    }
  });

  it.each(published.filter(([, { kind }]) => kind !== 'subscription'))(
    '%s is answered as it stands',
    async (_name, operation) => {
      const data = await query<Record<string, { __typename?: string } | null>>(
        scene.server.url.replace('/graphql', ''),
        scene.workspace.secret,
        operation.text,
        variablesOf(operation),
      );

      for (const answer of Object.values(data)) {
        expect(answer).not.toBeNull();
        if (operation.kind === 'mutation') expect(answer?.__typename).toMatch(/Success$/u);
      }
    },
  );

  it.each(published.filter(([, { kind }]) => kind === 'subscription'))(
    '%s is followed as it stands',
    async (_name, operation) => {
      const reader = readEventStream(scene.server.url, scene.workspace.secret, {
        query: operation.text,
        variables: variablesOf(operation),
      });

      await reader.waitForEvents(1);
      reader.close();

      expect(reader.results()[0]).not.toHaveProperty('errors');
    },
  );
});

function tokensOf(text: string): number {
  const lexer = new Lexer(new Source(text));
  let count = 0;
  while (lexer.advance().kind !== TokenKind.EOF) count += 1;
  return count;
}
