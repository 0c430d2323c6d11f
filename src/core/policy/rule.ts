import type { PolicyFacts, PolicyRequest } from '../model/policy.ts';
import type { PolicyRuleName } from '../model/policy-edition.ts';
import type { Price } from '../model/price.ts';
import type { RemedyAction } from '../model/remedy.ts';
import type { RuleTerms } from '../model/rule-terms.ts';

/** Everything that a rule may look at. */
export interface Situation {
  /** A message that declares promotion beside its purpose comes as `MARKETING`. */
  readonly request: PolicyRequest;
  readonly facts: PolicyFacts;
  readonly at: Date;
  readonly price: Price;
}

export interface Objection {
  /** For a person: what stands against sending. */
  readonly reason: string;
  readonly remedies: readonly RemedyAction[];
}

export type TermsOf<Name extends PolicyRuleName> = Name extends keyof RuleTerms ? RuleTerms[Name] : null;

/** One small pure function; which rules apply on a channel, by what terms and since when, stands in its editions. */
export interface PolicyRule<Name extends PolicyRuleName = PolicyRuleName> {
  readonly name: Name;
  /** @param terms  Null: the edition lists the rule and says no more about it. */
  check(situation: Situation, terms: TermsOf<Name> | null): Objection | null;
}
