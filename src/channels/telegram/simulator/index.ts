export { ActionImpossible } from '../../shared/simulator/driven-customer.ts';
export type { Customer, Done } from './people/customer.ts';
export type { InboxEvent } from './people/inbox.ts';
export type { ReceivedMessage } from './people/received-message.ts';
export type { RecordedRequest } from './request-log.ts';
export {
  startTelegramSimulator,
  type TelegramSimulator,
  type TelegramSimulatorOptions,
} from './start-telegram-simulator.ts';
