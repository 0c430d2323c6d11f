import type { TopicId } from './ids.ts';

/**
 * Which contacts belong to an audience, as a question that is asked anew each time. All given conditions must hold;
 * what is absent is not asked. An empty query means everybody.
 */
export interface AudienceQuery {
  /** Labels: every one of `all`, at least one of `any`, and none of `none`. */
  readonly tags?: {
    readonly all?: readonly string[];
    readonly any?: readonly string[];
    readonly none?: readonly string[];
  };
  readonly attributes?: readonly AttributeCondition[];
  /** BCP 47; `de` includes `de-AT`. */
  readonly locales?: readonly string[];
  /** Known to an account of one of these channels. */
  readonly channels?: readonly string[];
  readonly topic?: { readonly topicId: TopicId; readonly states: readonly TopicSubscriptionState[] };
  /** ISO instants, on any channel; a contact who never wrote lies before every instant and after none. */
  readonly lastInboundAfter?: string;
  readonly lastInboundBefore?: string;
}

export interface AttributeCondition {
  readonly name: string;
  /** One of these; null: it is there at all, whatever it says. */
  readonly values: readonly string[] | null;
}

export const TOPIC_SUBSCRIPTION_STATES = ['PENDING', 'CONFIRMED', 'WITHDRAWN', 'EXPIRED'] as const;
/**
 * Where a subscription to a topic stands. `PENDING`: asked or agreed once, and not confirmed; only `CONFIRMED` gets
 * what is sent.
 */
export type TopicSubscriptionState = (typeof TOPIC_SUBSCRIPTION_STATES)[number];

export const AUDIENCE_KINDS = ['QUERY', 'LIST'] as const;
/** A saved question, or contacts that were named one by one. */
export type AudienceKind = (typeof AUDIENCE_KINDS)[number];
