import type { AnswerFault, DeliveryFault, Faults } from '../../shared/simulator/faults.ts';
import type { Random } from '../../shared/simulator/random.ts';
import type { SimulatedTime } from '../../shared/simulator/simulated-time.ts';
import type { CallbackKind, Callbacks } from './callbacks/callbacks.ts';
import type { Keyboard, Message } from './checks/message-schema.ts';
import type { MediaStore } from './media-store.ts';
import type { Inbox } from './people/inbox.ts';
import type { SimulatorSettings } from './settings.ts';

/** Everything that the simulated Viber knows. */
export interface World {
  readonly settings: SimulatorSettings;
  readonly time: SimulatedTime;
  readonly random: Random;
  readonly answerFaults: Faults<AnswerFault>;
  readonly deliveryFaults: Faults<DeliveryFault>;
  /** By uri. */
  readonly bots: Map<string, Bot>;
  /** By name. */
  readonly people: Map<string, Person>;
  readonly media: MediaStore;
  /** The next `message_token`: beyond what a double holds, and never the same twice. */
  nextToken(): bigint;
}

export interface Bot {
  /** Such as `pa:5012345678901234567`. */
  readonly id: string;
  readonly uri: string;
  readonly name: string;
  /** Calls the API, and is the key of the signatures. */
  token: string;
  webhook: Webhook | null;
  readonly callbacks: Callbacks;
  /** By the person's id at this bot. */
  readonly chats: Map<string, Chat>;
  /** Every call is refused with this status; null: none is. */
  refusal: number | null;
  /** Broadcasts need Viber's consent. */
  canBroadcast: boolean;
  billing: Billing;
  /** When broadcasts were asked for, in milliseconds; the older are forgotten. */
  broadcastsAtMs: number[];
}

export interface Billing {
  /** Out-of-session messages that cost nothing this month; counts down. */
  freeLeft: number;
  /** Messages that are paid for; null: the bot is not billed, and stops when the free ones are used up. */
  balance: number | null;
}

export interface Webhook {
  readonly url: string;
  readonly eventTypes: ReadonlySet<CallbackKind>;
  readonly sendName: boolean;
  readonly sendPhoto: boolean;
}

/** A human being with Viber on a phone. */
export interface Person {
  readonly name: string;
  readonly phoneNumber: string;
  readonly country: string;
  readonly language: string;
  readonly device: 'android' | 'ios';
  /** The newest buttons and cards that their app shows; 0: no app that shows anything of bots. */
  readonly apiVersion: number;
  /** "Content personalization" is off: bots get a placeholder for a name. */
  hidesProfile: boolean;
  isOnline: boolean;
  /** They have left Viber. */
  isGone: boolean;
  readonly inbox: Inbox;
}

/** One person and one bot. */
export interface Chat {
  readonly bot: Bot;
  readonly person: Person;
  /** What the bot knows the person by; another bot knows them by another id. */
  readonly userId: string;
  /** A visitor has opened the chat and not said anything yet. */
  subscription: 'visitor' | 'subscribed' | 'unsubscribed';
  /** When the person opened the session that is paid for; null: never. */
  sessionOpenedAtMs: number | null;
  /** When messages were sent that the person has not answered. */
  unansweredAtMs: number[];
  /** When the bot asked for the person's details. */
  detailsAskedAtMs: number[];
  /** What stands in place of the person's keyboard. */
  keyboard: Keyboard | null;
  /** Of the last message; comes back with what the person says next. */
  trackingData: string | null;
  /** Resolves when everything that has come so far is on the screen. */
  shown: Promise<void>;
  /** Waits until the phone is online again. */
  readonly waiting: Delivery[];
  /** Shown and not looked at yet, by token. */
  readonly unseen: bigint[];
}

/** A message on its way to a phone. */
export interface Delivery {
  readonly token: bigint;
  readonly message: Message;
  readonly isWelcome: boolean;
}
