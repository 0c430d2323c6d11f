import type { OperatorRule } from '../model/operator-rule.ts';
import { POLICY_RULES, type PolicyEdition, type PolicyRuleName } from '../model/policy-edition.ts';
import type { RuleTerms } from '../model/rule-terms.ts';
import type { Purpose } from '../model/words.ts';
import type { Objection, PolicyRule, Situation, TermsOf } from './rule.ts';
import { RULES } from './rules/index.ts';

/** One rule with the terms that it goes by, and who says so since when. */
export interface Binding {
  readonly rule: PolicyRuleName;
  readonly origin: Origin;
  check(situation: Situation): Objection | null;
}

export type Origin = Pick<PolicyEdition, 'name' | 'effectiveFrom' | 'source'>;

const PLACE: ReadonlyMap<PolicyRuleName, number> = new Map(POLICY_RULES.map((name, place) => [name, place]));

export const inOrder = (bindings: readonly Binding[]): readonly Binding[] =>
  bindings.toSorted((one, other) => placeOf(one) - placeOf(other));

const placeOf = ({ rule }: Binding): number => PLACE.get(rule) ?? POLICY_RULES.length;

/**
 * The rules that an edition lists. Each comes from the edition that brought it in its present form: the first of
 * the unbroken row of editions before this one that list it with the very same terms.
 *
 * @param history  All editions up to this one, oldest first; this one is the last.
 */
export function bindingsOf(history: readonly PolicyEdition[]): readonly Binding[] {
  const edition = history.at(-1);
  if (edition === undefined) return [];
  return edition.rules.flatMap((name) => {
    if (name === 'edition-in-force') return [];
    return [bind(name, termsIn(edition, name), originOf(name, history))];
  });
}

function originOf(name: PolicyRuleName, history: readonly PolicyEdition[]): Origin {
  const current = history.at(-1);
  if (current === undefined) throw new Error('A rule comes from an edition.');
  const terms = termsIn(current, name);
  const changed = history.findLastIndex(
    (edition) => !edition.rules.includes(name) || termsIn(edition, name) !== terms,
  );
  return history[changed + 1] ?? current;
}

const termsIn = (edition: PolicyEdition, name: PolicyRuleName): unknown =>
  edition.terms?.[name as keyof RuleTerms] ?? null;

/** The workspace's own rules in force, on this channel. */
export const operatorRulesAt = (
  rules: readonly OperatorRule[],
  channel: string,
  at: Date,
): readonly OperatorRule[] =>
  rules.filter((rule) => rule.effectiveFrom <= at && (rule.channel === null || rule.channel === channel));

export const bindOperatorRule = ({ id, rule, terms, effectiveFrom, note }: OperatorRule): Binding =>
  bind(rule, terms, {
    name: `workspace/${id}`,
    effectiveFrom: effectiveFrom.toISOString().slice(0, 10),
    source: note,
  });

/** Only for the purposes that it names: quiet hours for answers leave those for newsletters as they are. */
export const replaces = (own: OperatorRule, { rule }: Binding, purpose: Purpose): boolean =>
  own.rule === rule && 'purposes' in own.terms && own.terms.purposes.includes(purpose);

function bind(name: Exclude<PolicyRuleName, 'edition-in-force'>, terms: unknown, origin: Origin): Binding {
  // Terms are filed under the rule's own name, so they are what this very rule takes.
  const rule: PolicyRule = RULES[name] as PolicyRule;
  return {
    rule: name,
    origin,
    check: (situation) => rule.check(situation, terms as TermsOf<PolicyRuleName> | null),
  };
}
