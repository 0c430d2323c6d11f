import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTopic } from '../../../src/core/consent/create-topic.ts';
import { draftEntry, type Said } from '../../../src/core/consent/ledger-entry.ts';
import { checkSend } from '../../../src/core/inbox/check-send.ts';
import { sendMessage } from '../../../src/core/inbox/send-message.ts';
import type { ConsentAction } from '../../../src/core/model/consent.ts';
import { GOODS, type Good } from '../../../src/core/model/declaration.ts';
import type { PolicyDecision } from '../../../src/core/model/policy.ts';
import { isPromotional, PURPOSES } from '../../../src/core/model/words.ts';
import { appendConsent } from '../../../src/core/store/consent-ledger.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import type { ChannelAccount, Identity, Topic } from '../../../src/core/store/rows.ts';
import { startEmbeddedTestDatabase } from '../../support/embedded-test-engine.ts';
import { createTestDatabasePool } from '../../support/test-database-pool.ts';
import { startAppleMessages } from './dry-run/apple-messages.ts';
import { startMessenger } from './dry-run/messenger.ts';
import { isTaken, type Platform, type SampleTemplate } from './dry-run/platform.ts';
import { createStage, type Stage } from './dry-run/stage.ts';
import { startTelegram } from './dry-run/telegram.ts';
import { startViber } from './dry-run/viber.ts';
import { startWhatsApp } from './dry-run/whatsapp.ts';

/** Each run has a new person, a whole send and the platform's own answer; 2,000 are for releases. */
const RUNS = Number(process.env.CONFAB_TEST_RUNS ?? 100);
/** The same situations each time, unless somebody wants others. */
const SEED = Number(process.env.CONFAB_TEST_SEED ?? 20_191_207);
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** The rules of today are those that the simulators play; answers on WhatsApp have a price from October on. */
const FIRST_DAY = Date.parse('2026-05-01T00:00:00Z');
const DAYS = 240;
const STARTS = [startWhatsApp, startMessenger, startTelegram, startViber, startAppleMessages];
const SPANS_MS = [
  0,
  HOUR_MS,
  DAY_MS - 1,
  DAY_MS,
  DAY_MS + 1,
  3 * DAY_MS,
  7 * DAY_MS - 1,
  7 * DAY_MS,
  30 * DAY_MS,
];
const TULIPS = { type: 'text', text: 'Tulips' } as const;
const CONSENTS: readonly (ConsentAction | null)[] = [null, 'REQUESTED', 'GRANTED', 'CONFIRMED', 'WITHDRAWN'];

/** The first half of the time, and one of all otherwise. */
const often = <Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof(fc.constant(usual), fc.constantFrom(...others));

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
let stage: Stage;
let topic: Topic;
const platforms: Platform[] = [];

beforeAll(async () => {
  stage = await createStage(await pool.open());
  topic = await makeTopic();
  for (const start of STARTS) {
    const platform = await start(stage);
    for (const account of platform.accounts) await stage.knows(account, platform.templates);
    platforms.push(platform);
  }
});
afterAll(async () => {
  await stage.close();
  for (const platform of platforms) await platform.close();
  await pool.stop();
});

const question = fc.record({
  platform: fc.nat({ max: STARTS.length - 1 }),
  account: fc.nat(),
  history: fc.nat(),
  day: fc.nat({ max: DAYS }),
  hour: fc.nat({ max: 23 }),
  sinceMs: fc.constantFrom(...SPANS_MS),
  consent: often<ConsentAction | null>('CONFIRMED', ...CONSENTS),
  purpose: fc.constantFrom(...PURPOSES),
  author: fc.constantFrom('MEMBER', 'BOT', 'AUTOMATION', 'CAMPAIGN'),
  template: fc.option(fc.nat(), { freq: 3 }),
  isOfTopic: often<boolean | null>(null, true, false),
  goods: often<readonly Good[]>([], ...GOODS.map((good) => [good])),
  containsPromotion: often<boolean>(false, true),
});
type Question = typeof question extends fc.Arbitrary<infer Value> ? Value : never;

describe('the dry run and the real send', () => {
  /** Somebody wrote just now, and is answered. */
  const answer = (platform: number, history: number): Question => ({
    platform,
    history,
    ...{
      account: 0,
      day: 0,
      hour: 12,
      sinceMs: 0,
      consent: 'CONFIRMED',
      purpose: 'SERVICE',
      author: 'MEMBER',
    },
    ...{ template: null, isOfTopic: false, goods: [], containsPromotion: false },
  });

  it('never disagree on any channel, and neither does the platform, rule by rule', {
    timeout: 1_800_000,
  }, async () => {
    const verdicts = new Map<string, number>();
    const seen = (verdict: string) => verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);

    const disagreements: string[] = [];
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const disagreement = await ask(asked, seen).catch(String);
        if (disagreement !== null) disagreements.push(`${disagreement}\n  ${JSON.stringify(asked)}`);
      }),
      {
        numRuns: RUNS,
        seed: SEED,
        examples: platforms.map(({ histories }, number) => [
          answer(
            number,
            Object.keys(histories).findIndex((name) => /^wrote|^started/u.test(name)),
          ),
        ]),
      },
    );

    expect(disagreements).toEqual([]);
    // The situations are worth something only if they come to different answers.
    for (const { channel } of platforms) expect(verdicts.keys()).toContain(`${channel}: allowed, and taken`);
    if (process.env.CONFAB_TEST_RUNS !== undefined) process.stdout.write(tally(verdicts));
  });

  /** What is wrong about one situation; null: all three agree. */
  async function ask(asked: Question, seen: (verdict: string) => void): Promise<string | null> {
    const platform = pick(platforms, asked.platform);
    const account = pick(platform.accounts, asked.account);
    const identity = await someone(platform, account, asked);
    const template = templateOf(asked, platform);
    const message = messageOf(asked, identity, template);
    const { author } = asked;
    const { core, workspace } = stage;

    const dry = await checkSend(core, workspace.owner, { ...message, author, at: null, assume: {} });
    const real = await sendMessage(
      core,
      workspace.owner,
      { ...message, replyToId: null, idempotencyKey: newId() },
      author,
    );
    if (dry.kind !== 'checked') return dry.message;
    const weighed = { ...message, author, purpose: weighedAs(asked) };
    if (real.kind !== 'queued' && real.kind !== 'refused') {
      const straight = await stage.straight(identity, account, weighed);
      seen(`${platform.channel}: allowed, and nothing that can be written there`);
      return straight.kind === 'unrenderable' ? null : JSON.stringify(real);
    }
    const decision = real.kind === 'refused' ? real.decision : real.message.decision;
    const isSame = isDeepStrictEqual(stored(decision), stored(dry.decision));
    if (!isSame || (real.kind === 'queued') !== (dry.decision.verdict === 'ALLOW')) {
      return `${platform.channel}: the dry run said ${dry.decision.rule}, the send ${decision?.rule}.`;
    }

    if (real.kind === 'queued') {
      const { status, externalId, failure } = await stage.settled(real.message.id);
      const isThere =
        (status === 'SENT' || status === 'DELIVERED') && (await platform.arrives(externalId ?? ''));
      seen(`${platform.channel}: allowed, and taken`);
      return isThere ? null : `${platform.channel}: allowed and refused there: ${JSON.stringify(failure)}`;
    }
    const { rule: first, alsoObjecting } = real.decision;
    const rules = first === null ? alsoObjecting : [first, ...alsoObjecting];
    const enforced = rules.filter((rule) => platform.enforces(rule, { ...message, template }));
    if (enforced.length === 0) {
      seen(`${platform.channel}: ${first}, which nothing on the wire shows`);
      return null;
    }
    const straight = await stage.straight(identity, account, weighed);
    for (const rule of enforced) seen(`${platform.channel}: ${rule}, and refused there`);
    return (await isTaken(platform, straight)) ? `${platform.channel}: ${enforced}, but taken there` : null;
  }

  async function someone(
    platform: Platform,
    account: ChannelAccount,
    { history, day, hour, sinceMs, consent }: Question,
  ): Promise<Identity> {
    stage.clock.set(new Date(FIRST_DAY + day * DAY_MS + hour * HOUR_MS));
    const identity = await pick(Object.values(platform.histories), history)(account);
    stage.clock.advance(sinceMs);
    if (consent === null) return identity;
    const now = stage.clock.now();
    for (const subject of [topic, null]) {
      const said: Said = {
        topic: subject,
        purpose: 'MARKETING',
        action: consent,
        method: 'RECORDED',
        isOwnWord: true,
        recordedBy: 'a test',
        occurredAt: now,
        expiresAt: consent === 'REQUESTED' ? new Date(now.getTime() + HOUR_MS) : null,
      };
      await stage.core.db.transaction((queries) =>
        appendConsent(queries, draftEntry({ identity, account }, said, now)),
      );
    }
    return identity;
  }

  const messageOf = (
    { purpose, isOfTopic, goods, containsPromotion }: Question,
    { id }: Identity,
    template: SampleTemplate | null,
  ) =>
    ({
      conversationId: null,
      identityId: id,
      purpose,
      parts: [template === null ? TULIPS : template.part],
      options: {
        onUnsupported: 'DEGRADE',
        overlongText: 'SPLIT',
        isSilent: false,
        declaration: {
          topicId: (isOfTopic ?? purpose === 'NEWSLETTER') ? topic.id : null,
          goods,
          containsPromotion,
        },
      },
    }) as const;
});

async function makeTopic(): Promise<Topic> {
  const outcome = await createTopic(stage.core, stage.workspace.owner, {
    name: 'Spring news',
    purpose: 'NEWSLETTER',
    wording: null,
    privacyNoticeUrl: null,
    privacyNoticeVersion: null,
  });
  if (outcome.kind !== 'created') throw new Error(outcome.message);
  return outcome.topic;
}

/** Promotion under another name is promotion. */
const weighedAs = ({ purpose, containsPromotion }: Pick<Question, 'purpose' | 'containsPromotion'>) =>
  containsPromotion && !isPromotional(purpose) ? 'MARKETING' : purpose;

/** One-time codes have templates of a kind of their own, whose form is another one. */
const templateOf = ({ template, purpose }: Question, { templates }: Platform): SampleTemplate | null =>
  template === null || purpose === 'AUTHENTICATION' ? null : pickOrNull(templates, template);

/** As it is after it was stored with its message. */
const stored = (decision: PolicyDecision | null): unknown => JSON.parse(JSON.stringify(decision));

const tally = (verdicts: ReadonlyMap<string, number>): string =>
  [...verdicts]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([verdict, count]) => `${String(count).padStart(5)}  ${verdict}\n`)
    .join('');

const pickOrNull = <Item>(list: readonly Item[], number: number): Item | null =>
  list[number % list.length] ?? null;

function pick<Item>(list: readonly Item[], number: number): Item {
  const item = pickOrNull(list, number);
  if (item === null) throw new Error('There is nothing to choose from.');
  return item;
}
