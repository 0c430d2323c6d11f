import type { AccountSettings, Credentials, HealthStep } from '../model/channel-account.ts';
import type { Clock } from '../model/clock.ts';
import type { MediaSource } from '../model/part.ts';
import type { PolicyEdition } from '../model/policy.ts';
import type { BroadcastPort } from './broadcast.ts';
import type { ChannelCapabilities } from './capabilities.ts';
import type { CredentialField, SettingField } from './credential-field.ts';
import type { ParsedPayload, SenderFacts } from './inbound-event.ts';
import type { PresencePort } from './presence.ts';
import type { OutboundMessage, Rendering, WireRequest } from './rendering.ts';
import type { RoutingPort } from './routing.ts';
import type { TemplatePort } from './templates.ts';

/**
 * The contract between Confab and one messenger: a page of facts and a few functions. The built-in channels
 * and partners' packages use exactly this. What a platform can not do is absent, never a method that throws.
 *
 * Functions marked pure get everything as arguments and do no I/O. The others get an `AccountContext`; they
 * reach the network only through its `fetch`, and each call of theirs is at most one attempt: no retries.
 * Whatever they throw other than a `ChannelError` counts as `indeterminate`.
 */
export interface ChannelDefinition {
  /** Lower-case kebab, stable for ever: it stands in URLs and rows. */
  readonly name: string;
  readonly displayName: string;
  readonly capabilities: ChannelCapabilities;
  readonly credentialFields: readonly CredentialField[];
  readonly settingFields: readonly SettingField[];
  /** The platform's production address; an account may override it (test servers, local Bot API servers). */
  readonly defaultApiBaseUrl: string;
  /** The channel's dated rules; the newest that is in force decides. */
  readonly policyEditions: readonly PolicyEdition[];

  /** Pure. Shape only ("a token looks like 123:abc"); whether the platform takes it is `connect`'s business. */
  checkCredentials(credentials: Credentials): readonly CredentialProblem[];

  /**
   * Proves that the credentials work and arranges for events to reach us. Idempotent.
   *
   * @param arrangement  Where events shall go: our public webhook, or nowhere because we will poll.
   * @returns One entry per step, in order, ending with the first that failed. Never throws for a platform's no.
   */
  connect(context: AccountContext, arrangement: ReceivingArrangement): Promise<ConnectReport>;
  /** Undoes `connect` at the platform. A platform that no longer knows us counts as done. */
  disconnect?(context: AccountContext): Promise<void>;

  readonly webhook?: WebhookPort;
  readonly polling?: PollingPort;

  /** Pure. The exact requests for a message, or why there are none. Preview and sending both use it. */
  render(message: OutboundMessage): Rendering;

  /**
   * Hands one rendered request to the platform: exactly one HTTP request that sends.
   *
   * A platform with a retry key (`capabilities.retryKey`) that says that it has this request already has taken it:
   * that is success.
   *
   * @throws {ChannelError} `kind` tells the queue what to do next.
   */
  send(request: WireRequest, context: AccountContext): Promise<SendReceipt>;

  /** Absent: every recipient is a request of its own. */
  readonly broadcast?: BroadcastPort;

  /** Absent: the platform approves no texts in advance. */
  readonly templates?: TemplatePort;

  /**
   * What the platform tells about a contact, for channels whose events name nobody.
   *
   * @returns null where there is nothing that this account may read.
   */
  fetchProfile?(externalId: string, context: AccountContext): Promise<ProfileFacts | null>;
  /** How often it tells about the same contact; absent: as often as one asks. */
  readonly profileLimit?: { readonly times: number; readonly perMs: number };
  /** Absent: the platform does not tell who is online. */
  readonly presence?: PresencePort;

  /** Absent: one program alone answers for an account. */
  readonly routing?: RoutingPort;

  /** Fetches the bytes behind a `platform` media reference of an inbound message. */
  downloadMedia?(reference: string, context: AccountContext): Promise<MediaDownload>;

  /** Changes a message that we sent. Repeating it is harmless; "already so" is success. */
  edit?(change: MessageChange, context: AccountContext): Promise<void>;
  delete?(target: MessageTarget, context: AccountContext): Promise<void>;
  /** Sets our complete set of reactions on a message; empty takes all back. */
  react?(target: MessageTarget, emojis: readonly string[], context: AccountContext): Promise<void>;
  /**
   * @param lastInboundExternalId  The contact's last message to us, which some platforms show typing in answer to;
   *                               null: none is known.
   */
  startTyping?(
    recipientExternalId: string,
    context: AccountContext,
    lastInboundExternalId?: string | null,
  ): Promise<void>;
  markRead?(target: MessageTarget, context: AccountContext): Promise<void>;
  /** Tells the platform that a tap was noticed (`MessageEvent.acknowledgement`). Best effort, seconds after it. */
  acknowledge?(acknowledgement: string, context: AccountContext): Promise<void>;
  /**
   * Pure. A link that opens a chat with this account and brings `ref` back in a referral.
   *
   * @param group  Which department the contact comes for, in one word; it comes back as `ref@group`. Channels
   *               whose links carry no such thing leave it out.
   */
  deepLink?(account: ConnectedAccount, ref: string, group?: string): string;
  /**
   * Pure. Whom an address means that was written down elsewhere: a telephone number, an id out of an export.
   *
   * @returns null when it can not be anybody's address here. Absent: nobody here can be named from outside.
   */
  readAddress?(text: string): WrittenAddress | null;
}

export interface WrittenAddress {
  /** What we would write to. */
  readonly externalId: string;
  /** ISO 3166, where the address says so. */
  readonly country: string | null;
}

export interface CredentialProblem {
  readonly field: string;
  readonly message: string;
}

export interface AccountContext {
  readonly accountId: string;
  readonly credentials: Credentials;
  readonly settings: AccountSettings;
  /** No trailing slash. */
  readonly apiBaseUrl: string;
  /** The platform's own id of the account, known after the first successful `connect`. */
  readonly externalId: string | null;
  /**
   * The one way to the network: guarded against private addresses (unless the instance allows them), without
   * redirects to other hosts, without retries, bounded in bytes and time.
   */
  readonly fetch: GuardedFetch;
  /** Opens a file to upload. */
  readonly openMedia: (source: MediaSource, maxBytes: number) => Promise<MediaFile>;
  readonly clock: Clock;
  /** Aborts when the attempt's time is over (default 10 s; uploads 120 s). */
  readonly signal: AbortSignal;
}

export type GuardedFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Missing facts leave what we know untouched. */
export interface ProfileFacts extends Pick<SenderFacts, 'displayName' | 'locale' | 'avatarUrl'> {
  /** The picture, where it has no public address: as `downloadMedia` takes it. It is copied at once, and never shown. */
  readonly avatarReference?: string;
}

export interface MediaFile {
  readonly bytes: Uint8Array;
  readonly fileName: string | null;
  readonly mimeType: string | null;
}

export interface MediaDownload {
  readonly bytes: Uint8Array;
  readonly mimeType: string | null;
  readonly fileName: string | null;
}

export type ReceivingArrangement =
  | { readonly mode: 'webhook'; readonly url: string }
  | { readonly mode: 'polling' };

export interface ConnectReport {
  readonly steps: readonly HealthStep[];
  /** What the platform says about the account; null when the first step failed. */
  readonly account: ConnectedAccount | null;
}

export interface ConnectedAccount {
  readonly externalId: string;
  readonly displayName: string;
  /** The public handle, where there is one: `acme_bot`. */
  readonly username: string | null;
}

/** A request that came to a webhook URL, before anybody understood it. */
export interface WebhookRequest {
  readonly method: 'GET' | 'POST';
  /** Lower-case names; a header sent twice is a list. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query: Readonly<Record<string, string>>;
  /** As received: never parsed, never re-serialised. */
  readonly body: Uint8Array;
}

export interface WebhookPort {
  /**
   * Pure. Is it really the platform? Compares in constant time over the raw bytes.
   *
   * @param now  When the request came, for proofs that grow old; absent: their age is not judged.
   */
  verify(request: WebhookRequest, credentials: Credentials, now?: Date): 'authentic' | 'forged' | 'unsigned';
  /**
   * Makes one body out of an authentic request that says something beside its body: in headers, or behind a
   * reference that dies before a queue would come to it. The result is what `parse` reads and what is kept raw.
   * Whatever goes wrong here must not cost the message: what can not be fetched stays a reference. Absent: the body
   * says it all.
   *
   * @param context  Aborts after 5 s: the platform waits for its answer meanwhile.
   */
  complete?(request: WebhookRequest, context: AccountContext): Promise<Uint8Array>;
  /** Pure and total: for any bytes it returns; what it can not read is in `unknown`. */
  parse(body: Uint8Array, account: WebhookAccount): ParsedPayload;
  /** Pure. Answers a platform's proof-of-ownership request (a GET challenge, a validation event); null: it is none. */
  answerHandshake?(request: WebhookRequest, credentials: Credentials): WebhookAnswer | null;
  /** Pure. What a 200 says after the commit; absent: an empty body. */
  answer?(body: Uint8Array, account: WebhookAccount): WebhookAnswer;
  /**
   * Pure. Whether news under this id, which is no account's own, are news of this account: of the business that it
   * belongs to, of its public number. Asked for every account of the workspace, and each that says yes gets them.
   * Absent: accounts are known by their own ids alone.
   */
  concerns?(externalId: string, account: WebhookAccount): boolean;
}

/** What parsing may know about the account. */
export interface WebhookAccount {
  readonly externalId: string | null;
  readonly username: string | null;
  readonly settings: AccountSettings;
  /** See {@link publicCredentials}. */
  readonly publicCredentials?: Credentials;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface PollingPort {
  /**
   * Waits for news and returns them as bodies that `parse` reads. Nothing is confirmed to the platform before
   * the next call with the returned cursor, which we make only after the bodies are stored.
   *
   * @param cursor  From the last batch; null at first.
   */
  poll(cursor: string | null, context: AccountContext): Promise<PollBatch>;
  parse(body: Uint8Array, account: WebhookAccount): ParsedPayload;
}

export interface PollBatch {
  readonly bodies: readonly Uint8Array[];
  readonly nextCursor: string | null;
}

export interface SendReceipt {
  /** The platform's ids of what it accepted, in order; the first names the message. */
  readonly externalIds: readonly string[];
  /** The platform's time of acceptance; null where it gives none. */
  readonly acceptedAt: Date | null;
  /** What the platform says it charges for, raw; `billable` tells whether it charges at all, where that is known. */
  readonly pricing?: Readonly<Record<string, string | number | boolean>>;
  /** Ids by which the platform says that it knows the recipient; it may differ from the number that was given. */
  readonly recipientAliases?: readonly string[];
}

export interface MessageTarget {
  readonly recipientExternalId: string;
  readonly messageExternalId: string;
}

export interface MessageChange extends MessageTarget {
  /** What the message shall say: same kind of content as before. */
  readonly parts: OutboundMessage['parts'];
  /** What it says until now: where only words change, a file need not travel again. */
  readonly previousParts: OutboundMessage['parts'];
}

/** Gives a definition its type, and partners one name to call. */
export function defineChannel<const Definition extends ChannelDefinition>(
  definition: Definition,
): Definition {
  return definition;
}
