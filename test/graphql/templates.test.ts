import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/graphql/ids.ts';
import { startEmbeddedTestDatabase } from '../support/embedded-test-engine.ts';
import { query } from '../support/graphql-client.ts';
import { type GraphQLServer, startGraphQLServer } from '../support/graphql-server.ts';
import { type SeededInbox, seedInbox } from '../support/seed-inbox.ts';
import { createTestCore, createTestWorkspace, type TestWorkspace } from '../support/test-core.ts';
import { createTestDatabasePool } from '../support/test-database-pool.ts';

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
let server: GraphQLServer;
let workspace: TestWorkspace;
let inbox: SeededInbox;

beforeAll(async () => {
  const core = createTestCore({ db: await pool.open() });
  workspace = await createTestWorkspace(core);
  inbox = await seedInbox(core, workspace, { mark: 'acme', conversations: 1 });
  server = await startGraphQLServer(core);
});
afterAll(async () => {
  await server.close();
  await pool.stop();
});

const ask = <Data>(text: string, variables: Readonly<Record<string, unknown>> = {}) =>
  query<Data>(server.url.replace('/graphql', ''), workspace.secret, text, variables);

const account = () => encodeId('ChannelAccount', inbox.channelAccountId);

describe('templates in the API', () => {
  it('show where their variables stand, and are found again by id', async () => {
    const { node } = await ask<{ node: unknown }>(
      `query ($id: ID!) {
        node(id: $id) {
          ... on Template {
            name language category status
            header { kind text variables { name example } }
            body { text variables { name example } }
            footer
            buttons { kind title url needsValue }
            channelAccount { name }
          }
        }
      }`,
      { id: encodeId('Template', inbox.templateId) },
    );

    expect(node).toMatchObject({
      name: 'acme_welcome',
      language: 'en',
      category: 'UTILITY',
      status: 'APPROVED',
      header: { kind: 'TEXT', text: 'Hello {{name}}', variables: [{ name: 'name', example: 'Mara' }] },
      body: { variables: [{ name: 'name', example: 'Mara' }] },
      footer: null,
      buttons: [{ kind: 'URL', title: 'Show', url: 'https://example.org/{{1}}', needsValue: true }],
    });
  });

  it.each([
    ['{}', 1],
    ['{ status: [APPROVED] }', 1],
    ['{ status: [PAUSED, REJECTED] }', 0],
    ['{ category: [UTILITY], language: "en" }', 1],
    ['{ category: [MARKETING] }', 0],
    ['{ language: "de" }', 0],
    ['{ name: "acme_welcome" }', 1],
    ['{ name: "welcome" }', 0],
    ['{ channel: "example" }', 1],
    ['{ channel: "whatsapp" }', 0],
  ])('are %s: %i, in the workspace and under their account', async (filter, count) => {
    const { workspace: all, node } = await ask<{
      workspace: { templates: { nodes: unknown[] } };
      node: { templates: { nodes: unknown[] } };
    }>(
      `query ($id: ID!) {
        workspace { templates(filter: ${filter}) { nodes { id } } }
        node(id: $id) { ... on ChannelAccount { templates(filter: ${filter}) { nodes { id } } } }
      }`,
      { id: account() },
    );

    expect([all.templates.nodes.length, node.templates.nodes.length]).toEqual([count, count]);
  });

  it('are sent in with the words of the input, and an input that is wrong says where', async () => {
    const create = `mutation ($input: CreateTemplateInput!) {
      createTemplate(input: $input) {
        ... on TemplateSuccess { template { name status variableStyle header { kind exampleHandle } footer } }
        ... on ValidationFailed { path message }
      }
    }`;
    const input = {
      channelAccountId: account(),
      name: 'order_ready',
      language: 'en',
      category: 'UTILITY',
      header: { kind: 'IMAGE', exampleHandle: '4::aW' },
      body: { text: 'Order {{1}} is ready.', examples: [{ name: '1', value: '4471' }] },
      footer: 'Acme',
      idempotencyKey: 'order-ready',
    };

    const made = await ask<{ createTemplate: unknown }>(create, { input });
    const wrong = await ask<{ createTemplate: unknown }>(create, {
      input: { ...input, body: { text: '' }, idempotencyKey: 'wrong' },
    });

    expect(made.createTemplate).toEqual({
      template: {
        name: 'order_ready',
        status: 'APPROVED',
        variableStyle: 'POSITIONAL',
        header: { kind: 'IMAGE', exampleHandle: '4::aW' },
        footer: 'Acme',
      },
    });
    expect(wrong.createTemplate).toEqual({ path: ['body', 'text'], message: 'It has words.' });
  });

  it('are gone after a reading that does not find them, and the account tells when that was', async () => {
    const { syncTemplates } = await ask<{ syncTemplates: unknown }>(
      `mutation ($id: ID!) {
        syncTemplates(input: { channelAccountId: $id }) {
          ... on SyncTemplatesSuccess { vanishedCount lastSyncedAt channelAccount { templateSync { lastSyncedAt failure } } }
        }
      }`,
      { id: account() },
    );
    const { node } = await ask<{ node: unknown }>(
      'query ($id: ID!) { node(id: $id) { ... on Template { status vanishedAt } } }',
      { id: encodeId('Template', inbox.templateId) },
    );

    expect(syncTemplates).toMatchObject({
      lastSyncedAt: '2026-03-02T09:00:00.000Z',
      channelAccount: { templateSync: { lastSyncedAt: '2026-03-02T09:00:00.000Z', failure: null } },
    });
    expect(node).toEqual({ status: 'DELETED', vanishedAt: '2026-03-02T09:00:00.000Z' });
  });
});
