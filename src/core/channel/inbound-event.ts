import type { ReceiptStatus } from '../model/delivery-status.ts';
import type { ActionBy, RejectionCause } from '../model/failure.ts';
import type { Part } from '../model/part.ts';
import type { TemplateCategory, TemplateStatus } from '../model/template.ts';
import type { IdentityKind, ThreadControl } from '../model/words.ts';

/**
 * What a platform told us, in our words. Every kind is idempotent by its own key or by its time: platforms
 * repeat, delay and reorder. External ids are opaque to the core and unique within one channel account.
 */
export type InboundEvent =
  | MessageEvent
  | EchoEvent
  | MessageEditedEvent
  | MessageDeletedEvent
  | ReactionEvent
  | ReceiptEvent
  | ReferralEvent
  | OptInEvent
  | OptOutEvent
  | TypingEvent
  | IdentityChangedEvent
  | ThreadControlEvent
  | TemplateStatusEvent
  | AccountHealthEvent;

export type InboundEventKind = InboundEvent['kind'];

/** Whom a platform names, with whatever it tells about them. Missing facts leave what we know untouched. */
export interface SenderFacts {
  /** The platform's id of the person (or group) that we would answer to. */
  readonly externalId: string;
  /** Other ids of the same identity (WhatsApp: the phone number beside the BSUID). */
  readonly aliases?: readonly string[];
  /** Absent: a person. */
  readonly identityKind?: IdentityKind;
  readonly displayName?: string;
  readonly username?: string;
  /** BCP 47, such as "de" or "pt-BR". */
  readonly locale?: string;
  readonly country?: string;
  readonly avatarUrl?: string;
  /** What the contact's device can show beyond words and files, in the platform's words, such as `LIST`. */
  readonly deviceFeatures?: readonly string[];
  /** Groups: which participant spoke. */
  readonly participant?: { readonly externalId: string; readonly displayName?: string };
}

export interface MessageEvent {
  readonly kind: 'message';
  /** Repeats of the same message carry the same id. */
  readonly externalId: string;
  readonly sender: SenderFacts;
  readonly parts: readonly Part[];
  /** The platform's time; null where it gives none (then the time of receipt counts). */
  readonly sentAt: Date | null;
  readonly replyToExternalId?: string;
  /**
   * Our id of the message that the contact has before them, where the platform gives back what we attached to
   * it: whatever became of its receipts, that one arrived. Untrusted: it may name somebody else's message, or none.
   */
  readonly correlationId?: string;
  /** The words that the contact quoted, where the platform tells. */
  readonly quote?: string;
  readonly isForwarded?: boolean;
  /** Messages with the same key are one album; `position` orders its parts. */
  readonly album?: { readonly key: string; readonly position: number };
  /** How the contact came: a deep link's payload, an ad. Also kept as a referral of its own. */
  readonly referral?: ReferralFacts;
  /** A command that a gateway answers by itself, such as `stop` or `privacy`; lower case, without slash. */
  readonly command?: { readonly name: string; readonly argument: string | null };
  /** Tells the platform that a tap was noticed; handed back to `acknowledge` after the commit. */
  readonly acknowledgement?: string;
  /**
   * The message is a reaction that the platform tells in words. Where the message that it quotes is found, it becomes
   * a reaction to that one, and is shown as a message nowhere; otherwise its parts are shown.
   */
  readonly reaction?: WordedReaction;
  /** True: another program of the business answers this conversation at the platform; automations stay silent. */
  readonly isStandby?: boolean;
  /**
   * For so long the platform may tell the same again under another id: the same parts, from the same sender, in answer
   * to the same message. It is taken for one message then. Absent: another id is another message.
   */
  readonly retoldWithinMs?: number;
  /** False: the platform counts it as no word of the contact's, so free answers are not welcome for its sake. */
  readonly opensWindow?: false;
}

/** A reaction to a message that is named by its words instead of an id. */
export interface WordedReaction {
  readonly emoji: string;
  /** True: taken back. */
  readonly isRemoval: boolean;
  /** How the message begins, as far as the platform quotes it; null: it has no words. */
  readonly quote: string | null;
}

/** A message to the contact that did not come from us: typed in the platform's own app, or sent by another tool. */
export interface EchoEvent {
  readonly kind: 'echo';
  readonly externalId: string;
  readonly recipient: SenderFacts;
  readonly parts: readonly Part[];
  readonly sentAt: Date | null;
  readonly replyToExternalId?: string;
  /** Our own message id, when the echo is of something that we sent: settles it instead of adding a message. */
  readonly correlationId?: string;
}

export interface MessageEditedEvent {
  readonly kind: 'message-edited';
  readonly targetExternalId: string;
  /** What the message says now; replaces all of its parts (of an album: the part with this external id). */
  readonly parts: readonly Part[];
  /** Older edits than the stored one change nothing. */
  readonly editedAt: Date;
}

export interface MessageDeletedEvent {
  readonly kind: 'message-deleted';
  readonly targetExternalId: string;
  readonly deletedAt: Date | null;
}

export interface ReactionEvent {
  readonly kind: 'reaction';
  readonly targetExternalId: string;
  readonly sender: SenderFacts;
  /** The sender's complete set on that message from now on; empty: all taken back. */
  readonly emojis: readonly string[];
  readonly reactedAt: Date | null;
  /** True: the platform takes it for a word of the contact's, after which free answers are welcome for a while. */
  readonly opensWindow?: boolean;
}

export interface ReceiptEvent {
  readonly kind: 'receipt';
  readonly status: ReceiptStatus;
  /** One message, or everything in the thread with `recipientExternalId` up to a time. */
  readonly target:
    | { readonly externalId: string }
    | { readonly recipientExternalId: string; readonly upTo: Date };
  readonly occurredAt: Date | null;
  readonly recipientExternalId?: string;
  /** Our message id, when the platform gives back what we attached to the request. */
  readonly correlationId?: string;
  /** Only with `FAILED`. */
  readonly failure?: PlatformFailure;
  /** What the platform says it charged for, raw. */
  readonly pricing?: Readonly<Record<string, string | number | boolean>>;
}

export interface PlatformFailure {
  readonly cause: RejectionCause;
  /** Absent: nobody knows who could mend it. */
  readonly actionBy?: ActionBy;
  readonly platformCode: string;
  readonly description: string;
}

export interface ReferralFacts {
  /** The payload of the link, as the contact's app sent it: untrusted text. */
  readonly ref: string;
  /** What kind of entry point: `deep-link`, `ad`, `qr`, or the platform's own word. */
  readonly source: string;
  /** What else the platform tells: the ad's headline, a click id. Untrusted text. */
  readonly details?: Readonly<Record<string, string>>;
}

/** The contact came through a link without (yet) writing a message. */
export interface ReferralEvent {
  readonly kind: 'referral';
  readonly externalId: string;
  readonly sender: SenderFacts;
  readonly referral: ReferralFacts;
  readonly occurredAt: Date | null;
  /** As of reactions. */
  readonly opensWindow?: boolean;
}

/** The platform will take messages to this identity (again). */
export interface OptInEvent {
  readonly kind: 'opt-in';
  readonly sender: SenderFacts;
  /** Absent: `all`. `promotional`: the contact takes newsletters and marketing again. */
  readonly scope?: 'all' | 'promotional';
  readonly occurredAt: Date | null;
  /** As of reactions. */
  readonly opensWindow?: boolean;
}

export interface OptOutEvent {
  readonly kind: 'opt-out';
  readonly sender: SenderFacts;
  /** `all`: nothing may be sent. `promotional`: service goes on, newsletters and marketing end. */
  readonly scope: 'all' | 'promotional';
  readonly reason: 'blocked' | 'closed' | 'unsubscribed' | 'gone';
  readonly occurredAt: Date | null;
  /**
   * The platform holds to it by itself: only its own `opt-in` ends it, whatever the contact tells us meanwhile.
   * Absent: false.
   */
  readonly isKeptByPlatform?: boolean;
}

/** Shown live, never stored. */
export interface TypingEvent {
  readonly kind: 'typing';
  readonly sender: SenderFacts;
  readonly isTyping: boolean;
}

/** The same person has another external id from now on (a group became a supergroup, a number changed). */
export interface IdentityChangedEvent {
  readonly kind: 'identity-changed';
  readonly previousExternalId: string;
  readonly currentExternalId: string;
  readonly aliases?: readonly string[];
  readonly occurredAt: Date | null;
}

/** Where several programs of a business share its conversations: which of them answers one from now on. */
export interface ThreadControlEvent {
  readonly kind: 'thread-control';
  readonly sender: SenderFacts;
  readonly control: ThreadControl;
  readonly occurredAt: Date | null;
}

/** News of a text that the platform approves: its verdict, another category, how contacts take it. */
export interface TemplateStatusEvent {
  readonly kind: 'template-status';
  readonly templateExternalId: string;
  readonly name: string;
  readonly language: string;
  /** Empty: something changed that the news do not tell; the platform is asked. */
  readonly change: TemplateChange;
  /** The platform's time, by which late news are known; null: it gives none. */
  readonly occurredAt: Date | null;
}

/** What is so from now on; what is absent stays as it was. */
export interface TemplateChange {
  readonly status?: TemplateStatus;
  /** The platform's own word for the status. */
  readonly platformStatus?: string;
  readonly category?: TemplateCategory;
  readonly previousCategory?: TemplateCategory;
  /** Announced, and not yet so. */
  readonly comingCategory?: TemplateCategory;
  readonly quality?: string;
  /** Null: there is none (any more). */
  readonly rejectionReason?: string | null;
  /** For a person: what is wrong, and what to do about it. */
  readonly rejectionDetail?: string;
  /** The words of the parts, as they are now. Buttons and examples are asked for. */
  readonly header?: string;
  readonly body?: string;
  readonly footer?: string;
}

/** The platform speaks about the account itself. */
export interface AccountHealthEvent {
  readonly kind: 'account-health';
  readonly level: 'ok' | 'warning' | 'error';
  readonly code: string;
  readonly description: string;
}

/**
 * One understood thing out of a webhook body or poll, with the platform's id of the account that it belongs to
 * (null: the account whose URL was called), or of something that several accounts belong to: see
 * `WebhookPort.concerns`. One body can speak for several accounts.
 */
export interface ParsedEvent {
  readonly accountExternalId: string | null;
  readonly event: InboundEvent;
}

/**
 * What `parse` made of one body. Nothing is dropped in silence: a kind that an adapter knows and deliberately
 * passes over is counted in `ignored`; what it does not know is in `unknown` and kept raw.
 */
export interface ParsedPayload {
  readonly events: readonly ParsedEvent[];
  /** Labels of what was not understood, such as `update:new_kind`. Not empty: the raw body goes to the dead letters. */
  readonly unknown: readonly string[];
  /** Labels of what was understood and needs nothing. */
  readonly ignored: readonly string[];
}
