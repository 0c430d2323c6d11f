import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTopic } from '../../../src/core/consent/create-topic.ts';
import { withdrawConsent } from '../../../src/core/consent/withdraw-consent.ts';
import { checkSend } from '../../../src/core/inbox/check-send.ts';
import { addOperatorRule, endOperatorRule } from '../../../src/core/inbox/operator-rules.ts';
import { loadRateCard, removeRateCard } from '../../../src/core/inbox/rate-cards.ts';
import { sendMessage } from '../../../src/core/inbox/send-message.ts';
import { updateContact } from '../../../src/core/inbox/update-contact.ts';
import type { OperatorTerms } from '../../../src/core/model/operator-rule.ts';
import type { PolicyDecision } from '../../../src/core/model/policy.ts';
import type { PolicyRuleName } from '../../../src/core/model/policy-edition.ts';
import { type AuthorKind, isPromotional, PURPOSES } from '../../../src/core/model/words.ts';
import { houseEditions } from '../../../src/core/policy/house-rules.ts';
import { editionAt } from '../../../src/core/policy/timeline.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import type { ChannelAccount, Identity, Topic } from '../../../src/core/store/rows.ts';
import { startEmbeddedTestDatabase } from '../../support/embedded-test-engine.ts';
import { createTestDatabasePool } from '../../support/test-database-pool.ts';
import { startAppleMessages } from './dry-run/apple-messages.ts';
import { startMessenger } from './dry-run/messenger.ts';
import { isTaken, type Platform, type SampleTemplate } from './dry-run/platform.ts';
import {
  DAY_MS,
  DAYS,
  FIRST_DAY,
  HOUR_MS,
  type Question,
  questionOf,
  ruleByRule,
} from './dry-run/question.ts';
import { adapterOf, createStage, type Stage } from './dry-run/stage.ts';
import { startTelegram } from './dry-run/telegram.ts';
import { startViber } from './dry-run/viber.ts';
import { startWhatsApp } from './dry-run/whatsapp.ts';

/** Each run has a new person, a whole send and the platform's own answer; 2,000 are for releases. */
const RUNS = Number(process.env.CONFAB_TEST_RUNS ?? 100);
/** The same situations each time, unless somebody wants others. */
const SEED = Number(process.env.CONFAB_TEST_SEED ?? 20_191_207);
const STARTS = [startWhatsApp, startMessenger, startTelegram, startViber, startAppleMessages];
const TULIPS = { type: 'text', text: 'Tulips' } as const;
/** What a workspace may ask for itself; a budget needs a price, which the card gives. */
const OWN_RULES: Readonly<Record<NonNullable<Question['ownRule']>, OperatorTerms>> = {
  'extra-consent': { rule: 'extra-consent', terms: { purposes: PURPOSES, isOwnWord: false } },
  budget: { rule: 'budget', terms: { currency: 'EUR', amountMicros: 0 } },
};
const CARD = {
  ...{ name: 'A contract', source: 'its second page', effectiveFrom: '2026-01-01', currency: 'EUR' },
  ...{ windowMs: 0, entryPointMs: 0, rates: [{ amountMicros: 10_000, basis: 'Every message.' }] },
};

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

describe('the dry run and the real send', () => {
  it('never disagree on any channel, and neither does the platform, rule by rule, each at least once', {
    timeout: 1_800_000,
  }, async () => {
    const verdicts = new Map<string, number>();
    const met = new Set<string>();
    const seen: Seen = {
      verdict: (verdict) => verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1),
      rule: (channel, rule) => met.add(`${channel}: ${rule}`),
    };

    const disagreements: string[] = [];
    await fc.assert(
      fc.asyncProperty(questionOf(platforms.length), async (asked) => {
        const disagreement = await ask(asked, seen).catch(String);
        if (disagreement !== null) disagreements.push(`${disagreement}\n  ${JSON.stringify(asked)}`);
      }),
      { numRuns: RUNS, seed: SEED, examples: ruleByRule(platforms).map((example) => [example]) },
    );

    expect(disagreements).toEqual([]);
    expect(platforms.flatMap(rulesOf).filter((rule) => !met.has(rule))).toEqual([]);
    // The situations are worth something only if they come to different answers.
    for (const { channel } of platforms) expect(verdicts.keys()).toContain(`${channel}: allowed, and taken`);
    if (process.env.CONFAB_TEST_RUNS !== undefined) process.stdout.write(tally(verdicts));
  });

  /** What is wrong about one situation; null: all three agree. */
  async function ask(asked: Question, seen: Seen): Promise<string | null> {
    const platform = pick(platforms, asked.platform);
    const account = pick(platform.accounts, asked.account);
    const identity = await someone(platform, account, asked);
    const template = templateOf(asked, platform);
    const message = messageOf(asked, identity, template);
    for (let count = 0; count < asked.earlier; count += 1) await send(message, asked.author);
    const lift = await impose(asked.ownRule, platform.channel);
    try {
      return await compare(asked, { platform, account, identity, template, message }, seen);
    } finally {
      await lift();
    }
  }

  async function compare(
    asked: Question,
    { platform, account, identity, template, message }: Asked,
    seen: Seen,
  ): Promise<string | null> {
    const { author } = asked;
    const { core, workspace } = stage;

    const dry = await checkSend(core, workspace.owner, { ...message, author, at: null, assume: {} });
    const real = await send(message, author);
    if (dry.kind !== 'checked') return dry.message;
    const weighed = { ...message, author, purpose: weighedAs(asked) };
    if (real.kind !== 'queued' && real.kind !== 'refused') {
      const straight = await stage.straight(identity, account, weighed);
      seen.verdict(`${platform.channel}: allowed, and nothing that can be written there`);
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
      seen.verdict(`${platform.channel}: allowed, and taken`);
      return isThere ? null : `${platform.channel}: allowed and refused there: ${JSON.stringify(failure)}`;
    }
    const { rule: first, alsoObjecting } = real.decision;
    const rules = first === null ? alsoObjecting : [first, ...alsoObjecting];
    for (const rule of rules) seen.rule(platform.channel, rule);
    // What they told us alone, no platform knows.
    const isOurs = (rule: PolicyRuleName) => rule === 'promotional-opt-out' && asked.consent === 'STOPPED';
    const enforced = rules.filter(
      (rule) => platform.enforces(rule, { ...message, template }) && !isOurs(rule),
    );
    if (enforced.length === 0) {
      seen.verdict(`${platform.channel}: ${first}, which nothing on the wire shows`);
      return null;
    }
    const straight = await stage.straight(identity, account, weighed);
    for (const rule of enforced) seen.verdict(`${platform.channel}: ${rule}, and refused there`);
    return (await isTaken(platform, straight)) ? `${platform.channel}: ${enforced}, but taken there` : null;
  }

  /** Until it is settled: what is asked next counts it. */
  async function send(message: ReturnType<typeof messageOf>, author: AuthorKind) {
    const command = { ...message, replyToId: null, idempotencyKey: newId() };
    const outcome = await sendMessage(stage.core, stage.workspace.owner, command, author);
    if (outcome.kind === 'queued') await stage.settled(outcome.message.id);
    return outcome;
  }

  /** @returns what takes it away again. */
  async function impose(ownRule: Question['ownRule'], channel: string): Promise<() => Promise<void>> {
    if (ownRule === null) return async () => {};
    const { core, workspace } = stage;
    const note = 'A test wants it so.';
    const given = OWN_RULES[ownRule];
    await loadRateCard(core, workspace.owner, { ...CARD, channel });
    const added = await addOperatorRule(core, workspace.owner, { given, channel, note, effectiveFrom: null });
    if (added.kind !== 'done') throw new Error(added.message);
    return async () => {
      await endOperatorRule(core, workspace.owner, { id: added.rule.id });
      await removeRateCard(core, workspace.owner, { ...CARD, channel });
    };
  }

  async function someone(
    platform: Platform,
    account: ChannelAccount,
    { history, day, hour, sinceMs, consent, timeZone }: Question,
  ): Promise<Identity> {
    stage.clock.set(new Date(FIRST_DAY + day * DAY_MS + hour * HOUR_MS));
    const identity = await pick(Object.values(platform.histories), history)(account);
    stage.clock.advance(sinceMs);
    const { core, workspace } = stage;
    if (timeZone !== null) {
      await updateContact(core, workspace.owner, { contactId: identity.contactId, timeZone });
    }
    if (consent === null) return identity;
    for (const subject of [topic, null]) {
      await stage.records(identity, account, consent === 'STOPPED' ? 'CONFIRMED' : consent, subject);
    }
    if (consent === 'STOPPED') {
      const all = { identityId: identity.id, topicId: null, evidence: null };
      await withdrawConsent(core, workspace.owner, all);
    }
    return identity;
  }
});

/** What came of the situations, for the tally and for the rules that none must miss. */
interface Seen {
  verdict(verdict: string): void;
  rule(channel: string, rule: PolicyRuleName): void;
}

interface Asked {
  readonly platform: Platform;
  readonly account: ChannelAccount;
  readonly identity: Identity;
  readonly template: SampleTemplate | null;
  readonly message: ReturnType<typeof messageOf>;
}

/** Everything that may object there: by the platform, by the house, by the workspace itself. */
function rulesOf({ channel, neverMet = [] }: Platform): readonly string[] {
  const editions = [adapterOf(stage.core, channel).policyEditions, houseEditions].flatMap((all) =>
    [FIRST_DAY, FIRST_DAY + DAYS * DAY_MS].flatMap((at) => editionAt(all, new Date(at)) ?? []),
  );
  const rules = new Set([...editions.flatMap((edition) => edition.rules), ...Object.keys(OWN_RULES)]);
  return [...rules]
    .filter((rule) => !neverMet.some((never) => never === rule))
    .map((rule) => `${channel}: ${rule}`);
}

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
