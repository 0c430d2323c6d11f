import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ScriptedPlatform,
  startScriptedPlatform,
} from '../../src/channels/testing/scripted-platform.ts';
import { createApiKey } from '../../src/core/access/create-api-key.ts';
import { encodeId } from '../../src/graphql/ids.ts';
import { getSchema } from '../../src/graphql/schema.ts';
import { CONFORMING_CHANNELS } from '../channels/conformance/conforming-channels.ts';
import { anyArguments, isIdHole } from '../support/any-input.ts';
import { startEmbeddedTestDatabase } from '../support/embedded-test-engine.ts';
import { exampleChannel } from '../support/example-channel.ts';
import { type GraphQLServer, startGraphQLServer } from '../support/graphql-server.ts';
import { seedInbox } from '../support/seed-inbox.ts';
import { createTestCore, createTestWorkspace, type TestCore } from '../support/test-core.ts';
import { createTestDatabasePool } from '../support/test-database-pool.ts';
import { addTestIdentity, connectTestAccount } from '../support/workspace.ts';

/** Few and always the same by default; more, and others, in a long run. */
const RUNS = Number(process.env.CONFAB_FUZZ_RUNS ?? 250);
const SEED = Number(process.env.CONFAB_TEST_SEED ?? 1);

const schema = getSchema();
const pool = createTestDatabasePool(startEmbeddedTestDatabase);
const platforms: ScriptedPlatform[] = [];
/** Ids that exist, by their nouns: those of the seed, and what answers gave since. */
const ids = new Map<string, string[]>();

let core: TestCore;
let server: GraphQLServer;
let token: string;

beforeAll(async () => {
  const definitions = CONFORMING_CHANNELS.map(({ definition }) => definition);
  core = createTestCore({ db: await pool.open(), channels: [exampleChannel, ...definitions] });
  const workspace = await createTestWorkspace(core, 'Acme');
  const inbox = await seedInbox(core, workspace, { mark: 'acme', conversations: 2 });
  addId('Inbox', inbox.inboxId);
  addId('ChannelAccount', inbox.channelAccountId);
  addId('Template', inbox.templateId);
  addId('DeadLetter', inbox.deadLetterId);
  addId('Member', inbox.memberId);
  for (const conversation of inbox.conversations) {
    addId('Conversation', conversation.conversationId);
    addId('Contact', conversation.contactId);
    addId('Identity', conversation.identityId);
    addId('Case', conversation.caseId);
    addId('Message', conversation.outboundId);
    addId('Message', conversation.inboundId);
    addId('Media', conversation.mediaId);
  }
  for (const { definition, fixtures } of CONFORMING_CHANNELS) {
    const platform = await startScriptedPlatform(fixtures.platform.answer);
    platforms.push(platform);
    const account = await connectTestAccount(core, workspace.owner, {
      channel: definition.name,
      credentials: fixtures.credentials,
      apiBaseUrl: platform.url,
    });
    const identityId = await addTestIdentity(core, account, fixtures.recipient);
    addId('ChannelAccount', account.id);
    addId('Identity', identityId);
  }
  const made = await createApiKey(core, workspace.owner, { name: 'all', role: 'OWNER', expiresAt: null });
  if (made.kind !== 'created') throw new Error(made.kind);
  token = made.secret;
  server = await startGraphQLServer(core);
});
afterAll(async () => {
  await server.close();
  await Promise.all(platforms.map((platform) => platform.close()));
  await pool.stop();
});

const MAX_IDS_OF_A_NOUN = 8;
const FRESH_KEY = 'a key that nobody has used';

/** What people write in fields of these names, often enough that more than the first check is met. */
const USUAL = {
  channel: ['example', 'whatsapp', 'telegram', 'viber', 'messenger', 'apple-messages', 'pigeon'],
  language: ['en', 'de', 'en_US', 'xx-klingon-'],
  timeZone: ['Europe/Berlin', 'UTC', 'Mars/Olympus'],
  currency: ['EUR', 'USD', 'EURO'],
  country: ['DE', 'US', 'XX', ''],
  wording: ['Yes, send me the news.', ''],
} as const;

interface Entry {
  readonly operation: 'query' | 'mutation';
  readonly field: GraphQLField<unknown, unknown>;
}

/** Whoever takes this key away, or leaves, ends the test and shows nothing. */
const ENDING = ['revokeApiKey'];

const entries: readonly Entry[] = (
  [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const
).flatMap(([operation, type]) =>
  Object.values(type?.getFields() ?? {})
    .filter(({ name }) => !ENDING.includes(name))
    .map((field) => ({ operation, field })),
);

describe('the API', () => {
  it(`has a sentence for whatever it is asked, and no accident (seed ${SEED})`, async () => {
    const known = {
      apiBaseUrl: platforms.map(({ url }) => url),
      idempotencyKey: [FRESH_KEY, FRESH_KEY, FRESH_KEY, 'again'],
      ...USUAL,
    };
    const asked = fc.sample(
      fc
        .constantFrom(...entries)
        .chain((entry) => fc.tuple(fc.constant(entry), anyArguments(entry.field.args, known))),
      { numRuns: RUNS, seed: SEED },
    );

    const accidents: unknown[] = [];
    for (const [entry, variables] of asked) {
      const request = operationFor(entry, filled(variables, entry.field.name));
      const answer = await ask(request);
      if (/INTERNAL_SERVER_ERROR/u.test(answer.text) || answer.status >= 500) {
        accidents.push({ ...request, ...answer, logged: core.log.entries.at(-1)?.fields });
      }
      remember(JSON.parse(answer.text));
    }

    expect(accidents).toEqual([]);
    expect(core.log.entries.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

async function ask(request: object): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(request),
  });
  return { status: response.status, text: await response.text() };
}

function operationFor({ operation, field }: Entry, variables: Readonly<Record<string, unknown>>) {
  const given = field.args.filter(({ name }) => name in variables);
  const declared = given.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  const head = given.length > 0 ? `(${declared})` : '';
  const call = given.length > 0 ? `${field.name}(${passed})` : field.name;
  return { query: `${operation} ${head} { ${call} ${selectionOf(field.type)} }`, variables };
}

/** Whatever can be read without arguments, down to the things within the things. */
function selectionOf(type: GraphQLField<unknown, unknown>['type'], depth = 0): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isUnionType(named) || isInterfaceType(named)) {
    const members = depth > 1 || isInterfaceType(named) ? [] : schema.getPossibleTypes(named);
    const clashing = clashesOf(members.map((member) => fieldsOf(member, depth)));
    const spread = members.map(
      (member) => `... on ${member.name} ${objectSelection(member, depth, clashing)}`,
    );
    return `{ __typename ${spread.join(' ')} }`;
  }
  return isObjectType(named) ? objectSelection(named, depth, new Set()) : '';
}

function objectSelection(type: GraphQLObjectType, depth: number, clashing: ReadonlySet<string>): string {
  const selected = fieldsOf(type, depth).map(({ name, type: inner }) => {
    const alias = clashing.has(name) ? `${type.name}_${name}: ` : '';
    return `${alias}${name} ${selectionOf(inner, depth + 1)}`;
  });
  return `{ __typename ${selected.join(' ')} }`;
}

const fieldsOf = (type: GraphQLObjectType, depth: number) =>
  Object.values(type.getFields())
    .filter(({ args }) => args.length === 0)
    .filter(({ type: inner }) => isLeafType(getNamedType(inner)) || depth < 1);

/** Fields that are of another type in another member, and so cannot be asked for under one name. */
function clashesOf(members: readonly (readonly GraphQLField<unknown, unknown>[])[]): ReadonlySet<string> {
  const types = new Map<string, string>();
  const clashing = new Set<string>();
  for (const { name, type } of members.flat()) {
    if ((types.get(name) ?? String(type)) !== String(type)) clashing.add(name);
    types.set(name, String(type));
  }
  return clashing;
}

/** With ids that exist by now in their places, mostly of the noun that the place asks for. */
function filled(variables: unknown, operation: string): Readonly<Record<string, unknown>> {
  const fill = (value: unknown, name: string): unknown => {
    if (isIdHole(value)) return idFor(value.idHole, name.toLowerCase() === 'id' ? operation : name);
    if (value === FRESH_KEY) return randomUUID();
    if (Array.isArray(value)) return value.map((item) => fill(item, name));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, key)]));
  };
  return fill(variables, '') as Readonly<Record<string, unknown>>;
}

/** `contactId` takes a contact, `pauseCampaign(id)` a campaign: but for one time in ten. */
function idFor(hole: number, place: string): string {
  const words = place.replace(/Ids?$/u, '').toLowerCase();
  const nouns = [...ids.keys()].toSorted((one, other) => other.length - one.length);
  const meant =
    nouns.find((noun) => words.includes(noun.toLowerCase())) ??
    nouns.find((noun) => noun.toLowerCase().endsWith(words));
  const choice = hole % 10 === 0 || meant === undefined ? [...ids.values()].flat() : (ids.get(meant) ?? []);
  return choice[hole % choice.length] ?? 'nothing';
}

function addId(noun: string, id: string): void {
  rememberId(noun, encodeId(noun, id));
}

function rememberId(noun: string, id: string): void {
  const known = ids.get(noun) ?? [];
  if (known.includes(id)) return;
  // The newest ones: the first are closed, sent and done with after a while.
  ids.set(noun, [...known, id].slice(-MAX_IDS_OF_A_NOUN));
}

/** All ids of an answer, under the names of their types. */
function remember(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null) return;
  const noun = '__typename' in answer ? String(answer.__typename) : '';
  for (const [key, value] of Object.entries(answer)) {
    if ((key === 'id' || key === `${noun}_id`) && typeof value === 'string') rememberId(noun, value);
    remember(value);
  }
}
