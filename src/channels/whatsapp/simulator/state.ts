import type { AnswerFault, DeliveryFault, Faults } from '../../shared/simulator/faults.ts';
import type { Random } from '../../shared/simulator/random.ts';
import type { SimulatedTime } from '../../shared/simulator/simulated-time.ts';
import type { TokenBucket } from '../../shared/simulator/token-bucket.ts';
import type { FileStore } from './files/file-store.ts';
import type { Inbox } from './people/inbox.ts';
import type { SimulatorSettings } from './settings.ts';
import type { StoredTemplate } from './templates/stored-template.ts';
import type { Callback } from './webhooks/callback.ts';

/** JSON as it stands on the wire. */
export type Wire = Readonly<Record<string, unknown>>;

/** Everything that the simulated WhatsApp knows. */
export interface World {
  readonly settings: SimulatorSettings;
  readonly time: SimulatedTime;
  readonly random: Random;
  readonly answerFaults: Faults<AnswerFault>;
  readonly deliveryFaults: Faults<DeliveryFault>;
  /** By WABA id. */
  readonly businesses: Map<string, Business>;
  /** By phone number id. */
  readonly numbers: Map<string, BusinessNumber>;
  readonly people: Set<Person>;
  readonly files: FileStore;
}

/** A WhatsApp Business Account, with the app that acts for it. */
export interface Business {
  readonly id: string;
  readonly name: string;
  /** Changes when the old one is revoked. */
  accessToken: string;
  readonly appSecret: string;
  /** The app whose token this is; examples for templates are uploaded to it. */
  readonly appId: string;
  /** Uploads of examples that are open, by their session. */
  readonly exampleUploads: Map<string, { readonly lengthBytes: number }>;
  /** Where events go; null: the app is not subscribed, so nowhere. */
  callback: Callback | null;
  /** By id. */
  readonly templates: Map<string, StoredTemplate>;
  /** Approved names that were deleted, and until when they stay blocked. */
  readonly blockedNames: Map<string, number>;
  /** When templates were created within the last hour. */
  createdTemplatesAtMs: readonly number[];
}

export interface BusinessNumber {
  readonly id: string;
  readonly business: Business;
  /** Digits. */
  readonly phone: string;
  readonly verifiedName: string;
  readonly throughput: TokenBucket | null;
  readonly threads: Map<Person, Thread>;
}

/** A human being with WhatsApp on their phone. */
export interface Person {
  readonly name: string;
  /** Digits; changes when they get another number. */
  phone: string;
  /** Their business-scoped ids, by WABA id; drawn when first needed, anew with every change of number. */
  readonly userIds: Map<string, string>;
  /** With a username they may hide their number from businesses. */
  username: string | null;
  hidesPhone: boolean;
  sendsReadReceipts: boolean;
  /** The phone has no network: what is sent stays `sent`. */
  isOffline: boolean;
  /** What arrives as soon as it has. */
  held: readonly (() => void)[];
  /** WABA ids whose marketing they have stopped. */
  readonly stoppedMarketing: Set<string>;
  /** Marketing of whichever business is held back until then; null: never was. */
  enoughMarketingUntilMs: number | null;
  readonly inbox: Inbox;
}

/** What one person and one number of a business have said to each other. */
export interface Thread {
  readonly number: BusinessNumber;
  readonly person: Person;
  /** By message id, oldest first. */
  readonly messages: Map<string, StoredMessage>;
  /** When the person last wrote: the window is open for 24 hours from then. */
  lastUserMessageAtMs: number | null;
  readonly pace: TokenBucket | null;
}

export interface StoredMessage {
  readonly id: string;
  readonly isFromBusiness: boolean;
  readonly sentAtMs: number;
  readonly type: string;
  /** What stands under the field that `type` names. */
  readonly content: unknown;
  readonly replyToId: string | null;
  /** What the business attached for itself. */
  readonly callbackData: string | null;
  /** Templates: with which category it is charged; free words: `service`. */
  readonly category: string;
  readonly template: StoredTemplate | null;
  progress: 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';
}
