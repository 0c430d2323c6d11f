import { afterEach, beforeEach, expect, it } from 'vitest';
import { identities } from '../../src/core/store/tables/index.ts';
import { encodeId } from '../../src/graphql/ids.ts';
import { createReceivingScene, type ReceivingScene } from '../core/inbox/receiving-scene.ts';
import { describeOnEveryEngine } from '../support/describe-on-every-engine.ts';
import { query } from '../support/graphql-client.ts';
import { type GraphQLServer, startGraphQLServer } from '../support/graphql-server.ts';

const FIELDS = `
  __typename
  ... on ContactSuccess { contact { id name locale timeZone tags attributes { name value } } }
  ... on UserError { code message path }`;
const UPDATE = `mutation ($input: UpdateContactInput!) { updateContact(input: $input) { ${FIELDS} } }`;
const ADD_TAGS = `mutation ($input: TagsInput!) { addTags(input: $input) { ${FIELDS} } }`;
const REMOVE_TAGS = `mutation ($input: TagsInput!) { removeTags(input: $input) { ${FIELDS} } }`;

describeOnEveryEngine('what colleagues write down about a contact', (open) => {
  let scene: ReceivingScene;
  let server: GraphQLServer;
  let contactId: string;

  const says = (second: number, displayName: string, locale: string) =>
    scene.post({
      kind: 'message',
      externalId: `said at ${second}`,
      sender: { externalId: 'ada', displayName, locale },
      sentAt: new Date(Date.UTC(2026, 2, 2, 9, 0, second)),
      parts: [{ type: 'text', text: 'Hello' }],
    });
  beforeEach(async () => {
    scene = await createReceivingScene(await open());
    server = await startGraphQLServer(scene.core);
    await says(1, 'Ada', 'en');
    const [ada] = await scene.core.db.orm.select().from(identities);
    contactId = encodeId('Contact', ada?.contactId ?? '');
  });
  afterEach(() => server.close());

  const ask = async (document: string, input: object): Promise<Record<string, unknown>> => {
    const base = server.url.replace(/\/graphql$/u, '');
    const answer = await query<Record<string, Record<string, unknown>>>(
      base,
      scene.workspace.secret,
      document,
      { input: { contactId, ...input } },
    );
    return Object.values(answer)[0] ?? {};
  };
  const changes = async () => (await scene.log()).filter((type) => type === 'CONTACT_CHANGED').length;

  it('changes what is named, forgets what is null, and leaves the rest as it is', async () => {
    await ask(UPDATE, {
      name: '  Ada Lovelace ',
      locale: 'pt_BR',
      timeZone: 'Europe/Lisbon',
      attributes: [
        { name: 'city', value: 'Porto' },
        { name: '__proto__', value: 'kept as any other' },
      ],
    });
    const changed = await ask(UPDATE, {
      timeZone: null,
      attributes: [
        { name: 'city', value: null },
        { name: 'plan', value: 'gold' },
      ],
    });

    expect(changed).toMatchObject({
      contact: {
        name: 'Ada Lovelace',
        locale: 'pt-br',
        timeZone: null,
        attributes: [
          { name: '__proto__', value: 'kept as any other' },
          { name: 'plan', value: 'gold' },
        ],
      },
    });
  });

  it('tells the readers of the log once for each real change, and not at all without one', async () => {
    await ask(UPDATE, { name: 'Countess', attributes: [{ name: 'plan', value: 'gold' }] });
    await ask(UPDATE, { name: 'Countess', attributes: [{ name: 'plan', value: 'gold' }] });
    await ask(ADD_TAGS, { tags: ['vip'] });
    await ask(ADD_TAGS, { tags: ['vip'] });
    await ask(REMOVE_TAGS, { tags: ['never had'] });

    expect(await changes()).toBe(2);
  });

  it('is not taken back by what the platform says with the next message', async () => {
    await ask(UPDATE, { name: 'Countess', locale: 'de' });

    await says(2, 'Ada K.', 'fr');

    expect(await ask(ADD_TAGS, { tags: [] })).toMatchObject({ contact: { name: 'Countess', locale: 'de' } });
  });

  it('keeps each label once, in the order in which they came', async () => {
    await ask(ADD_TAGS, { tags: ['vip', ' news ', 'vip'] });
    await ask(ADD_TAGS, { tags: ['news', 'porto'] });

    expect(await ask(REMOVE_TAGS, { tags: ['vip'] })).toMatchObject({ contact: { tags: ['news', 'porto'] } });
  });

  it.each([
    ['a name of spaces', UPDATE, { name: '   ' }, ['name']],
    ['a language that is none', UPDATE, { locale: 'german, please' }, ['locale']],
    ['a time zone that is none', UPDATE, { timeZone: 'Mars/Olympus' }, ['timeZone']],
    ['an attribute without a name', UPDATE, { attributes: [{ name: ' ', value: 'x' }] }, ['attributes', '0']],
    [
      'an attribute named twice',
      UPDATE,
      {
        attributes: [
          { name: 'a', value: '1' },
          { name: 'a', value: '2' },
        ],
      },
      ['attributes', '1'],
    ],
    [
      'a value that is too long',
      UPDATE,
      { attributes: [{ name: 'a', value: 'x'.repeat(1_001) }] },
      ['attributes', '0'],
    ],
    [
      'more attributes than a contact may have',
      UPDATE,
      { attributes: Array.from({ length: 51 }, (_, index) => ({ name: `a${index}`, value: 'x' })) },
      ['attributes'],
    ],
    ['a label of spaces', ADD_TAGS, { tags: ['fine', ' '] }, ['tags', '1']],
    [
      'more labels than a contact may have',
      ADD_TAGS,
      { tags: Array.from({ length: 101 }, (_, index) => `t${index}`) },
      ['tags'],
    ],
  ])('is refused with a sentence and changes nothing: %s', async (_name, document, input, path) => {
    expect(await ask(document, input)).toEqual({
      __typename: 'ValidationFailed',
      code: 'VALIDATION_FAILED',
      message: expect.any(String),
      path,
    });
    expect(await changes()).toBe(0);
  });
});
