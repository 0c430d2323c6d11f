import type { OperatorRuleId } from './ids.ts';
import type { BudgetTerms, ConsentTerms, FrequencyCap, QuietHours } from './rule-terms.ts';

/**
 * A rule that a workspace adds for itself, as data. It can only object, so it is never looser than a platform;
 * for quiet hours and caps it takes the place of the house rule of the same name, for the purposes that it names.
 */
export type OperatorRule = {
  readonly id: OperatorRuleId;
  /** From this instant. */
  readonly effectiveFrom: Date;
  /** Why it is there, for a person; shown as the source of a refusal. */
  readonly note: string;
  /** Null: on every channel. */
  readonly channel: string | null;
} & OperatorTerms;

export type OperatorTerms =
  | { readonly rule: 'quiet-hours'; readonly terms: QuietHours }
  | { readonly rule: 'frequency-cap'; readonly terms: FrequencyCap }
  | { readonly rule: 'extra-consent'; readonly terms: ConsentTerms }
  | { readonly rule: 'budget'; readonly terms: BudgetTerms };
