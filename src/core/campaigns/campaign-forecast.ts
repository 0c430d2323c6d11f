import type { Rendering } from '../channel/index.ts';
import type { ChannelAccountId, IdentityId } from '../model/ids.ts';
import type { PolicyDecision } from '../model/policy.ts';
import type { Member } from '../store/audience-members.ts';
import type { ChannelAccount } from '../store/rows.ts';
import type { MemberOutcome } from './weigh-members.ts';

/** What would become of a campaign's recipients, counted. Its size does not grow with theirs. */
export interface Forecast {
  readonly recipientCount: number;
  /** Including those who are only reached later. */
  readonly reachableCount: number;
  /** Of these: only later, because it is quiet where they are. */
  readonly deferredCount: number;
  readonly refusedCount: number;
  readonly unreachableCount: number;
  readonly destinations: readonly DestinationForecast[];
  readonly refusals: readonly RefusalForecast[];
  readonly problems: readonly ProblemForecast[];
  readonly samples: readonly SampleRendering[];
  readonly costs: readonly CostForecast[];
  /** Messages that cost something nobody knows. */
  readonly unpricedCount: number;
  readonly loads: readonly AccountLoad[];
}

export interface DestinationForecast {
  /** Null: known to none of the accounts. */
  readonly channel: string | null;
  /** ISO 3166; null: nobody told. */
  readonly country: string | null;
  readonly reachableCount: number;
  readonly refusedCount: number;
  readonly unreachableCount: number;
}

export interface RefusalForecast {
  readonly channel: string;
  readonly count: number;
  /** The first of them, with its reason and remedies. */
  readonly decision: PolicyDecision;
}

export interface ProblemForecast {
  readonly channel: string | null;
  readonly problem: string;
  readonly count: number;
}

/** The very requests for one of those who get the same text. */
export interface SampleRendering {
  readonly channel: string;
  readonly account: ChannelAccount;
  readonly identityId: IdentityId;
  readonly locale: string | null;
  readonly rendering: Extract<Rendering, { kind: 'rendered' }>;
}

export interface CostForecast {
  readonly currency: string;
  readonly amountMicros: number;
  readonly rateCards: readonly string[];
  readonly messageCount: number;
}

/** What an account would have to send, as its platform counts messages. */
export interface AccountLoad {
  readonly accountId: ChannelAccountId;
  readonly channel: string;
  readonly messages: number;
}

/** Enough to see what is wrong; more kinds than these are counted under the last. */
const MOST_PROBLEMS = 50;
const MOST_SAMPLES = 20;

export interface Forecaster {
  count(member: Member, outcome: MemberOutcome): void;
  forecast(): Forecast;
}

export function createForecaster(): Forecaster {
  const totals = { ready: 0, deferred: 0, refused: 0, unreachable: 0 };
  const destinations = new Map<
    string,
    { -readonly [Key in keyof DestinationForecast]: DestinationForecast[Key] }
  >();
  const refusals = new Map<string, { channel: string; count: number; decision: PolicyDecision }>();
  const problems = new Map<string, { channel: string | null; problem: string; count: number }>();
  const samples = new Map<string, SampleRendering>();
  const costs = new Map<string, { amountMicros: number; rateCards: Set<string>; messageCount: number }>();
  const loads = new Map<ChannelAccountId, { channel: string; messages: number }>();
  let unpricedCount = 0;

  function countDestination(outcome: MemberOutcome): void {
    const channel = outcome.at?.row.channel ?? null;
    const country = outcome.at?.row.country ?? null;
    const key = JSON.stringify([channel, country]);
    const none = { channel, country, reachableCount: 0, refusedCount: 0, unreachableCount: 0 };
    const destination = destinations.get(key) ?? none;
    destinations.set(key, destination);
    if (outcome.kind === 'refused') destination.refusedCount += 1;
    else if (outcome.kind === 'unreachable') destination.unreachableCount += 1;
    else destination.reachableCount += 1;
  }

  function countReady({ locale }: Member, { at, decision, rendering }: Ready): void {
    const { row, account } = at;
    const load = loads.get(account.id) ?? { channel: row.channel, messages: 0 };
    loads.set(account.id, load);
    load.messages += rendering.requests.reduce((sum, { cost }) => sum + cost, 0);
    const language = locale?.split(/[-_]/u)[0] ?? null;
    const key = JSON.stringify([account.id, language]);
    if (!samples.has(key) && samples.size < MOST_SAMPLES) {
      samples.set(key, { channel: row.channel, account, identityId: row.identityId, locale, rendering });
    }
    const { amountMicros, currency, rateCard } = decision.price;
    if (amountMicros === null) unpricedCount += 1;
    if (amountMicros === null || currency === null) return;
    const cost = costs.get(currency) ?? { amountMicros: 0, rateCards: new Set<string>(), messageCount: 0 };
    costs.set(currency, cost);
    cost.amountMicros += amountMicros;
    cost.messageCount += 1;
    if (rateCard !== null) cost.rateCards.add(rateCard);
  }

  function countProblem(channel: string | null, problem: string): void {
    const known = problems.get(JSON.stringify([channel, problem]));
    const isMany = known === undefined && problems.size >= MOST_PROBLEMS;
    const words = isMany ? 'Other problems.' : problem;
    const key = JSON.stringify([channel, words]);
    const entry = problems.get(key) ?? { channel, problem: words, count: 0 };
    problems.set(key, { ...entry, count: entry.count + 1 });
  }

  return {
    count(member, outcome) {
      totals[outcome.kind] += 1;
      countDestination(outcome);
      if (outcome.kind === 'ready') countReady(member, outcome);
      if (outcome.kind === 'unreachable') countProblem(outcome.at?.row.channel ?? null, outcome.problem);
      if (outcome.kind === 'refused') {
        const { channel } = outcome.at.row;
        const key = `${channel} ${outcome.decision.rule ?? ''}`;
        const refusal = refusals.get(key) ?? { channel, count: 0, decision: outcome.decision };
        refusals.set(key, { ...refusal, count: refusal.count + 1 });
      }
    },
    forecast: () => ({
      recipientCount: totals.ready + totals.deferred + totals.refused + totals.unreachable,
      reachableCount: totals.ready + totals.deferred,
      deferredCount: totals.deferred,
      refusedCount: totals.refused,
      unreachableCount: totals.unreachable,
      destinations: [...destinations.values()],
      refusals: [...refusals.values()].toSorted((one, other) => other.count - one.count),
      problems: [...problems.values()].toSorted((one, other) => other.count - one.count),
      samples: [...samples.values()],
      costs: [...costs].map(([currency, cost]) => ({ ...cost, currency, rateCards: [...cost.rateCards] })),
      unpricedCount,
      loads: [...loads].map(([accountId, load]) => ({ ...load, accountId })),
    }),
  };
}

type Ready = Extract<MemberOutcome, { kind: 'ready' }>;
