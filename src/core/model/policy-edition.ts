import type { RateCard } from './price.ts';
import type { RuleTerms } from './rule-terms.ts';
import type { AuthorKind, Purpose } from './words.ts';

/**
 * The rules, in the order in which they are asked: permanent objections before passing ones. "This contact opted
 * out" must not be hidden behind "wait for a reply", because only the second is worth waiting for.
 */
export const POLICY_RULES = [
  'edition-in-force',
  'opted-out',
  'forbidden-goods',
  'template-usable',
  'template-purpose',
  'promotion-permitted',
  'destination-paused',
  'promotional-opt-out',
  'topic-consent',
  'extra-consent',
  'customer-first',
  'messaging-window',
  'opt-in-on-record',
  'budget',
  'held-back',
  'frequency-cap',
  'quiet-hours',
] as const;
export type PolicyRuleName = (typeof POLICY_RULES)[number];

/** A channel's rules in force from a date. Data with a source, so that "what if on date X" is a query. */
export interface PolicyEdition {
  /** Stable, such as `telegram/2015-06-24`. */
  readonly name: string;
  readonly channel: string;
  /** ISO date (UTC midnight) from which it holds, until the next edition of the channel. */
  readonly effectiveFrom: string;
  /** What changed, for a person. */
  readonly title: string;
  readonly source: string;
  /** All that hold, not only what changed. */
  readonly rules: readonly PolicyRuleName[];
  /**
   * What the rules go by. An object that one edition shares with the one before means that the rule has not
   * changed, and a refusal names the edition that brought it.
   */
  readonly terms?: Partial<RuleTerms>;
  /** False: the platform had none yet, though the channel carries templates today. */
  readonly takesTemplates?: false;
  /** Absent: nothing is known about prices. */
  readonly rateCard?: RateCard;
  readonly warnings?: readonly EditionWarning[];
}

/** Something that a sender should know and that does not stop the message. */
export interface EditionWarning {
  readonly text: string;
  /** Absent: for all. */
  readonly authors?: readonly AuthorKind[];
  readonly purposes?: readonly Purpose[];
}
