import type { AnswerFault, DeliveryFault, Faults } from '../../shared/simulator/faults.ts';
import type { Random } from '../../shared/simulator/random.ts';
import type { SimulatedTime } from '../../shared/simulator/simulated-time.ts';
import type { WebhookLanes } from '../../shared/simulator/webhook-lanes.ts';
import type { FileStore } from './files/file-store.ts';
import type { Inbox } from './people/inbox.ts';
import type { SimulatorSettings } from './settings.ts';
import type { MessageParcel } from './webhook.ts';

/** Everything that the simulated Apple knows. */
export interface World {
  readonly settings: SimulatorSettings;
  readonly time: SimulatedTime;
  readonly random: Random;
  readonly answerFaults: Faults<AnswerFault>;
  readonly deliveryFaults: Faults<DeliveryFault>;
  /** By bare id. */
  readonly businesses: Map<string, Business>;
  /** By name. */
  readonly people: Map<string, Person>;
  /** By the opaque id of the customer, which is another one for each business. */
  readonly threads: Map<string, Thread>;
  readonly files: FileStore;
  /** Ids of messages that businesses sent. */
  readonly takenIds: Set<string>;
}

/** A brand in Apple Business Register, with the MSP that it has chosen. */
export interface Business {
  readonly id: string;
  readonly name: string;
  readonly mspId: string;
  /** Base64. */
  readonly mspSecret: string;
  /** The registered address, to which `/message` is appended; null: nobody has entered one yet. */
  webhookUrl: string | null;
  /** Null while there is no address. */
  lanes: WebhookLanes<MessageParcel> | null;
}

/** A human being with an Apple device. */
export interface Person {
  readonly name: string;
  /** What the device can show, as it says in `capability-list`. */
  features: readonly string[];
  readonly deviceAgent: string;
  readonly locale: string | null;
  readonly inbox: Inbox;
}

/** One person's conversation with one business. */
export interface Thread {
  readonly customerId: string;
  readonly person: Person;
  readonly business: Business;
  /** Closed: the business may send nothing until the customer writes again. */
  state: 'open' | 'closed';
}
