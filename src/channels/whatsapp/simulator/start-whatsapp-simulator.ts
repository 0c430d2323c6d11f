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
import { controlRoutes } from './control/index.ts';
import { createFileStore } from './files/file-store.ts';
import { createGraphApi } from './graph/graph-api.ts';
import { closeCallback } from './graph/subscription-edge.ts';
import { describeRequest, type RecordedRequest } from './request-log.ts';
import { DEFAULT_SETTINGS, type SimulatorSettings } from './settings.ts';
import { createSimulation, type NumberFacts, type Simulation } from './simulation.ts';
import type { World } from './state.ts';

export interface WhatsAppSimulatorOptions extends Partial<SimulatorSettings> {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Numbers that are there from the beginning. */
  readonly numbers?: readonly NumberFacts[];
  /** The same seed gives the same ids; default 1. */
  readonly seed?: number;
  /** Where the simulated time starts from; default the real one. */
  readonly clock?: Clock;
}

export interface WhatsAppSimulator
  extends Pick<Simulation, 'addNumber' | 'revokeToken' | 'setCallback' | 'customer' | 'requests'> {
  /** What an account's `apiBaseUrl` is set to. */
  readonly url: string;
  /** Where the same can be done over HTTP; for people it is a page. */
  readonly controlUrl: string;
  readonly faults: {
    /** What goes wrong with answers to calls. */
    readonly answers: Faults<AnswerFault>;
    /** What goes wrong with events on their way to a webhook. */
    readonly deliveries: Faults<DeliveryFault>;
  };
  /** The time that WhatsApp lives in: `advance` moves it. */
  readonly time: SimulatedTime;
  close(): Promise<void>;
}

const LOOPBACK = /^(?:localhost|127\.|::1$)/u;
const CONTROL = '/control';

/** Plays the WhatsApp Cloud API on an address of this machine, until it is closed. */
export async function startWhatsAppSimulator(
  options: WhatsAppSimulatorOptions = {},
): Promise<WhatsAppSimulator> {
  const { host = '127.0.0.1', port = 0, numbers = [], seed = 1, clock, ...settings } = options;
  const world = createWorld({ isLocal: LOOPBACK.test(host), ...settings }, seed, clock);
  const requests = createWatchableList<RecordedRequest>(describeRequest);
  const simulation = createSimulation(world, requests);
  for (const facts of numbers) simulation.addNumber(facts);

  const graphApi = createGraphApi(world, requests);
  const control = createControlApi('Simulated WhatsApp Cloud API', CONTROL, controlRoutes(simulation));
  const server = await startSimulatorServer({
    host,
    port,
    handle: (request) =>
      request.path === '/' || request.path === CONTROL || request.path.startsWith(`${CONTROL}/`)
        ? control.handle(request)
        : graphApi(request),
  });

  return {
    ...simulation,
    url: server.url,
    controlUrl: server.url + CONTROL,
    faults: { answers: world.answerFaults, deliveries: world.deliveryFaults },
    time: world.time,
    async close() {
      for (const business of world.businesses.values()) closeCallback(business);
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
    numbers: new Map(),
    people: new Set(),
    files: createFileStore(time, random),
  };
}
