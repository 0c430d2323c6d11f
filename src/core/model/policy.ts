import type { AccountSettings } from './channel-account.ts';
import type { Declaration } from './declaration.ts';
import type { TopicId } from './ids.ts';
import type { OperatorRule } from './operator-rule.ts';
import type { PartType } from './part.ts';
import type { PolicyRuleName } from './policy-edition.ts';
import type { Price, RateCard } from './price.ts';
import type { Remedy } from './remedy.ts';
import type { TemplateFacts } from './template-facts.ts';
import type { AuthorKind, Purpose, Reachability } from './words.ts';

export { POLICY_RULES, type PolicyEdition, type PolicyRuleName } from './policy-edition.ts';
export type { Price, RateCard } from './price.ts';
export type { Remedy, RemedyKind } from './remedy.ts';

/** What a sender asks. */
export interface PolicyRequest {
  readonly channel: string;
  readonly author: AuthorKind;
  readonly purpose: Purpose;
  readonly partTypes: readonly PartType[];
  readonly declaration: Declaration;
  /** True: it changes a message that is there already, or reacts to one. Nobody is woken, and nothing is charged. */
  readonly isChange?: true;
}

/** What is known about the recipient, gathered in one query. */
export interface PolicyFacts {
  readonly reachability: Reachability;
  readonly lastInboundAt: Date | null;
  /** When the contact refused newsletters and marketing here; null: never. */
  readonly promotionalOptOutAt: Date | null;
  /** They refused at the platform, which holds to it: only there can they take it back. */
  readonly isPromotionalOptOutKept: boolean;
  /** The platform's names of the recipient, the one that we write to first. */
  readonly recipientIds: readonly string[];
  /** ISO 3166; null: nobody told. */
  readonly country: string | null;
  /** IANA name; null: unknown. */
  readonly timeZone: string | null;

  /** Of the channel: how long free-form answers are welcome; null: no deadline. An edition's lanes overrule it. */
  readonly messagingWindowMs: number | null;
  /** Of the channel: who may write first. */
  readonly initiation: 'customer' | 'business';
  /** Of the channel: whether it carries texts that the platform approved. */
  readonly takesTemplates: boolean;
  readonly settings: AccountSettings;

  /** What the message declares to belong to; null: it declares none, or one that does not exist. */
  readonly topic: TopicFacts | null;
  /** To that topic, else to the purpose as a whole; null: nothing was ever recorded. */
  readonly consent: ConsentFacts | null;
  /** The message's template; null: it has none, or one that is not known here. */
  readonly template: TemplateFacts | null;
  /** Templates of the account that could be sent now; for remedies. */
  readonly approvedTemplates: readonly Omit<TemplateFacts, 'isApproved' | 'problems'>[];
  /** When promotional messages of this very purpose last went to the contact on any channel, newest first. */
  readonly promotionalSentAt: readonly Date[];
  /** When the platform held promotion back from this recipient, newest first; what arrived since empties it. */
  readonly heldBackAt: readonly Date[];
  /** When we first answered somebody who came through an ad or a page's button; null: did not. */
  readonly entryPointAt: Date | null;

  readonly operatorRules: readonly OperatorRule[];
  /** What this month's messages have cost so far, by currency, as far as prices are known. */
  readonly spentMicros: Readonly<Record<string, number>>;
  /** The operator's own card for this channel; null: the edition's counts. */
  readonly rateCard: RateCard | null;
}

export interface TopicFacts {
  readonly id: TopicId;
  readonly name: string;
  readonly purpose: Purpose;
}

/** Where a consent stands now. */
export interface ConsentFacts {
  /** `GRANTED`: given once. `CONFIRMED`: given again on our asking, or proven otherwise. */
  readonly state: 'REQUESTED' | 'GRANTED' | 'CONFIRMED' | 'WITHDRAWN' | 'EXPIRED';
  /** True: the contact wrote or tapped it in this very channel. */
  readonly isOwnWord: boolean;
}

export type Verdict = 'ALLOW' | 'REFUSE';

export interface PolicyDecision {
  readonly verdict: Verdict;
  /** The rule that decided; null when nothing objected. */
  readonly rule: PolicyRuleName | null;
  /** The edition that brought the rule in its present form; when nothing objects, the one in force. */
  readonly edition: string;
  readonly effectiveFrom: string;
  readonly source: string;
  readonly reason: string;
  readonly remedies: readonly Remedy[];
  /** Rules that would object next, once the first is satisfied. */
  readonly alsoObjecting: readonly PolicyRuleName[];
  /** Null: the channel has no window. */
  readonly window: MessagingWindow | null;
  readonly price: Price;
  readonly warnings: readonly string[];
}

export interface MessagingWindow {
  readonly opensAt: Date | null;
  /** The first instant outside; null: it never opened, or has no end. */
  readonly closesAt: Date | null;
  /** The lane, for a person. */
  readonly reason: string;
}
