import type { PartType } from './part.ts';
import type { AuthorKind, Purpose, Reachability } from './words.ts';

/** A channel's rules in force from a date. Data with a source, so that "what if on date X" is a query. */
export interface PolicyEdition {
  /** Stable, such as `telegram/2015-06-24`. */
  readonly name: string;
  readonly channel: string;
  /** ISO date (UTC midnight) from which it holds. */
  readonly effectiveFrom: string;
  readonly title: string;
  readonly source: string;
  readonly rules: readonly PolicyRuleName[];
}

export const POLICY_RULES = [
  'opted-out',
  'customer-first',
  'messaging-window',
  'promotional-opt-out',
] as const;
export type PolicyRuleName = (typeof POLICY_RULES)[number];

/** What a sender asks. */
export interface PolicyRequest {
  readonly channel: string;
  readonly author: AuthorKind;
  readonly purpose: Purpose;
  readonly partTypes: readonly PartType[];
}

/** What is known about the recipient, gathered in one query. */
export interface PolicyFacts {
  readonly reachability: Reachability;
  readonly lastInboundAt: Date | null;
  /** When the contact refused newsletters and marketing here; null: never. */
  readonly promotionalOptOutAt: Date | null;
  /** Of the channel: how long free-form answers are welcome; null: no deadline. */
  readonly messagingWindowMs: number | null;
  /** Of the channel: who may write first. */
  readonly initiation: 'customer' | 'business';
}

export type Verdict = 'ALLOW' | 'REFUSE';

export type Remedy =
  | { readonly kind: 'wait-for-contact'; readonly description: string }
  | { readonly kind: 'use-template'; readonly description: string }
  | { readonly kind: 'ask-for-consent'; readonly description: string };

export interface PolicyDecision {
  readonly verdict: Verdict;
  /** The rule that decided; null when nothing objected. */
  readonly rule: PolicyRuleName | null;
  readonly edition: string;
  readonly effectiveFrom: string;
  readonly source: string;
  readonly reason: string;
  readonly remedies: readonly Remedy[];
  /** Null: the channel has no window. */
  readonly window: { readonly opensAt: Date | null; readonly closesAt: Date | null } | null;
}
