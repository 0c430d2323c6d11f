import type { AccountSettings, Credentials } from '../model/channel-account.ts';
import type { MediaSource, Part } from '../model/part.ts';
import type { SendOptions } from '../model/send-options.ts';
import type { AuthorKind, Purpose } from '../model/words.ts';

/**
 * A message as an adapter gets it: it has passed policy, and its media are in our store or at public addresses.
 * A channel that takes no uploads of a kind (`maxUploadBytes` 0; of a kind that it does not name: of `file`) gets
 * those of our store by a public address that lasts, with the type and size that the store found.
 */
export interface OutboundMessage {
  /** Our id; attached to requests where the platform gives it back. */
  readonly id: string;
  readonly parts: readonly Part[];
  readonly recipient: {
    readonly externalId: string;
    readonly isGroup: boolean;
    /** Other ids of the same identity; absent: none is known. */
    readonly aliases?: readonly string[];
    /** What the device that was last heard from can show (`SenderFacts.deviceFeatures`); absent: nothing is known. */
    readonly deviceFeatures?: readonly string[];
  };
  readonly author: AuthorKind;
  readonly purpose: Purpose;
  readonly replyTo: { readonly externalId: string; readonly quote: string | null } | null;
  readonly options: SendOptions;
  /**
   * Whether the contact's last message lies within the channel's window for free answers, as of now; some platforms
   * have a lane of its own for what members write later. Absent: not known, and taken as open.
   */
  readonly isWindowOpen?: boolean;
  readonly settings: AccountSettings;
  /** See {@link publicCredentials}; absent: the account has none. */
  readonly publicCredentials?: Credentials;
}

/** What one HTTP request will carry, complete but for file bytes: the same value is previewed and sent. */
export interface WireRequest {
  /** The platform's method or path, such as `sendMessage`. */
  readonly operation: string;
  /** The exact JSON of the request. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What this message says in HTTP headers, where the platform wants it there; absent: nothing. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Files to upload with it, by multipart field. */
  readonly files: readonly WireFile[];
  /** Which parts of the message this request carries, by index. */
  readonly partIndexes: readonly number[];
  /** How many messages the platform's rate limits count it as. */
  readonly cost: number;
}

export interface WireFile {
  readonly field: string;
  readonly source: MediaSource;
  readonly fileName: string;
  readonly mimeType: string | null;
  /** Refused above this, before anything leaves. */
  readonly maxBytes: number;
}

/** Something that the channel can not show as it was written. */
export interface Loss {
  readonly partIndex: number;
  /** What is lost, for a person: "Buttons become numbered lines". */
  readonly description: string;
  readonly code:
    | 'formatting-dropped'
    | 'text-split'
    | 'choice-as-text'
    | 'card-as-text'
    | 'media-as-link'
    | 'caption-separated'
    | 'location-as-text'
    | 'contact-as-text'
    | 'poll-as-text'
    | 'reply-dropped'
    | 'shortened'
    | 'other';
}

/** Why a message can not be put on this channel at all; `partIndex` null: the message as a whole. */
export interface RenderProblem {
  readonly partIndex: number | null;
  readonly message: string;
}

export type Rendering =
  | { readonly kind: 'rendered'; readonly requests: readonly WireRequest[]; readonly losses: readonly Loss[] }
  | { readonly kind: 'unrenderable'; readonly problems: readonly RenderProblem[] };
