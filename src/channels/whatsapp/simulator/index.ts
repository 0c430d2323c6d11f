export { ActionImpossible } from '../../shared/simulator/driven-customer.ts';
export type { Customer, Done } from './people/customer.ts';
export type { InboxEvent } from './people/inbox.ts';
export type { ReceivedMessage } from './people/received-message.ts';
export type { RecordedRequest } from './request-log.ts';
export type { NumberFacts, SimulatedNumber } from './simulation.ts';
export {
  startWhatsAppSimulator,
  type WhatsAppSimulator,
  type WhatsAppSimulatorOptions,
} from './start-whatsapp-simulator.ts';
