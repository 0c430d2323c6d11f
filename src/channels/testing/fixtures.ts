import type { WebhookAnswer, WebhookRequest, WireRequest } from '../../core/channel/index.ts';
import type { AccountSettings, Credentials } from '../../core/model/channel-account.ts';
import type { ChannelErrorKind, RejectionCause } from '../../core/model/failure.ts';
import type { Part, PartType } from '../../core/model/part.ts';
import type { PlatformAnswer, PlatformRequest } from './scripted-platform.ts';

/**
 * What the kit has to know of a platform to hold its adapter to the contract. Write it from the platform's
 * documents and never by calling the adapter: otherwise both are wrong in the same way.
 */
export interface ChannelFixtures {
  /** Complete, in the right shape, and nobody's. */
  readonly credentials: Credentials;
  /** Absent: the defaults that the definition declares. */
  readonly settings?: AccountSettings;
  /** How the platform names the account. */
  readonly account: { readonly externalId: string; readonly username: string | null };
  /** The external id of a person to write to. */
  readonly recipient: string;
  /** Absent: the channel has no webhook. */
  readonly signature?: SignatureFixture;
  /** Bodies in the documented shapes; together they show everything that the capabilities declare. */
  readonly inbound: readonly InboundFixture[];
  /** Absent: the platform asks for no proof of ownership. */
  readonly handshakes?: readonly HandshakeFixture[];
  /** Parts that this platform wants in a form of its own (a template); the others are made from the capabilities. */
  readonly samples?: Readonly<Partial<Record<PartType, Part>>>;
  readonly platform: PlatformFixture;
  readonly targets: TargetFixture;
  /**
   * Checks that the channel can not meet, by name, each with the reason. A check that would pass must not stand
   * here.
   */
  readonly exceptions?: Readonly<Record<string, string>>;
}

export interface SignatureFixture {
  /** `secret`: the platform proves only that it knows one, whatever the body says. */
  readonly covers: 'body' | 'secret';
  /** The headers, with lower-case names, that the platform sends with a body. */
  sign(body: Uint8Array, credentials: Credentials): WebhookRequest['headers'];
}

export interface InboundFixture {
  readonly name: string;
  /** A text or bytes as they are; anything else is sent as JSON. Numbers beyond 2^53 need a text. */
  readonly body: unknown;
  readonly expected: {
    /** The neutral events, where an instant may be written as ISO text. */
    readonly events: readonly unknown[];
    /** Absent: nothing. */
    readonly unknown?: readonly string[];
    readonly ignored?: readonly string[];
  };
  /** The name of the fixture that this one is a second delivery of: their messages must have the same ids. */
  readonly repeats?: string;
}

export interface HandshakeFixture {
  readonly name: string;
  readonly request: WebhookRequest;
  /** Null: it is no handshake, or one that proves nothing. */
  readonly expected: WebhookAnswer | null;
}

export interface PlatformFixture {
  /** What the platform answers when all is well, to whatever an adapter asks: checks, uploads, messages, changes. */
  answer(request: PlatformRequest): PlatformAnswer;
  /** The answers to a message that was taken, each with what has to be read from it. */
  readonly accepted: readonly AcceptedFixture[];
  /** The documented refusals of a message; at least one each that is throttled, rejected and unauthorized. */
  readonly refused: readonly RefusedFixture[];
  /** What it answers to a request that it has taken before; needed where the channel declares a retry key. */
  readonly repeated?: AcceptedFixture;
  /** Which requests send a message; absent: all. (Uploads and look-ups do not.) */
  isSending?(request: PlatformRequest): boolean;
  /**
   * The JSON that the platform gets for a rendered request; absent: its `body` as it is.
   *
   * @param received  What came, for what nobody can know before: the keys of encrypted files.
   */
  sentAs?(request: WireRequest, received: unknown): unknown;
}

export interface AcceptedFixture {
  readonly name: string;
  readonly answer: PlatformAnswer;
  readonly externalIds: readonly string[];
  /** ISO text; null: the platform does not tell. */
  readonly acceptedAt: string | null;
}

export interface RefusedFixture {
  readonly name: string;
  readonly answer: PlatformAnswer;
  readonly kind: ChannelErrorKind;
  readonly platformCode: string;
  readonly cause?: RejectionCause;
  readonly retryAfterMs?: number;
}

/** What there is to act on; a field is needed where the definition has the function. */
export interface TargetFixture {
  /** A message that we sent to `recipient`. */
  readonly messageExternalId: string;
  /** One that the contact sent; absent: the same. */
  readonly inboundExternalId?: string;
  /** One of theirs that can be marked as read, where not all can; absent: the same. */
  readonly readExternalId?: string;
  readonly acknowledgement?: string;
  readonly mediaReference?: string;
}
