import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { advanceClock } from '../../src/core/inbox/advance-clock.ts';
import { linkIdentity } from '../../src/core/inbox/link-identity.ts';
import { readConsentsOfIdentities } from '../../src/core/store/consent-ledger.ts';
import type { Identity, Topic } from '../../src/core/store/rows.ts';
import { encodeId } from '../../src/graphql/ids.ts';
import { type ConsentScene, createConsentScene } from '../core/consent/consent-scene.ts';
import { describeOnEveryEngine } from '../support/describe-on-every-engine.ts';
import { query } from '../support/graphql-client.ts';
import { type GraphQLServer, startGraphQLServer } from '../support/graphql-server.ts';

const IMPORT = `mutation ($input: ImportConsentsInput!) {
  importConsents(input: $input) {
    ... on ConsentsImported {
      records { action method legalBasis evidence occurredAt isOwnWord }
      passedOverIdentityIds
    }
    ... on UserError { code message path }
  }
}`;
const RECORD = `mutation ($input: RecordConsentInput!) {
  recordConsent(input: $input) {
    ... on ConsentRecorded { record { action evidence } }
    ... on UserError { code path }
  }
}`;
const WITHDRAW = `mutation ($input: WithdrawConsentInput!) {
  withdrawConsent(input: $input) {
    ... on ConsentWithdrawn { records { action method topic { name } evidence } }
    ... on UserError { code path }
  }
}`;
const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) {
    ... on SendMessageSuccess { queuedMessage { id } }
    ... on PolicyRefused { decision { rule remedies { kind } } }
    ... on UserError { message }
  }
}`;
const ENTRY = `number action method legalBasis purpose channel wording privacyNoticeUrl privacyNoticeVersion
  isOwnWord evidence evidenceDigest recordedBy occurredAt recordedAt expiresAt previousHash hash
  topic { id } identity { id } message { id }`;
const LEDGER = `query ($id: ID!, $first: Int, $after: String) {
  node(id: $id) { ... on Contact {
    consentRecords(first: $first, after: $after) {
      edges { node { ${ENTRY} } cursor }
      pageInfo { hasNextPage endCursor }
    }
  } }
  workspace { consentRecords(first: 100) { edges { node { number } } } }
}`;

interface Ledger {
  readonly node: { readonly consentRecords: Connection<Entry> };
  readonly workspace: { readonly consentRecords: Connection<{ readonly number: number }> };
}
interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}
interface Entry {
  readonly number: number;
  readonly action: string;
  readonly evidence: string | null;
  readonly evidenceDigest: string | null;
  readonly hash: string;
  readonly previousHash: string;
}

describeOnEveryEngine('consents over the API', (open) => {
  let scene: ConsentScene;
  let server: GraphQLServer;
  let ada: Identity;
  let news: Topic;
  beforeEach(async () => {
    scene = await createConsentScene(open);
    server = await startGraphQLServer(scene.core);
    ada = await scene.customer('Ada');
    news = await scene.topic('Spring news');
  });
  afterEach(async () => {
    await server.close();
    await scene.close();
  });

  const ask = <Data>(document: string, variables: object) =>
    query<Data>(server.url.replace(/\/graphql$/u, ''), scene.workspace.secret, document, { ...variables });
  const mutate = async (document: string, input: object) => {
    const [outcome] = Object.values(await ask<Readonly<Record<string, object>>>(document, { input }));
    return outcome;
  };
  const idOf = ({ id }: Identity) => encodeId('Identity', id);
  const topicId = () => encodeId('Topic', news.id);
  const list = (change: object = {}, ...consents: readonly object[]) => ({
    topicId: topicId(),
    legalBasis: 'EXISTING_CUSTOMER',
    evidence: 'Export of the old system of 2026-02-28',
    consents:
      consents.length > 0 ? consents : [{ identityId: idOf(ada), occurredAt: '2024-05-01T10:00:00Z' }],
    ...change,
  });
  const newsletter = (who = ada) =>
    mutate(SEND, {
      identityId: idOf(who),
      parts: [{ text: { text: 'Tulips' } }],
      purpose: 'NEWSLETTER',
      topicId: topicId(),
      idempotencyKey: `${who.id}:${Math.random()}`,
    });
  const ledgerOf = (page: object = {}) =>
    ask<Ledger>(LEDGER, { id: encodeId('Contact', ada.contactId), ...page });

  it('are taken over with the legal basis and the evidence that were declared, and then count', async () => {
    const bea = await scene.customer('Bea');
    const own = {
      identityId: idOf(bea),
      occurredAt: '2025-01-02T03:04:05.678+02:00',
      evidence: 'Form, line 7',
    };
    const outcome = await mutate(
      IMPORT,
      list({}, { identityId: idOf(ada), occurredAt: '2024-05-01T10:00:00Z' }, own),
    );

    expect(outcome).toEqual({
      records: [
        {
          action: 'CONFIRMED',
          method: 'IMPORT',
          legalBasis: 'EXISTING_CUSTOMER',
          evidence: 'Export of the old system of 2026-02-28',
          occurredAt: '2024-05-01T10:00:00.000Z',
          isOwnWord: false,
        },
        expect.objectContaining({ evidence: 'Form, line 7', occurredAt: '2025-01-02T01:04:05.678Z' }),
      ],
      passedOverIdentityIds: [],
    });
    expect(await newsletter()).toMatchObject({ queuedMessage: {} });
  });

  it.each<[string, () => object, string, readonly string[]]>([
    ['no evidence', () => list({ evidence: ' \n ' }), 'VALIDATION_FAILED', ['evidence']],
    [
      'blank evidence of one',
      () => list({}, { identityId: idOf(ada), occurredAt: '2024-05-01T10:00:00Z', evidence: ' ' }),
      'VALIDATION_FAILED',
      ['consents', '0', 'evidence'],
    ],
    [
      'a day to come',
      () => list({}, { identityId: idOf(ada), occurredAt: '2026-03-02T09:00:00.001Z' }),
      'VALIDATION_FAILED',
      ['consents', '0', 'occurredAt'],
    ],
    [
      'somebody who is not there',
      () =>
        list(
          {},
          { identityId: idOf(ada), occurredAt: '2024-05-01T10:00:00Z' },
          { identityId: topicId(), occurredAt: '2024-05-01T10:00:00Z' },
        ),
      'NOT_FOUND',
      ['consents', '1', 'identityId'],
    ],
    ['a topic that is not there', () => list({ topicId: idOf(ada) }), 'NOT_FOUND', ['topicId']],
    [
      'more than may come at once',
      () =>
        list(
          {},
          ...Array.from({ length: 501 }, () => ({
            identityId: idOf(ada),
            occurredAt: '2024-05-01T10:00:00Z',
          })),
        ),
      'VALIDATION_FAILED',
      ['consents'],
    ],
  ])('are refused as a whole, and nothing is written: %s', async (_name, input, code, path) => {
    const outcome = await mutate(IMPORT, input());

    expect(outcome).toMatchObject({ code, path });
    expect((await ledgerOf()).workspace.consentRecords.edges).toEqual([]);
  });

  it('are refused with every bad row named, so that a list is mended in one go', async () => {
    const row = (change: object) => ({
      identityId: idOf(ada),
      occurredAt: '2024-05-01T10:00:00Z',
      ...change,
    });

    const bad = await mutate(
      IMPORT,
      list({}, row({}), row({ evidence: ' ' }), row({}), row({ occurredAt: '2030-01-01T00:00:00Z' })),
    );
    const unknown = await mutate(
      IMPORT,
      list({}, row({ identityId: topicId() }), row({}), row({ identityId: topicId() })),
    );

    expect(bad).toEqual({
      code: 'VALIDATION_FAILED',
      message: 'Leave it out, or say where it lies. Rows that can not be taken, from 0: 1, 3.',
      path: ['consents', '1', 'evidence'],
    });
    expect(unknown).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/Rows that can not be taken, from 0: 0, 2\.$/u),
    });
  });

  it('keep the words and the notice that were shown there, and none of ours where nobody told', async () => {
    const bea = await scene.customer('Bea');
    const there = {
      wording: 'News by mail?',
      privacyNoticeUrl: 'https://old.example/privacy',
      privacyNoticeVersion: '1.2',
    };

    await mutate(
      IMPORT,
      list(
        there,
        { identityId: idOf(ada), occurredAt: '2024-05-01T10:00:00Z' },
        { identityId: idOf(bea), occurredAt: '2024-05-01T10:00:00Z', wording: 'Neues per Post?' },
      ),
    );
    await mutate(IMPORT, list());

    const rows = await readConsentsOfIdentities(scene.core.db, ada.workspaceId, [ada.id, bea.id]);
    expect(rows.toReversed()).toMatchObject([
      there,
      { ...there, wording: 'Neues per Post?' },
      { wording: null, privacyNoticeUrl: null, privacyNoticeVersion: null },
    ]);
  });

  it.each(['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00', 'yesterday'])(
    'of a day that no calendar here has are malformed, not an accident: %s',
    async (occurredAt) => {
      await expect(mutate(IMPORT, list({}, { identityId: idOf(ada), occurredAt }))).rejects.toThrow(
        /^400: .*DateTime/u,
      );
    },
  );

  it('keep evidence in any characters, as the database can hold it', async () => {
    const evidence = `Form "x'; DROP TABLE consent_records;--" \u0000\ud800\u202e${'é'.repeat(100_000)}`;

    const outcome = await mutate(IMPORT, list({ evidence }));

    const kept = `Form "x'; DROP TABLE consent_records;--" \ufffd\ufffd\u202e${'é'.repeat(100_000)}`;
    expect(outcome).toMatchObject({ records: [{ evidence: kept }] });
    const [entry] = (await ledgerOf()).node.consentRecords.edges;
    expect(entry?.node.evidenceDigest).toBe(createHash('sha256').update(kept).digest('hex'));
  });

  it('are shown page by page with everything that proves them, each holding on to the one before', async () => {
    const bea = await scene.customer('Bea');
    await scene.agree(bea, news);
    await scene.agree(ada, news);
    scene.core.clock.advance(1);
    await mutate(WITHDRAW, { identityId: idOf(ada), evidence: 'She called.' });
    const linked = await linkIdentity(scene.core, scene.workspace.owner, {
      identityId: bea.id,
      contactId: ada.contactId,
      evidence: 'The same person',
    });

    const first = (await ledgerOf({ first: 2 })).node.consentRecords;
    const second = (await ledgerOf({ first: 2, after: first.pageInfo.endCursor })).node.consentRecords;
    const entries = [...first.edges, ...second.edges].map(({ node }) => node);
    const inOrder = entries.toSorted((one, other) => one.number - other.number);

    expect(linked.kind).toBe('linked');
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    expect(inOrder.map(({ number, action }) => [number, action])).toEqual([
      [1, 'CONFIRMED'],
      [2, 'CONFIRMED'],
      [3, 'WITHDRAWN'],
    ]);
    expect(inOrder.slice(1).map(({ previousHash }) => previousHash)).toEqual(
      inOrder.slice(0, -1).map(({ hash }) => hash),
    );
    expect(entries[0]).toMatchObject({
      action: 'WITHDRAWN',
      method: 'RECORDED',
      legalBasis: 'CONSENT',
      evidence: 'She called.',
      recordedBy: scene.workspace.owner.id,
      topic: { id: topicId() },
      identity: { id: idOf(ada) },
      expiresAt: null,
    });
  });

  it('that were taken back do not come again by an older proof, and do by a newer one', async () => {
    await scene.agree(ada, news);
    scene.core.clock.advance(1_000);
    const withdrawn = await mutate(WITHDRAW, {
      identityId: idOf(ada),
      topicId: topicId(),
      evidence: 'By mail',
    });
    const record = (occurredAt: string) =>
      mutate(RECORD, { identityId: idOf(ada), topicId: topicId(), evidence: 'A paper form', occurredAt });

    const older = await record('2026-03-02T09:00:00.999Z');
    const refused = await newsletter();
    const newer = await record('2026-03-02T09:00:01.000Z');

    expect(withdrawn).toEqual({
      records: [
        { action: 'WITHDRAWN', method: 'RECORDED', topic: { name: 'Spring news' }, evidence: 'By mail' },
      ],
    });
    expect(older).toEqual({ code: 'CONFLICT', path: ['occurredAt'] });
    expect(refused).toEqual({
      decision: { rule: 'TOPIC_CONSENT', remedies: [{ kind: 'ask-for-consent' }] },
    });
    expect(newer).toEqual({ record: { action: 'CONFIRMED', evidence: 'A paper form' } });
    expect(await newsletter()).toMatchObject({ queuedMessage: {} });
  });

  it('said before a stop do not lift it, however late they are put on record', async () => {
    const said = await scene.says(ada, 'I would like your news');
    scene.core.clock.advance(1_000);
    await scene.says(ada, 'stop');
    const prove = (messageId: typeof said) =>
      mutate(RECORD, {
        identityId: idOf(ada),
        topicId: topicId(),
        messageId: encodeId('Message', messageId),
      });

    await prove(said);
    const still = await newsletter();
    await prove(await scene.says(ada, 'I would like them again'));

    expect(still).toMatchObject({ decision: { rule: 'PROMOTIONAL_OPT_OUT' } });
    expect(await newsletter()).toMatchObject({ queuedMessage: {} });
  });

  it('are taken back by topic or all at once, and a topic that nobody has is not found', async () => {
    const shares = await scene.topic('Shares');
    await scene.agree(ada, news);
    await scene.agree(ada, shares);

    const nobodys = await mutate(WITHDRAW, { identityId: idOf(ada), topicId: idOf(ada) });
    const all = await mutate(WITHDRAW, { identityId: idOf(ada) });
    const again = await mutate(WITHDRAW, { identityId: idOf(ada) });

    expect(nobodys).toEqual({ code: 'NOT_FOUND', path: ['topicId'] });
    expect(all).toMatchObject({
      records: [{ topic: { name: 'Shares' } }, { topic: { name: 'Spring news' } }],
    });
    expect(again).toEqual({ records: [] });
    expect(await newsletter()).toMatchObject({ decision: { rule: 'PROMOTIONAL_OPT_OUT' } });
  });

  it('expire on the workspace’s own clock, for readers of a topic and of a person alike', async () => {
    await scene.says(ada, 'subscribe');
    const states = `query ($topic: ID!, $contact: ID!) {
      topic: node(id: $topic) { ... on Topic {
        subscriptions(states: [EXPIRED]) { nodes { state } }
        subscriptionCounts { state count }
      } }
      contact: node(id: $contact) { ... on Contact {
        topicSubscriptions { nodes { state } }
        identities { subscriptions { state } }
      } }
    }`;
    const look = () => ask(states, { topic: topicId(), contact: encodeId('Contact', ada.contactId) });

    const before = await look();
    await advanceClock(scene.core, scene.workspace.owner, { byMs: 7 * 24 * 60 * 60 * 1000 });

    expect(before).toMatchObject({
      topic: { subscriptions: { nodes: [] } },
      contact: { topicSubscriptions: { nodes: [{ state: 'PENDING' }] } },
    });
    expect(await look()).toMatchObject({
      topic: {
        subscriptions: { nodes: [{ state: 'EXPIRED' }] },
        subscriptionCounts: expect.arrayContaining([{ state: 'EXPIRED', count: 1 }]),
      },
      contact: {
        topicSubscriptions: { nodes: [{ state: 'EXPIRED' }] },
        identities: [{ subscriptions: [{ state: 'EXPIRED' }] }],
      },
    });
  });
});
