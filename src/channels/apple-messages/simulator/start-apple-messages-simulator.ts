import type { Clock } from '../../../core/model/clock.ts';
import { createControlApi } from '../../shared/simulator/control-api.ts';
import {
  type AnswerFault,
  createFaults,
  type DeliveryFault,
  type Faults,
} from '../../shared/simulator/faults.ts';
import { startSimulatorServer } from '../../shared/simulator/http-server.ts';
import { createRandom } from '../../shared/simulator/random.ts';
import { createSimulatedTime, type SimulatedTime } from '../../shared/simulator/simulated-time.ts';
import { createWatchableList } from '../../shared/simulator/watchable-list.ts';
import { controlRoutes } from './control.ts';
import { createFileStore } from './files/file-store.ts';
import { createGatewayApi } from './gateway-api.ts';
import { describeRequest, type RecordedRequest } from './request-log.ts';
import { DEFAULT_SETTINGS, type SimulatorSettings } from './settings.ts';
import { type BusinessFacts, createSimulation, type Simulation } from './simulation.ts';
import type { World } from './state.ts';

export interface AppleMessagesSimulatorOptions extends Partial<SimulatorSettings> {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Businesses that are there from the beginning. */
  readonly businesses?: readonly BusinessFacts[];
  /** The same seed gives the same ids; default 1. */
  readonly seed?: number;
  /** Where the simulated time starts from; default the real one. */
  readonly clock?: Clock;
}

export interface AppleMessagesSimulator
  extends Pick<Simulation, 'addBusiness' | 'findBusiness' | 'customer' | 'requests'> {
  /** What an account's `apiBaseUrl` is set to. */
  readonly url: string;
  /** Where the same can be done over HTTP; for people it is a page. */
  readonly controlUrl: string;
  readonly faults: {
    /** What goes wrong with answers to calls. */
    readonly answers: Faults<AnswerFault>;
    /** What goes wrong with messages on their way to a business. */
    readonly deliveries: Faults<DeliveryFault>;
  };
  /** The time that Apple lives in: `advance` moves it. */
  readonly time: SimulatedTime;
  close(): Promise<void>;
}

const CONTROL = '/control';

/** Plays Apple Messages for Business on an address of this machine, until it is closed. */
export async function startAppleMessagesSimulator(
  options: AppleMessagesSimulatorOptions = {},
): Promise<AppleMessagesSimulator> {
  const { host = '127.0.0.1', port = 0, businesses = [], seed = 1, clock, ...settings } = options;
  const world = createWorld(settings, seed, clock);
  const requests = createWatchableList<RecordedRequest>(describeRequest);
  const simulation = createSimulation(world, requests);
  for (const facts of businesses) simulation.addBusiness(facts);

  let ownUrl = '';
  const gatewayApi = createGatewayApi(world, requests, () => ownUrl);
  const control = createControlApi(
    'Simulated Apple Messages for Business',
    CONTROL,
    controlRoutes(simulation),
  );
  const server = await startSimulatorServer({
    host,
    port,
    handle: (request) =>
      request.path === '/' || request.path === CONTROL || request.path.startsWith(`${CONTROL}/`)
        ? control.handle(request)
        : gatewayApi(request),
  });
  ownUrl = server.url;

  return {
    addBusiness: simulation.addBusiness,
    findBusiness: simulation.findBusiness,
    customer: simulation.customer,
    requests,
    url: `${server.url}/v1`,
    controlUrl: server.url + CONTROL,
    faults: { answers: world.answerFaults, deliveries: world.deliveryFaults },
    time: world.time,
    async close() {
      for (const { lanes } of world.businesses.values()) lanes?.stop();
      world.time.stop();
      await server.close();
    },
  };
}

function createWorld(settings: Partial<SimulatorSettings>, seed: number, clock: Clock | undefined): World {
  const time = createSimulatedTime(clock);
  const random = createRandom(seed);
  return {
    settings: { ...DEFAULT_SETTINGS, ...settings },
    time,
    random,
    answerFaults: createFaults(),
    deliveryFaults: createFaults(),
    businesses: new Map(),
    people: new Map(),
    threads: new Map(),
    files: createFileStore(time, random),
    takenIds: new Set(),
  };
}
