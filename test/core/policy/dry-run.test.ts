import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { telegram } from '../../../src/channels/telegram/index.ts';
import {
  startTelegramSimulator,
  type TelegramSimulator,
} from '../../../src/channels/telegram/simulator/index.ts';
import { createTopic } from '../../../src/core/consent/create-topic.ts';
import { draftEntry } from '../../../src/core/consent/ledger-entry.ts';
import { checkSend } from '../../../src/core/inbox/check-send.ts';
import { sendMessage } from '../../../src/core/inbox/send-message.ts';
import type { ConsentAction } from '../../../src/core/model/consent.ts';
import { GOODS } from '../../../src/core/model/declaration.ts';
import type { ContactId, IdentityId } from '../../../src/core/model/ids.ts';
import { PURPOSES } from '../../../src/core/model/words.ts';
import { appendConsent } from '../../../src/core/store/consent-ledger.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import type { ChannelAccount, Identity, Topic } from '../../../src/core/store/rows.ts';
import { contacts, identities } from '../../../src/core/store/tables/index.ts';
import { startEmbeddedTestDatabase } from '../../support/embedded-test-engine.ts';
import {
  createTestCore,
  createTestWorkspace,
  type TestCore,
  type TestWorkspace,
} from '../../support/test-core.ts';
import { createTestDatabasePool } from '../../support/test-database-pool.ts';
import { connectTestAccount } from '../../support/workspace.ts';

/** Every run is a whole send; CONFAB_TEST_RUNS=2000 takes minutes and is for releases. */
const RUNS = Number(process.env.CONFAB_TEST_RUNS ?? 500);
const HOUR_MS = 60 * 60 * 1000;
const START = new Date('2026-06-15T00:00:00Z');
const REACHES = ['stranger', 'started', 'blocked'] as const;
const CONSENTS = [null, 'REQUESTED', 'GRANTED', 'CONFIRMED', 'WITHDRAWN'] as const;
const ZONES = [null, 'Europe/Berlin', 'Pacific/Auckland'] as const;

interface Person {
  readonly identity: Identity;
  /** What the platform itself says to a message. */
  readonly isTaken: boolean;
}

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
let platform: TelegramSimulator;
let botToken: string;
let core: TestCore;
let workspace: TestWorkspace;
let account: ChannelAccount;
let topic: Topic;
const people: Person[] = [];

beforeAll(async () => {
  platform = await startTelegramSimulator({ floodLimits: null });
  const bot = platform.addBot(undefined, { username: 'acme_bot', name: 'Acme' });
  botToken = bot.token;
  core = createTestCore({ db: await pool.open(), channels: [telegram] });
  core.clock.set(START);
  workspace = await createTestWorkspace(core);
  account = await connectTestAccount(core, workspace.owner, {
    channel: 'telegram',
    credentials: { botToken: bot.token, webhookSecret: 'secret_42' },
    apiBaseUrl: platform.url,
  });
  topic = await makeTopic();
  for (const reach of REACHES) {
    for (const consent of CONSENTS) {
      for (const timeZone of ZONES) {
        const identity = await makePerson(reach, consent, timeZone);
        people.push({ identity, isTaken: await platformTakes(identity.externalId) });
      }
    }
  }
});
afterAll(async () => {
  await core.wake.close();
  await platform.close();
  await pool.stop();
});

describe('the dry run and the real send', () => {
  const question = fc.record({
    person: fc.nat({ max: REACHES.length * CONSENTS.length * ZONES.length - 1 }),
    purpose: fc.constantFrom(...PURPOSES),
    author: fc.constantFrom('MEMBER', 'BOT', 'AUTOMATION', 'CAMPAIGN'),
    hour: fc.nat({ max: 24 * 30 }),
    hasTopic: fc.boolean(),
    goods: fc.subarray([...GOODS], { maxLength: 1 }),
    containsPromotion: fc.boolean(),
  });

  it('never disagree, and neither does the platform', { timeout: 900_000 }, async () => {
    const verdicts = new Set<string>();
    let asked = 0;

    await fc.assert(
      fc.asyncProperty(
        question,
        async ({ person, purpose, author, hour, hasTopic, goods, containsPromotion }) => {
          const who = people[person];
          if (who === undefined) throw new Error('There are as many people as numbers.');
          core.clock.set(new Date(START.getTime() + hour * HOUR_MS));
          const declaration = { topicId: hasTopic ? topic.id : null, goods, containsPromotion };
          const message = {
            conversationId: null,
            identityId: who.identity.id,
            purpose,
            parts: [{ type: 'text', text: 'Tulips' }],
            options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false, declaration },
          } as const;
          asked += 1;

          const dry = await checkSend(core, workspace.owner, { ...message, author, at: null, assume: {} });
          const real = await sendMessage(
            core,
            workspace.owner,
            { ...message, replyToId: null, idempotencyKey: `question-${asked}` },
            author,
          );

          if (dry.kind !== 'checked') throw new Error(dry.message);
          if (real.kind !== 'queued' && real.kind !== 'refused') throw new Error(real.message);
          const decision = real.kind === 'refused' ? real.decision : real.message.decision;
          expect(JSON.parse(JSON.stringify(decision))).toEqual(JSON.parse(JSON.stringify(dry.decision)));
          expect(real.kind).toBe(dry.decision.verdict === 'ALLOW' ? 'queued' : 'refused');

          const { isTaken } = who;
          if (real.kind === 'queued') expect(isTaken).toBe(true);
          if (decision?.rule === 'opted-out' || decision?.rule === 'customer-first')
            expect(isTaken).toBe(false);
          verdicts.add(decision?.rule ?? 'allowed');
        },
      ),
      { numRuns: RUNS },
    );

    // The situations are worth something only if they come to different answers.
    for (const verdict of ['allowed', 'customer-first', 'opted-out', 'topic-consent']) {
      expect(verdicts).toContain(verdict);
    }
  });
});

/** Asks the platform itself, past everything of ours but the address. */
async function platformTakes(chatId: string): Promise<boolean> {
  const response = await fetch(`${platform.url}/bot${botToken}/sendMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ chat_id: Number(chatId), text: 'Tulips' }),
  });
  return response.ok;
}

async function makeTopic(): Promise<Topic> {
  const outcome = await createTopic(core, workspace.owner, {
    name: 'Spring news',
    purpose: 'NEWSLETTER',
    wording: null,
    privacyNoticeUrl: null,
    privacyNoticeVersion: null,
  });
  if (outcome.kind !== 'created') throw new Error(outcome.message);
  return outcome.topic;
}

/** Somebody as the platform and we know them, with a consent to the topic and to marketing as a whole. */
async function makePerson(
  reach: (typeof REACHES)[number],
  consent: ConsentAction | null,
  timeZone: string | null,
): Promise<Identity> {
  const customer = platform.customer(`${reach} ${consent} ${timeZone}`);
  if (reach !== 'stranger') customer.starts();
  if (reach === 'blocked') customer.blocks();
  const { workspaceId } = workspace.owner;
  const contactId = newId<ContactId>();
  await core.db.orm.insert(contacts).values({
    id: contactId,
    workspaceId,
    name: customer.name,
    timeZone,
    attributes: {},
    tags: [],
    createdAt: START,
  });
  const [identity] = await core.db.orm
    .insert(identities)
    .values({
      id: newId<IdentityId>(),
      workspaceId,
      channelAccountId: account.id,
      contactId,
      externalId: String(customer.id),
      kind: 'PERSON',
      reachability: reach === 'stranger' ? 'UNKNOWN' : reach === 'started' ? 'REACHABLE' : 'BLOCKED',
      lastInboundAt: reach === 'stranger' ? null : START,
      createdAt: START,
    })
    .returning();
  if (identity === undefined) throw new Error('An insert returned no row.');
  if (consent === null) return identity;
  for (const subject of [topic, null]) {
    const said = {
      topic: subject,
      purpose: 'MARKETING',
      action: consent,
      method: 'RECORDED',
      recordedBy: 'a test',
      occurredAt: START,
      expiresAt: consent === 'REQUESTED' ? new Date(START.getTime() + 100 * HOUR_MS) : null,
    } as const;
    await core.db.transaction((queries) =>
      appendConsent(queries, draftEntry({ identity, account }, said, START)),
    );
  }
  return identity;
}
