import type { Clock } from '../../../core/model/clock.ts';
import { createControlApi } from '../../shared/simulator/control-api.ts';
import {
  type AnswerFault,
  createFaults,
  type DeliveryFault,
  type Faults,
} from '../../shared/simulator/faults.ts';
import {
  type SimulatorReply,
  type SimulatorRequest,
  startSimulatorServer,
} from '../../shared/simulator/http-server.ts';
import { createRandom } from '../../shared/simulator/random.ts';
import { createSimulatedTime, type SimulatedTime } from '../../shared/simulator/simulated-time.ts';
import { createWatchableList } from '../../shared/simulator/watchable-list.ts';
import { controlRoutes } from './control/index.ts';
import { createGraphApi } from './graph/graph-api.ts';
import { describeRequest, type RecordedRequest } from './request-log.ts';
import { DEFAULT_SETTINGS, type SimulatorSettings } from './settings.ts';
import { createSimulation, type Simulation } from './simulation.ts';
import type { World } from './state.ts';

export interface MessengerSimulatorOptions extends Partial<SimulatorSettings> {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** The same seed gives the same ids; default 1. */
  readonly seed?: number;
  /** Where the simulated time starts from; default the real one. */
  readonly clock?: Clock;
}

export interface MessengerSimulator
  extends Pick<Simulation, 'addPage' | 'revokeToken' | 'pageInboxWrites' | 'customer' | 'requests'> {
  /** What an account's `apiBaseUrl` is set to. */
  readonly url: string;
  /** Where the same can be done over HTTP; for people it is a page. */
  readonly controlUrl: string;
  /** The app's id and secret: the account's `appId` and `appSecret`. */
  readonly app: { readonly id: string; readonly secret: string };
  readonly faults: {
    /** What goes wrong with answers to calls. */
    readonly answers: Faults<AnswerFault>;
    /** What goes wrong with events on their way to the webhook. */
    readonly deliveries: Faults<DeliveryFault>;
  };
  /** The time that Messenger lives in: `advance` moves it. */
  readonly time: SimulatedTime;
  close(): Promise<void>;
}

const CONTROL = '/control';

/** Plays the Graph API's Messenger part on an address of this machine, until it is closed. */
export async function startMessengerSimulator(
  options: MessengerSimulatorOptions = {},
): Promise<MessengerSimulator> {
  const { host = '127.0.0.1', port = 0, seed = 1, clock, ...settings } = options;
  const world = createWorld(settings, seed, clock);
  const requests = createWatchableList<RecordedRequest>(describeRequest);
  const simulation = createSimulation(world, requests);
  const graphApi = createGraphApi(world, requests);
  const control = createControlApi('Simulated Messenger', CONTROL, controlRoutes(simulation));
  const server = await startSimulatorServer({
    host,
    port,
    handle(request) {
      const isControl =
        request.path === '/' || request.path === CONTROL || request.path.startsWith(`${CONTROL}/`);
      if (isControl) return control.handle(request);
      return request.path.startsWith('/files/') ? download(world, request) : graphApi(request);
    },
  });
  world.baseUrl = server.url;

  return {
    ...simulation,
    url: server.url,
    controlUrl: server.url + CONTROL,
    app: world.app,
    faults: { answers: world.answerFaults, deliveries: world.deliveryFaults },
    time: world.time,
    async close() {
      for (const page of world.pages.values()) page.events.stop();
      world.time.stop();
      await server.close();
    },
  };
}

/** Whoever has the address has the file, while it lives. */
async function download({ files, time }: World, { path }: SimulatorRequest): Promise<SimulatorReply> {
  const file = files.get(path.split('/')[2] ?? '');
  if (file === undefined || time.nowMs() > file.expiresAtMs) {
    return {
      kind: 'reply',
      status: 403,
      headers: { 'content-type': 'text/plain' },
      body: 'URL signature expired',
    };
  }
  return { kind: 'reply', status: 200, headers: { 'content-type': file.mimeType }, body: file.bytes };
}

function createWorld(settings: Partial<SimulatorSettings>, seed: number, clock: Clock | undefined): World {
  return {
    settings: { ...DEFAULT_SETTINGS, ...settings },
    time: createSimulatedTime(clock),
    random: createRandom(seed),
    answerFaults: createFaults(),
    deliveryFaults: createFaults(),
    app: { id: '555001928374', secret: 'simulated-app-secret', webhook: null },
    pages: new Map(),
    people: [],
    files: new Map(),
    baseUrl: '',
  };
}
