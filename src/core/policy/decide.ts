import type { PolicyDecision, PolicyEdition, PolicyFacts, PolicyRequest } from '../model/policy.ts';
import type { PolicyRuleName } from '../model/policy-edition.ts';
import { isPromotional } from '../model/words.ts';
import { type Binding, bindOperatorRule, inOrder, operatorRulesAt, replaces } from './bindings.ts';
import { describeRemedy } from './describe-remedy.ts';
import { houseEditions } from './house-rules.ts';
import { priceOf } from './price.ts';
import type { Objection, Situation } from './rule.ts';
import { type InForce, inForceAt } from './timeline.ts';
import { warningsOf } from './warnings.ts';
import { windowOf } from './window.ts';

/**
 * May this be sent? Pure and total: a decision for every request, never an exception. All rules are asked; the
 * first that objects decides, and those behind it are named.
 *
 * @param editions  The channel's, in any order; the newest in force at `at` decides. The same array each time:
 *                  what is worked out of it is remembered with it.
 * @param at        The instant that is asked about. The facts are as they are now, whatever it says.
 */
export function decide(
  asked: PolicyRequest,
  known: PolicyFacts,
  editions: readonly PolicyEdition[],
  at: Date,
): PolicyDecision {
  const channel = inForceAt(editions, at);
  const facts = factsUnder(channel, known);
  const request = weighedAs(asked, facts);
  const price = priceOf(facts.rateCard ?? channel?.edition.rateCard ?? null, request, facts, at);
  const situation = { request, facts, at, price };
  const common = {
    window: windowOf(situation, channel?.edition.terms?.['messaging-window'] ?? null),
    price,
  };
  if (channel === null) return { ...NO_EDITION, ...common };

  const bindings = bindingsFor(channel, facts, request, at);
  const warnings = warningsOf(channel, bindings, situation);
  const objections = objectionsOf(bindings, situation);
  const [first, ...others] = objections;
  if (first === undefined) {
    const { name, effectiveFrom, source } = channel.edition;
    return {
      verdict: 'ALLOW',
      rule: null,
      edition: name,
      effectiveFrom,
      source,
      reason: 'No rule objects.',
      remedies: [],
      alsoObjecting: [],
      warnings,
      ...common,
    };
  }
  const { rule, origin } = first.binding;
  return {
    verdict: 'REFUSE',
    rule,
    edition: origin.name,
    effectiveFrom: origin.effectiveFrom,
    source: origin.source,
    reason: first.objection.reason,
    remedies: first.objection.remedies.map(describeRemedy),
    alsoObjecting: [...new Set(others.map(({ binding }) => binding.rule))].filter((name) => name !== rule),
    warnings,
    ...common,
  };
}

/** Nothing was published for that day, so nobody can say that it was allowed. */
const NO_EDITION = {
  verdict: 'REFUSE',
  rule: 'edition-in-force',
  edition: 'none',
  effectiveFrom: '1970-01-01',
  source: 'No edition of this channel covers that day.',
  reason:
    'No edition of the rules of this channel is in force on that day, so nothing says that it may be sent.',
  remedies: [],
  alsoObjecting: [],
  warnings: [],
} as const;

/** What keeps messages few and cheap and the nights quiet; a change adds no message. */
const RESTRAINT: ReadonlySet<PolicyRuleName> = new Set([
  'budget',
  'frequency-cap',
  'held-back',
  'quiet-hours',
]);

/** Before a platform had templates, none could be sent instead either. */
const factsUnder = (channel: InForce | null, known: PolicyFacts): PolicyFacts =>
  channel?.edition.takesTemplates === false ? { ...known, takesTemplates: false } : known;

/** Promotion under another name is promotion: where the author says so, and where the platform approved it as such. */
function weighedAs(request: PolicyRequest, { template }: PolicyFacts): PolicyRequest {
  const promotes = request.declaration.containsPromotion || template?.category === 'MARKETING';
  return promotes && !isPromotional(request.purpose) ? { ...request, purpose: 'MARKETING' } : request;
}

function bindingsFor(
  channel: InForce,
  { operatorRules }: PolicyFacts,
  request: PolicyRequest,
  at: Date,
): readonly Binding[] {
  const house = inForceAt(houseEditions, at);
  if (operatorRules.length === 0) return withHouse(channel, house);
  const own = operatorRulesAt(operatorRules, request.channel, at);
  const kept = (house?.bindings ?? []).filter(
    (binding) => !own.some((rule) => replaces(rule, binding, request.purpose)),
  );
  return inOrder([...channel.bindings, ...kept, ...own.map(bindOperatorRule)]);
}

/** Channel and house together, remembered: nearly every workspace has just these. */
const joined = new WeakMap<
  InForce,
  { readonly house: InForce | null; readonly bindings: readonly Binding[] }
>();

function withHouse(channel: InForce, house: InForce | null): readonly Binding[] {
  const known = joined.get(channel);
  if (known?.house === house) return known.bindings;
  const bindings = inOrder([...channel.bindings, ...(house?.bindings ?? [])]);
  joined.set(channel, { house, bindings });
  return bindings;
}

function objectionsOf(
  bindings: readonly Binding[],
  situation: Situation,
): readonly { readonly binding: Binding; readonly objection: Objection }[] {
  return bindings.flatMap((binding) => {
    if (situation.request.isChange === true && RESTRAINT.has(binding.rule)) return [];
    const objection = binding.check(situation);
    return objection === null ? [] : [{ binding, objection }];
  });
}
