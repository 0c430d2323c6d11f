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
import type { BotFacts } from './bots.ts';
import { controlRoutes } from './control/index.ts';
import { createMediaStore } from './media-store.ts';
import { describeRequest, type RecordedRequest } from './request-log.ts';
import { createRestApi } from './rest-api.ts';
import { DEFAULT_SETTINGS, type SimulatorSettings } from './settings.ts';
import { createSimulation, type Simulation } from './simulation.ts';
import type { World } from './state.ts';

export interface ViberSimulatorOptions extends Partial<SimulatorSettings> {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Bots that are there from the beginning. */
  readonly bots?: readonly BotFacts[];
  /** The same seed gives the same ids; default 1. */
  readonly seed?: number;
  /** Where the simulated time starts from; default the real one. */
  readonly clock?: Clock;
}

export interface ViberSimulator
  extends Pick<Simulation, 'addBot' | 'refuseAll' | 'customer' | 'userId' | 'requests'> {
  /** What an account's `apiBaseUrl` is set to. */
  readonly url: string;
  /** Where the same can be done over HTTP; for people it is a page. */
  readonly controlUrl: string;
  readonly faults: {
    /** What goes wrong with answers to calls. */
    readonly answers: Faults<AnswerFault>;
    /** What goes wrong with callbacks on their way to a webhook. */
    readonly deliveries: Faults<DeliveryFault>;
  };
  /** The time that Viber lives in: `advance` moves it. */
  readonly time: SimulatedTime;
  close(): Promise<void>;
}

const LOOPBACK = /^(?:localhost|127\.|::1$)/u;
const CONTROL = '/control';

/** Plays the Viber REST API on an address of this machine, until it is closed. */
export async function startViberSimulator(options: ViberSimulatorOptions = {}): Promise<ViberSimulator> {
  const { host = '127.0.0.1', port = 0, bots = [], seed = 1, clock, ...settings } = options;
  const world = createWorld({ isLocal: LOOPBACK.test(host), ...settings }, seed, clock);
  const requests = createWatchableList<RecordedRequest>(describeRequest);
  const simulation = createSimulation(world, requests);
  for (const facts of bots) simulation.addBot(facts);

  const restApi = createRestApi(world, requests);
  const control = createControlApi('Simulated Viber REST API', CONTROL, controlRoutes(simulation));
  const server = await startSimulatorServer({
    host,
    port,
    handle: (request) =>
      request.path === '/' || request.path === CONTROL || request.path.startsWith(`${CONTROL}/`)
        ? control.handle(request)
        : restApi(request),
  });
  world.media.origin = server.url;

  return {
    ...simulation,
    url: server.url,
    controlUrl: server.url + CONTROL,
    faults: { answers: world.answerFaults, deliveries: world.deliveryFaults },
    time: world.time,
    async close() {
      for (const { callbacks } of world.bots.values()) callbacks.stop();
      world.time.stop();
      await server.close();
    },
  };
}

/** Nineteen digits, as real ones have. */
const FIRST_TOKEN = 6_130_482_957_716_200_000n;

function createWorld(settings: Partial<SimulatorSettings>, seed: number, clock: Clock | undefined): World {
  const time = createSimulatedTime(clock);
  const random = createRandom(seed);
  const allSettings = { ...DEFAULT_SETTINGS, ...settings };
  let lastToken = FIRST_TOKEN;
  return {
    settings: allSettings,
    time,
    random,
    answerFaults: createFaults(),
    deliveryFaults: createFaults(),
    bots: new Map(),
    people: new Map(),
    media: createMediaStore(time, random, allSettings.mediaLifetimeMs),
    nextToken() {
      lastToken += BigInt(random.integer(1, 999));
      return lastToken;
    },
  };
}
