import { eq } from 'drizzle-orm';
import { type GraphQLField, isUnionType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChannelDefinition, defineChannel } from '../../../src/core/channel/index.ts';
import { identities, messages } from '../../../src/core/store/tables/index.ts';
import { encodeId, type Noun } from '../../../src/graphql/ids.ts';
import { getSchema } from '../../../src/graphql/schema.ts';
import { type CampaignScene, createCampaignScene } from '../../core/campaigns/campaign-scene.ts';
import { startEmbeddedTestDatabase } from '../../support/embedded-test-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { query } from '../../support/graphql-client.ts';
import { type GraphQLServer, startGraphQLServer } from '../../support/graphql-server.ts';
import { sampleArguments } from '../../support/sample-input.ts';
import { createTestDatabasePool } from '../../support/test-database-pool.ts';
import { waitFor } from '../../support/wait-for.ts';

/** What the contact would notice, in order. */
const noticed: string[] = [];
const talkative: ChannelDefinition = defineChannel({
  ...exampleChannel,
  capabilities: {
    ...exampleChannel.capabilities,
    edits: { inbound: true, outbound: { withinMs: null } },
    reactions: { inbound: true, outbound: { allowed: 'any', maxPerMessage: 1 } },
    typing: { inbound: true, outbound: { lastsMs: 5_000 } },
  },
  send: async (request, context) => {
    noticed.push('send');
    return exampleChannel.send(request, context);
  },
  edit: async () => void noticed.push('edit'),
  react: async () => void noticed.push('react'),
  startTyping: async () => void noticed.push('typing'),
});

const MUTATIONS = Object.values(getSchema().getMutationType()?.getFields() ?? {});
const mayRefuse = ({ type }: GraphQLField<unknown, unknown>): boolean => {
  const named = getSchema().getType(String(type).replaceAll(/[![\]]/gu, ''));
  return isUnionType(named) && named.getTypes().some(({ name }) => name === 'PolicyRefused');
};
const REFUSING = MUTATIONS.filter(mayRefuse);
const endsAccess = ({ name }: GraphQLField<unknown, unknown>): boolean =>
  /^(?:disconnect|revoke)/u.test(name);
/** What takes away the account, or our key to it, comes last: afterwards nothing could be sent anyway. */
const OTHERS = MUTATIONS.filter((field) => !mayRefuse(field)).toSorted(
  (one, other) => Number(endsAccess(one)) - Number(endsAccess(other)),
);

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
let scene: CampaignScene;
let server: GraphQLServer;
const ids = new Map<string, string>();

beforeAll(async () => {
  scene = await createCampaignScene(() => pool.open(), { channel: talkative });
  server = await startGraphQLServer(scene.core);
  const ada = await scene.subscriber('Ada');
  scene.delivery.start();
  const sent = await scene.send(ada, 'Your order is ready');
  await waitFor('the message is sent', async () => (await scene.message(sent.id)).status === 'SENT');
  const heard = await scene.says(ada, 'Thanks');
  const campaign = await scene.draft();
  for (const [name, noun, id] of [
    ['contactId', 'Contact', ada.contactId],
    ['identityId', 'Identity', ada.id],
    ['conversationId', 'Conversation', sent.conversationId],
    ['topicId', 'Topic', scene.news.id],
    ['campaignId', 'Campaign', campaign.id],
    ['channelAccountId', 'ChannelAccount', scene.account.id],
    ['inboxId', 'Inbox', scene.account.inboxId],
    ['messageId', 'Message', heard],
    ['id', 'Message', sent.id],
  ] as const satisfies readonly (readonly [string, Noun, string])[]) {
    ids.set(name, encodeId(noun, id));
  }
  const { orm } = scene.core.db;
  await orm.update(identities).set({ reachability: 'BLOCKED' }).where(eq(identities.id, ada.id));
  noticed.length = 0;
});
afterAll(async () => {
  await server.close();
  await scene.close();
  await pool.stop();
});

/** `fromIdentityId` is an identity's; what nobody named is the message that we sent. */
const idFor = (name: string): string => {
  const known = [...ids.keys()].find((key) => name.toLowerCase().endsWith(key.toLowerCase()));
  return ids.get(known ?? 'id') ?? '';
};

async function call(field: GraphQLField<unknown, unknown>): Promise<unknown> {
  const given = sampleArguments(field.args, {
    idFor: (path) => idFor(path.at(-1) ?? ''),
    isWanted: ({ name }) => /Id$|^id$/u.test(name),
  });
  const declared = field.args
    .filter(({ name }) => name in given)
    .map(({ name, type }) => `$${name}: ${type}`);
  const passed = Object.keys(given).map((name) => `${name}: $${name}`);
  const document = `mutation (${declared.join(', ')}) { ${field.name}(${passed.join(', ')}) {
    __typename
    ... on PolicyRefused { decision { verdict rule reason effectiveFrom source remedies { kind description } } }
    ... on UserError { message path }
  } }`;
  const refusing = mayRefuse(field) ? document : document.replace(/\.\.\. on PolicyRefused \{.*\}\n/u, '');
  const data = await query<Readonly<Record<string, unknown>>>(
    server.url.replace(/\/graphql$/u, ''),
    scene.workspace.secret,
    refusing,
    given,
  );
  return data[field.name];
}

describe('a contact who has blocked the account', () => {
  it('is written to by these mutations, and each of them can refuse', () => {
    expect(REFUSING.map(({ name }) => name).toSorted()).toEqual([
      'editMessage',
      'react',
      'requestConsent',
      'sendMessage',
      'sendPreferenceMessage',
      'sendTestMessage',
      'sendTyping',
    ]);
  });

  it.each(REFUSING.map((field) => [field.name, field] as const))(
    'is left alone by %s, with the rule and what to do instead',
    async (_name, field) => {
      expect(await call(field)).toEqual({
        __typename: 'PolicyRefused',
        decision: {
          verdict: 'REFUSE',
          rule: 'OPTED_OUT',
          reason: expect.stringContaining('blocked'),
          effectiveFrom: '2020-01-01',
          source: expect.any(String),
          remedies: [{ kind: 'wait-for-contact', description: expect.any(String) }],
        },
      });
      expect(noticed).toEqual([]);
    },
  );

  it('notices nothing of any other mutation either, whatever it is given', async () => {
    for (const field of OTHERS) {
      await call(field).catch((error: unknown) => {
        // The instance's own mutations are for the admin key; that is no business of a workspace.
        expect(String(error), field.name).toMatch(/FORBIDDEN|admin|BAD_USER_INPUT|GraphQL/iu);
      });
    }
    await scene.move();
    await expect
      .poll(async () => {
        const all = await scene.core.db.orm.select({ status: messages.status }).from(messages);
        return all.filter(({ status }) => status === 'QUEUED' || status === 'SENDING').length;
      })
      .toBe(0);

    expect(noticed).toEqual([]);
  });
});
