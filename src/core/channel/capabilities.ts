import type { FormattingStyle, MediaKind, PartType } from '../model/part.ts';

/**
 * What a channel can do, as data: published in GraphQL so that a composer can render itself, and read by the
 * degradation rules. Every limit carries its unit in its name; a comment beside the value names the source.
 * `null` means that the platform has no such thing.
 */
export interface ChannelCapabilities {
  readonly parts: {
    readonly inbound: readonly PartType[];
    readonly outbound: readonly PartType[];
  };
  readonly text: {
    readonly maxLength: number;
    /** What the platform counts: UTF-16 units, code points or UTF-8 bytes. */
    readonly countedIn: 'utf16' | 'codepoints' | 'bytes';
    readonly formatting: readonly FormattingStyle[];
    /** Signs within plain text that its apps take for formatting, such as `*_`; absent: there are none. */
    readonly marks?: string;
  };
  readonly caption: { readonly maxLength: number } | null;
  readonly media: Readonly<Partial<Record<MediaKind, MediaLimits>>>;
  /** How many media parts one message may show together. 1: no albums. */
  readonly maxAlbumSize: number;
  readonly choice: ChoiceLimits | null;
  readonly cards: { readonly max: number } | null;
  readonly edits: { readonly inbound: boolean; readonly outbound: TimeLimit | null };
  readonly deletes: { readonly inbound: boolean; readonly outbound: TimeLimit | null };
  readonly reactions: {
    readonly inbound: boolean;
    readonly outbound: { readonly allowed: readonly string[] | 'any'; readonly maxPerMessage: number } | null;
  };
  readonly replies: { readonly inbound: boolean; readonly outbound: boolean };
  readonly typing: { readonly inbound: boolean; readonly outbound: { readonly lastsMs: number } | null };
  readonly readMarks: { readonly outbound: boolean };
  /** Which receipts the platform really gives. Empty: a sent message stays `SENT`. */
  readonly receipts: readonly ('DELIVERED' | 'READ' | 'FAILED')[];
  /** Who may write first. */
  readonly initiation: 'customer' | 'business';
  /** How long free-form answers are welcome after the customer last wrote; null: no deadline. */
  readonly messagingWindowMs: number | null;
  /**
   * The platform knows a request again by a key that comes with it (`retryKeyOf`), and for so long takes none twice: a
   * send whose answer got lost is then tried again instead of held. Null: it knows no such key.
   */
  readonly retryKey: { readonly validForMs: number } | null;
  /** Never exceeded by us. The most specific scope binds first. */
  readonly rateLimits: readonly RateLimit[];
}

export interface MediaLimits {
  /** Largest file that the platform takes as an upload, in bytes; 0: it takes no uploads and fetches from a public URL. */
  readonly maxUploadBytes: number;
  /** Largest file that the platform fetches from a public URL, in bytes; null: it takes no URLs for this kind. */
  readonly maxUrlBytes: number | null;
  /** MIME types that the platform takes; `*` within means any. */
  readonly mimeTypes: readonly string[];
  readonly takesCaption: boolean;
}

export interface ChoiceLimits {
  readonly styles: readonly ('buttons' | 'list' | 'quick-replies')[];
  readonly actions: readonly ('reply' | 'open-url' | 'share-phone' | 'share-location')[];
  readonly maxOptions: number;
  readonly maxTitleLength: number;
  readonly maxPayloadBytes: number;
}

/** A right that ends: `withinMs` after the message was sent, or never when null. */
export interface TimeLimit {
  readonly withinMs: number | null;
}

/** In any interval of `perMs` at most `messages + burst` leave; in the long run `messages`. */
export interface RateLimit {
  /** `account`: all messages together. `conversation`: one recipient. `group`: one group conversation. */
  readonly scope: 'account' | 'conversation' | 'group';
  readonly messages: number;
  readonly perMs: number;
  /** How many may leave at once after a pause. */
  readonly burst: number;
  /** Since when the platform states it (ISO date), and where. */
  readonly effectiveFrom: string;
  readonly source: string;
}
