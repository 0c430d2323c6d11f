export { ActionImpossible } from '../../shared/simulator/driven-customer.ts';
export type { Customer, Done } from './people/customer.ts';
export type { InboxEvent } from './people/inbox.ts';
export type { ShownMessage } from './people/shown-message.ts';
export type { RecordedRequest } from './request-log.ts';
export {
  type MessengerSimulator,
  type MessengerSimulatorOptions,
  startMessengerSimulator,
} from './start-messenger-simulator.ts';
