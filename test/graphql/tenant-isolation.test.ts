import { randomUUID } from 'node:crypto';
import {
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/core/access/create-api-key.ts';
import { encodeCursor } from '../../src/core/model/cursor.ts';
import { readEventBounds } from '../../src/core/store/event-reads.ts';
import { encodeId } from '../../src/graphql/ids.ts';
import { getSchema } from '../../src/graphql/schema.ts';
import { startEmbeddedTestDatabase } from '../support/embedded-test-engine.ts';
import { type GraphQLServer, startGraphQLServer } from '../support/graphql-server.ts';
import { type SampledInput, sampleArguments } from '../support/sample-input.ts';
import { type SeededInbox, seedInbox } from '../support/seed-inbox.ts';
import { createTestCore, createTestWorkspace, type TestCore } from '../support/test-core.ts';
import { createTestDatabasePool } from '../support/test-database-pool.ts';

/**
 * Generated from the schema: every argument and input field that takes an id is given every noun's id of another
 * workspace, by callers of every role. What comes back must be what comes back for an id that nobody has.
 */
const schema = getSchema();
const pool = createTestDatabasePool(startEmbeddedTestDatabase);
const NOUNS = [
  'Workspace',
  'ApiKey',
  'Member',
  'Inbox',
  'ChannelAccount',
  'Contact',
  'Identity',
  'Conversation',
  'Case',
  'Message',
  'Media',
  'DeadLetter',
  'Template',
] as const;
type Ids = Readonly<Record<(typeof NOUNS)[number], string>>;

let core: TestCore;
let server: GraphQLServer;
let own: Ids;
let foreign: Ids;
let foreignInbox: SeededInbox;
const tokens = new Map<string, string>();

beforeAll(async () => {
  core = createTestCore({ db: await pool.open() });
  const acme = await createTestWorkspace(core, 'Acme');
  const rival = await createTestWorkspace(core, 'Rival');
  own = idsOf(await seedInbox(core, acme, { mark: 'acme', conversations: 1 }), acme.apiKey.id);
  foreignInbox = await seedInbox(core, rival, { mark: 'rivalcanary', conversations: 1 });
  foreign = idsOf(foreignInbox, rival.apiKey.id);
  for (const role of ['OWNER', 'AGENT', 'VIEWER'] as const) {
    const made = await createApiKey(core, acme.owner, { name: role, role, expiresAt: null });
    if (made.kind !== 'created') throw new Error(made.kind);
    tokens.set(role, made.secret);
  }
  server = await startGraphQLServer(core);
});
afterAll(async () => {
  await server.close();
  await pool.stop();
});

function idsOf(inbox: SeededInbox, apiKeyId: string): Ids {
  const [conversation] = inbox.conversations;
  if (conversation === undefined) throw new Error('Nothing was seeded.');
  return {
    Workspace: inbox.workspaceId,
    ApiKey: apiKeyId,
    Member: inbox.memberId,
    Inbox: inbox.inboxId,
    ChannelAccount: inbox.channelAccountId,
    Contact: conversation.contactId,
    Identity: conversation.identityId,
    Conversation: conversation.conversationId,
    Case: conversation.caseId,
    Message: conversation.outboundId,
    Media: conversation.mediaId,
    DeadLetter: inbox.deadLetterId,
    Template: inbox.templateId,
  };
}

interface Entry {
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly field: GraphQLField<unknown, unknown>;
  /** Where the id goes, from the arguments down. */
  readonly path: readonly string[];
}

const entries: Entry[] = (
  [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const
).flatMap(([operation, type]) =>
  Object.values(type?.getFields() ?? {}).flatMap((field) =>
    field.args.flatMap((argument) => idPaths(argument).map((path) => ({ operation, field, path }))),
  ),
);

describe('a workspace of its own', () => {
  it('has its ids only in the arguments of root fields, where this test finds them', () => {
    const nested = Object.values(schema.getTypeMap()).filter(
      (type) =>
        isObjectType(type) &&
        ![schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(type) &&
        !type.name.startsWith('__') &&
        Object.values(type.getFields()).some(({ args }) =>
          args.some((argument) => idPaths(argument).length > 0),
        ),
    );

    expect(nested.map(String)).toEqual([]);
    expect(entries.length).toBeGreaterThan(20);
  });

  it('is asked for the id under test in every one of these places', () => {
    const unasked = entries.filter(
      (entry) => !JSON.stringify(operationFor(entry, 'the id under test')).includes('the id under test'),
    );

    expect(unasked).toEqual([]);
  });

  it.each(
    entries
      .filter(({ operation }) => operation !== 'subscription')
      .map((entry) => [`${entry.operation} ${entry.field.name}(${entry.path.join('.')})`, entry] as const),
  )('answers %s with another’s id as with one that nobody has', async (_name, entry) => {
    const before = await readEventBounds(core.db, foreignInbox.workspaceId);
    for (const [role, token] of tokens) {
      const nobodys = await ask(token, entry, encodeId('Conversation', randomUUID()));
      const malformed = await ask(token, entry, 'not-an-id');
      const theirs = await Promise.all(NOUNS.map((noun) => ask(token, entry, encodeId(noun, foreign[noun]))));

      expect(malformed, `${role}, malformed`).toEqual(nobodys);
      for (const [index, noun] of NOUNS.entries()) {
        expect(theirs[index], `${role}, ${noun}`).toEqual(nobodys);
      }
      expect(JSON.stringify(theirs)).not.toContain('rivalcanary');
    }
    expect(await readEventBounds(core.db, foreignInbox.workspaceId)).toEqual(before);
  });

  it.each(
    entries
      .filter(({ operation }) => operation === 'subscription')
      .map((entry) => [`${entry.field.name}(${entry.path.join('.')})`, entry] as const),
  )('keeps the stream %s silent about another’s', async (_name, entry) => {
    const streams = NOUNS.map((noun) => openStream(entry, encodeId(noun, foreign[noun])));
    const control = openStream(entry, encodeId('Conversation', own.Conversation));

    await expect.poll(() => control.text(), { timeout: 120_000 }).toContain('MessageReceived');

    for (const stream of streams) expect(stream.text()).not.toContain('__typename');
    for (const stream of [...streams, control]) stream.close();
  });
});

async function ask(token: string, entry: Entry, id: string): Promise<unknown> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(operationFor(entry, id)),
  });
  return { status: response.status, body: await response.json() };
}

function openStream(entry: Entry, id: string): { text: () => string; close: () => void } {
  const ending = new AbortController();
  let text = '';
  const read = async () => {
    const { query, variables } = operationFor(entry, id);
    const response = await fetch(server.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${tokens.get('OWNER')}`,
      },
      body: JSON.stringify({ query, variables: { ...variables, after: encodeCursor(0) } }),
      signal: ending.signal,
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  };
  read().catch(() => {});
  return { text: () => text, close: () => ending.abort() };
}

function operationFor({ operation, field, path }: Entry, id: string) {
  const target = path.join('.');
  const variables = sampleArguments(field.args, {
    idFor: (place) => (place.join('.') === target ? id : ownIdFor(place.at(-1) ?? '')),
    isWanted: (_input, place) =>
      `${target}.`.startsWith(`${place.join('.')}.`) ||
      (operation === 'subscription' && place[0] === 'after'),
  });
  const given = field.args.filter(({ name }) => name in variables);
  const declared = given.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  return {
    query: `${operation} (${declared}) { ${field.name}(${passed}) ${selectionOf(field.type)} }`,
    variables,
  };
}

/** Enough to see which answer it is, and anything of another workspace that would come with it. */
function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (isUnionType(named)) return '{ __typename ... on UserError { code message path } }';
  if (isInterfaceType(named)) return '{ __typename }';
  if (!isObjectType(named)) return '';
  const hasNodes = named.name.endsWith('Connection');
  return hasNodes ? '{ nodes { __typename id } }' : '{ __typename }';
}

/** All places within an argument that take an id. */
function idPaths({ name, type }: SampledInput, seen: readonly string[] = []): string[][] {
  const named = getNamedType(type);
  if (named.name === 'ID') return [[name]];
  if (!isInputObjectType(named) || seen.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    idPaths(field, [...seen, named.name]).map((path) => [name, ...path]),
  );
}

/** `conversationId` takes a conversation; a bare `id` is only ever the one under test. */
function ownIdFor(name: string): string {
  const noun = NOUNS.find((candidate) => `${candidate.toLowerCase()}id` === name.toLowerCase()) ?? 'Message';
  return encodeId(noun, own[noun]);
}
