export { ActionImpossible } from '../../shared/simulator/driven-customer.ts';
export type { Customer, Done } from './people/customer.ts';
export type { ReceivedMessage } from './people/received-message.ts';
export type { RecordedRequest } from './request-log.ts';
export {
  startViberSimulator,
  type ViberSimulator,
  type ViberSimulatorOptions,
} from './start-viber-simulator.ts';
