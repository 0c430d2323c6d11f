import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaId } from '../../../src/core/model/ids.ts';
import type { RemedyKind } from '../../../src/core/model/remedy.ts';
import { insertStoredMedia } from '../../../src/core/store/media.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import { encodeId } from '../../../src/graphql/ids.ts';
import { startEmbeddedTestDatabase } from '../../support/embedded-test-engine.ts';
import { createTestDatabasePool } from '../../support/test-database-pool.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createPolicyScene, PATIENCE, type PolicyScene } from './policy-scene.ts';

const HOUR_MS = 60 * 60 * 1000;
const ORDER = { name: 'order', language: 'en', variables: [{ name: '1', value: '4471' }] };
const OFFER = { ...ORDER, name: 'offer' };
const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) {
    ... on SendMessageSuccess { queuedMessage { id } }
    ... on PolicyRefused {
      decision {
        rule
        remedies {
          kind
          ... on UseTemplate { templates { name language } }
          ... on WaitUntil { at }
          ... on WaitForContact { links }
          ... on AskForConsent { topicId }
          ... on MoveAudience { topicId channels }
          ... on UseIdentity { identityId }
          ... on EnableAccountSetting { setting }
        }
      }
    }
    ... on UserError { code message path }
  }
}`;

interface Offered {
  readonly kind: string;
  readonly templates: readonly { readonly name: string; readonly language: string }[];
  readonly at: string;
  readonly links: readonly string[];
  readonly topicId: string;
  readonly channels: readonly string[];
  readonly identityId: string;
  readonly setting: string;
}
interface Outcome {
  readonly queuedMessage?: { readonly id: string };
  readonly decision?: { readonly rule: string; readonly remedies: readonly Offered[] };
}

/** What is refused, how the remedy is applied, and where the message is seen. */
interface Case {
  readonly refused: Readonly<Record<string, unknown>>;
  readonly rule: string;
  /** @returns what of the message changes by it, and in whose name it is sent. */
  apply(remedy: Offered): Promise<{ readonly change?: object; readonly token?: string }>;
  arrives(): Promise<unknown>;
}

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
let scene: PolicyScene;
let topicId: string;
beforeAll(async () => {
  scene = await createPolicyScene(await pool.open());
  const selection = '... on TopicSuccess { topic { id } }';
  const made = await scene.act<{ topic: { id: string } }>('createTopic', { name: 'Lamps' }, selection);
  topicId = made.topic.id;
  await approve('order', 'UTILITY', 'Your order {{1}} is ready.');
  await approve('offer', 'MARKETING', 'Lamps for {{1}} this week.');
});
afterAll(async () => {
  await scene.close();
  await pool.stop();
});

const text = (words: string) => [{ text: { text: words } }];
const send = async (input: object, token?: string): Promise<Outcome> => {
  const variables = { input: { ...input, idempotencyKey: newId() } };
  return (await scene.ask<{ sendMessage: Outcome }>(SEND, variables, token)).sendMessage;
};
const confirm = (identityId: string) =>
  scene.act('recordConsent', { identityId, topicId, consent: 'CONFIRMED', evidence: 'Form log, line 7' });

const CASES: Readonly<Record<RemedyKind, () => Promise<Case>>> = {
  'use-template': async () => {
    const { identityId, person } = await onWhatsApp('Tilda');
    await scene.advance(25 * HOUR_MS);
    return {
      refused: { identityId, parts: text('Your order is ready.') },
      rule: 'MESSAGING_WINDOW',
      apply: async ({ templates }) => {
        expect(templates).toContainEqual({ name: ORDER.name, language: ORDER.language });
        return { change: { parts: [{ template: ORDER }] } };
      },
      arrives: () => person.inbox.waitForMessage('Your order 4471', PATIENCE),
    };
  },

  'wait-until': async () => {
    const { identity, identityId, person } = await onTelegram('Walt');
    await confirm(identityId);
    const now = await scene.advance(1);
    await scene.act('updateContact', {
      contactId: scene.contactOf(identity),
      timeZone: zoneAt(now, 2),
    });
    return {
      refused: { identityId, topicId, purpose: 'NEWSLETTER', parts: text('Night lamps') },
      rule: 'QUIET_HOURS',
      apply: async ({ at }) => {
        await scene.advance(Date.parse(at) - now.getTime());
        return {};
      },
      arrives: () => person.inbox.waitForMessage('Night lamps', PATIENCE),
    };
  },

  'wait-for-contact': async () => {
    const person = scene.people.telegram.customer('Wanda');
    const { stage, accounts } = scene;
    const identity = await stage.stranger(accounts.telegram, String(person.id));
    return {
      refused: { identityId: scene.idOf(identity), parts: text('Hello Wanda') },
      rule: 'CUSTOMER_FIRST',
      apply: async ({ links: [link] }) => {
        expect(link).toContain('t.me/acme_bot');
        person.starts();
        await stage.becomes(identity, ({ lastInboundAt }) => lastInboundAt !== null);
        return {};
      },
      arrives: () => person.inbox.waitForMessage('Hello Wanda', PATIENCE),
    };
  },

  'ask-for-consent': async () => {
    const { identityId, person } = await onTelegram('Asta');
    return {
      refused: { identityId, topicId, purpose: 'NEWSLETTER', parts: text('Lamps for Asta') },
      rule: 'TOPIC_CONSENT',
      apply: async (remedy) => {
        await scene.act('requestConsent', { identityId, topicId: remedy.topicId, idempotencyKey: newId() });
        await person.inbox.waitForMessage('Lamps', PATIENCE);
        person.taps('Yes');
        await isConfirmed(identityId);
        return {};
      },
      arrives: () => person.inbox.waitForMessage('Lamps for Asta', PATIENCE),
    };
  },

  'move-audience': async () => {
    const { identityId } = await onWhatsApp('Mona', '491700000001');
    await confirm(identityId);
    const person = scene.people.telegram.customer('Mona');
    return {
      refused: { identityId, topicId, purpose: 'NEWSLETTER', parts: text('Lamps for Mona') },
      rule: 'PROMOTION_PERMITTED',
      apply: async (remedy) => {
        expect(remedy.channels).toContain('telegram');
        const link = await planMove(remedy.topicId, '+491700000001');
        const arrived = await scene.stage.newcomer(scene.accounts.telegram, () =>
          person.starts({ payload: new URL(link).searchParams.get('start') ?? '' }),
        );
        await person.inbox.waitForMessage('Lamps', PATIENCE);
        person.taps('Yes, send it here');
        await isConfirmed(scene.idOf(arrived));
        return { change: { identityId: scene.idOf(arrived) } };
      },
      arrives: () => person.inbox.waitForMessage('Lamps for Mona', PATIENCE),
    };
  },

  'use-identity': async () => {
    const { identity, identityId, person } = await onTelegram('Ulla');
    const { people, stage, accounts } = scene;
    const onViber = people.viber.customer('Ulla');
    const other = await stage.newcomer(accounts.viber, () => onViber.writes('Hello'));
    await scene.act('linkIdentity', {
      identityId: scene.idOf(other),
      contactId: scene.contactOf(identity),
      evidence: 'They told us so.',
    });
    person.blocks();
    await stage.becomes(identity, ({ reachability }) => reachability === 'BLOCKED');
    return {
      refused: { identityId, parts: text('Hello Ulla') },
      rule: 'OPTED_OUT',
      apply: async (remedy) => ({ change: { identityId: remedy.identityId } }),
      arrives: () => onViber.inbox.waitForMessage('Hello Ulla', PATIENCE),
    };
  },

  'hand-to-person': async () => {
    const { people, stage, accounts, page } = scene;
    const person = people.messenger.customer('Hanna');
    const identity = await stage.newcomer(accounts.messenger, () =>
      person.writes('Hello', { page: page.id }),
    );
    await scene.advance(25 * HOUR_MS);
    return {
      refused: { identityId: scene.idOf(identity), parts: text('Hello Hanna') },
      rule: 'MESSAGING_WINDOW',
      apply: async () => {
        const { member } = await scene.act<{ member: { id: string } }>(
          'createMember',
          { name: 'Ida', role: 'AGENT' },
          '... on MemberSuccess { member { id } }',
        );
        const selection = '... on MemberTokenSuccess { token }';
        return scene.act<{ token: string }>('createMemberToken', { memberId: member.id }, selection);
      },
      arrives: () => person.inbox.waitForMessage('Hello Hanna', PATIENCE),
    };
  },

  'register-opt-in': async () => {
    const person = scene.people.whatsapp.customer('Rita');
    const identityId = scene.idOf(await scene.stage.stranger(scene.accounts.whatsapp, person.phone));
    return {
      refused: { identityId, purpose: 'TRANSACTIONAL', parts: [{ template: ORDER }] },
      rule: 'OPT_IN_ON_RECORD',
      apply: async () => {
        await scene.act('recordConsent', {
          ...{ identityId, purpose: 'TRANSACTIONAL', consent: 'GRANTED' },
          evidence: 'Ticked in the shop, order 4471',
        });
        return {};
      },
      arrives: () => person.inbox.waitForMessage('Your order 4471', PATIENCE),
    };
  },

  'enable-account-setting': async () => {
    const { identityId, person } = await onWhatsApp('Enno');
    await confirm(identityId);
    return {
      refused: { identityId, topicId, purpose: 'NEWSLETTER', parts: [{ template: OFFER }] },
      rule: 'PROMOTION_PERMITTED',
      apply: async ({ setting }) => {
        const settings = [{ name: setting, value: 'true' }];
        await scene.act('updateChannelAccount', { id: scene.accountId('whatsapp'), settings });
        return {};
      },
      arrives: () => person.inbox.waitForMessage('Lamps for 4471', PATIENCE),
    };
  },
};

describe('a remedy of a refusal, applied through the API', () => {
  it.each(Object.entries(CASES))(
    'lets the message through: %s',
    { timeout: 300_000 },
    async (kind, prepare) => {
      const { refused, rule, apply, arrives } = await prepare();

      const first = await send(refused);
      const remedy = first.decision?.remedies.find((offered) => offered.kind === kind);
      if (remedy === undefined) throw new Error(`No such remedy: ${JSON.stringify(first)}`);
      const { change, token } = await apply(remedy);
      const second = await send({ ...refused, ...change }, token);

      expect(first.decision?.rule).toBe(rule);
      expect(second).toEqual({ queuedMessage: { id: expect.any(String) } });
      await arrives();
    },
  );
});

async function onWhatsApp(name: string, phone?: string) {
  const { people, stage, accounts, number } = scene;
  const person = people.whatsapp.customer(name, phone === undefined ? {} : { phone });
  const identity = await stage.newcomer(accounts.whatsapp, () =>
    person.writes('Hello', { number: number.phone }),
  );
  return { person, identity, identityId: scene.idOf(identity) };
}

async function onTelegram(name: string) {
  const person = scene.people.telegram.customer(name);
  const identity = await scene.stage.newcomer(scene.accounts.telegram, () => person.starts());
  return { person, identity, identityId: scene.idOf(identity) };
}

/** The platform has approved it, and the account knows. */
async function approve(name: string, category: 'UTILITY' | 'MARKETING', body: string): Promise<void> {
  const { whatsapp } = scene.people;
  const example = { body_text: [['4471']] };
  const response = await fetch(`${whatsapp.controlUrl}/accounts/${scene.number.phone}/templates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ name, language: 'en', category },
      components: [{ type: 'BODY', text: body, example }],
    }),
  });
  if (!response.ok) throw new Error(await response.text());
  await scene.stage.knows(scene.accounts.whatsapp, [
    {
      part: { type: 'template', name, language: 'en', variables: {} },
      ...{ category, text: body, isApproved: true },
    },
  ]);
}

async function isConfirmed(identityId: string): Promise<void> {
  const document = `query ($input: CheckSendInput!) { checkSend(input: $input) { verdict } }`;
  const input = { identityId, topicId, purpose: 'NEWSLETTER' };
  await waitFor('the consent is confirmed', async () => {
    const { checkSend } = await scene.ask<{ checkSend: { verdict: string } }>(document, { input });
    return checkSend.verdict === 'ALLOW';
  });
}

/** The topic's readers are to move to Telegram; a reader's own link to there. */
async function planMove(ofTopic: string, phone: string): Promise<string> {
  const { db, store, stage, act } = scene;
  const now = await scene.advance(1);
  const { migration } = await act<{ migration: { id: string } }>(
    'createMigration',
    {
      ...{ name: 'Out of WhatsApp', topicId: ofTopic },
      sourceAccountId: scene.accountId('whatsapp'),
      targetAccountIds: [scene.accountId('telegram')],
      invitations: [{ language: 'en', text: 'We move: {link}' }],
      deadlineAt: new Date(now.getTime() + 720 * HOUR_MS),
    },
    '... on MigrationSuccess { migration { id } }',
  );
  const migrationId = migration.id;
  const mediaId = newId<MediaId>();
  await writeFile(store.pathOf('readers'), `number,name\n${phone},Mona\n`);
  await insertStoredMedia(db, {
    ...{ id: mediaId, workspaceId: stage.workspace.owner.workspaceId, status: 'STORED' },
    ...{ contentHash: 'readers', createdAt: now },
  });
  const file = {
    migrationId,
    mediaId: encodeId('Media', mediaId),
    evidence: 'Form log',
    legalBasis: 'CONSENT',
  };
  await act('importMigrationAudience', file);
  await act('startMigration', { migrationId });
  const selection = '... on MigrationLinksMade { readers { links { url } } }';
  let url = '';
  await waitFor('the reader has a link to Telegram', async () => {
    const { readers } = await act<{
      readers: readonly { readonly links: readonly { readonly url: string }[] }[];
    }>('createMigrationLinks', { migrationId }, selection);
    url = readers[0]?.links.find((link) => link.url.includes('t.me'))?.url ?? '';
    return url !== '';
  });
  return url;
}

/** A time zone whose clocks show that hour now. */
function zoneAt(now: Date, hour: number): string {
  const ahead = ((hour - now.getUTCHours() + 36) % 24) - 12;
  // The names of these zones tell how far they are behind.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
