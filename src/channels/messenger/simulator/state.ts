import type { AnswerFault, DeliveryFault, Faults } from '../../shared/simulator/faults.ts';
import type { Random } from '../../shared/simulator/random.ts';
import type { SimulatedTime } from '../../shared/simulator/simulated-time.ts';
import type { TokenBucket } from '../../shared/simulator/token-bucket.ts';
import type { WebhookLanes } from '../../shared/simulator/webhook-lanes.ts';
import type { Inbox } from './people/inbox.ts';
import type { SimulatorSettings } from './settings.ts';
import type { EventParcel } from './webhooks/deliver.ts';

/** Everything that the simulated Messenger knows. */
export interface World {
  readonly settings: SimulatorSettings;
  readonly time: SimulatedTime;
  readonly random: Random;
  readonly answerFaults: Faults<AnswerFault>;
  readonly deliveryFaults: Faults<DeliveryFault>;
  /** The one app that all Pages have installed. */
  readonly app: App;
  /** By id. */
  readonly pages: Map<string, Page>;
  readonly people: Person[];
  /** Files that people sent, by the secret in their address. */
  readonly files: Map<string, StoredFile>;
  /** Where this simulator answers; empty before it listens. */
  baseUrl: string;
}

export interface App {
  readonly id: string;
  readonly secret: string;
  /** Where events go; null: nowhere yet. */
  webhook: { readonly url: string; readonly fields: ReadonlySet<string> } | null;
}

export interface Page {
  readonly id: string;
  readonly name: string;
  readonly username: string | null;
  /** Changes when the old one is revoked. */
  token: string;
  /** What of the Page the app gets; null: it is not installed. */
  subscribedFields: ReadonlySet<string> | null;
  readonly hasHumanAgent: boolean;
  /** It stands in the News Page Index: news may go to subscribers at any time. */
  readonly isNewsPage: boolean;
  /** Meta keeps it from sending. */
  isRestricted: boolean;
  /** Names of utility templates that Meta has approved. */
  readonly templates: ReadonlySet<string>;
  /** As `messenger_profile` got it. */
  profile: Readonly<Record<string, unknown>>;
  /** By persona id. */
  readonly personas: Map<string, { readonly name: string }>;
  /** By attachment id. */
  readonly attachments: Map<string, UploadedAttachment>;
  /** By the person's id at this Page. */
  readonly threads: Map<string, Thread>;
  readonly sending: { readonly messages: TokenBucket; readonly films: TokenBucket };
  readonly events: WebhookLanes<EventParcel>;
}

export interface UploadedAttachment {
  readonly type: string;
  readonly fileName: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
  readonly uploadedAtMs: number;
}

/** A human being with a Messenger account. */
export interface Person {
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly inbox: Inbox;
}

/** One person and one Page. */
export interface Thread {
  readonly page: Page;
  readonly person: Person;
  /** The person's id at this Page. */
  readonly psid: string;
  /** When the person last did something that lets the Page answer; null: never. */
  lastActionAtMs: number | null;
  isBlocked: boolean;
  /** Which app answers; null: whichever is there, as is usual. */
  ownerAppId: string | null;
  /** In order, from both sides. */
  readonly messages: StoredMessage[];
}

export interface StoredMessage {
  readonly mid: string;
  readonly isFromPage: boolean;
  readonly sentAtMs: number;
  /** As it stood in the request, or in the event. */
  readonly content: Readonly<Record<string, unknown>>;
}

export interface StoredFile {
  readonly bytes: Uint8Array;
  readonly mimeType: string;
  readonly expiresAtMs: number;
}
