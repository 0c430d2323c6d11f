import type { Good } from './declaration.ts';
import type { TemplateCategory } from './template-facts.ts';
import type { AuthorKind, Purpose } from './words.ts';

/** What each rule goes by, where it goes by more than the facts. A rule without an entry here needs nothing. */
export interface RuleTerms {
  readonly 'forbidden-goods': readonly Good[];
  readonly 'template-purpose': readonly TemplateCategory[];
  readonly 'promotion-permitted': readonly PromotionTerms[];
  readonly 'destination-paused': readonly PausedDestination[];
  readonly 'topic-consent': ConsentTerms;
  readonly 'opt-in-on-record': OptInTerms;
  readonly 'messaging-window': readonly Lane[];
  readonly 'extra-consent': ConsentTerms;
  readonly 'held-back': HeldBackTerms;
  readonly 'quiet-hours': QuietHours;
  readonly 'frequency-cap': FrequencyCap;
  readonly budget: BudgetTerms;
}

/** Purposes that the platform lets nobody send, or only accounts with a certain setting. */
export interface PromotionTerms {
  readonly purposes: readonly Purpose[];
  /** The account's setting that permits it; null: nothing does. */
  readonly setting: string | null;
  /** True: even then only as an approved template of the category MARKETING. */
  readonly onlyAsMarketingTemplate: boolean;
  readonly reason: string;
}

/** Recipients to whom some purposes do not go. */
export interface PausedDestination {
  readonly purposes: readonly Purpose[];
  /** ISO 3166. */
  readonly countries: readonly string[];
  /** First digits of a number in international format, for recipients whose country nobody told. */
  readonly callingCodes: readonly string[];
  readonly reason: string;
}

export interface ConsentTerms {
  readonly purposes: readonly Purpose[];
  /** True: only what the contact wrote or tapped in this channel counts, not what somebody recorded. */
  readonly isOwnWord: boolean;
}

/** Which messages need a record of how the contact agreed to be written to. */
export interface OptInTerms {
  /** While the contact has never written. */
  readonly beforeContact: readonly Purpose[];
  /** Also to somebody who writes. */
  readonly always: readonly Purpose[];
}

/** A way on which a free-form message may go. The window is open while any lane fits. */
export interface Lane {
  readonly name: string;
  /** For how long after the contact last wrote, in milliseconds; null: at any time. */
  readonly withinMs: number | null;
  /** Absent: for all. */
  readonly authors?: readonly AuthorKind[];
  readonly purposes?: readonly Purpose[];
  /** The account's setting that opens it. */
  readonly setting?: string;
  /** A regular expression that the recipient's external id fits. */
  readonly recipients?: string;
  /** What the sender should know when it is this lane that carries the message. */
  readonly warning?: string;
}

/** Times of day on the contact's clock, `HH:MM`; `from` later than `to` spans midnight. */
export interface QuietHours {
  readonly purposes: readonly Purpose[];
  readonly from: string;
  readonly to: string;
  /** IANA name, for contacts whose own is unknown; null: they have no quiet hours. */
  readonly fallbackTimeZone: string | null;
}

/** For how long a recipient is left alone after the platform has held promotion back from them. */
export interface HeldBackTerms {
  readonly purposes: readonly Purpose[];
  /** After the first time, the second in a row, and so on; the last holds for all that follow. */
  readonly restMs: readonly number[];
}

/** At most so many messages of each purpose to one contact, over all channels, within any interval of `perMs`. */
export interface FrequencyCap {
  readonly purposes: readonly Purpose[];
  readonly messages: number;
  readonly perMs: number;
}

/** At most so much in a calendar month (UTC), for all messages of the workspace whose price is known. */
export interface BudgetTerms {
  readonly currency: string;
  readonly amountMicros: number;
}
