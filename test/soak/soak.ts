import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { connectTo, createWorkspace } from '../support/journey.ts';
import { startOwnPostgres, startOwnRedis } from '../support/own-servers.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { waitFor } from '../support/wait-for.ts';
import { createFaultInjector } from './fault-injector.ts';
import { planFaults } from './fault-plan.ts';
import { readInbox } from './inbox-reading.ts';
import { auditSoak, type SoakFigures, type SoakViolations } from './soak-audit.ts';
import { type SoakPlatform, startSoakPlatforms } from './soak-platform.ts';
import { type SoakTraffic, startSoakTraffic } from './soak-traffic.ts';
import { startSubscriber } from './subscriber.ts';

export interface SoakOptions {
  readonly seed: number;
  readonly durationMs: number;
  readonly killWithinMs: number;
  readonly postgresEveryMs: number;
  readonly redisEveryMs: number;
  readonly customersPerPlatform: number;
  /** The longest break of one customer or one agent, per platform. */
  readonly breakMs: number;
  /** Ends the run early, in order: nothing is left behind. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export interface SoakReport {
  readonly seed: number;
  readonly seconds: number;
  /** How often each fault really fired. */
  readonly fired: Readonly<Record<string, number>>;
  readonly figures: SoakFigures;
  readonly violations: SoakViolations;
}

const ROLES = ['web', 'web', 'worker', 'worker'] as const;

/**
 * Two web and two worker processes on a PostgreSQL and a Redis of their own, with five platforms, that are killed by
 * plan while customers write and agents answer.
 */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { signal } = options;
  const cleanUps: (() => Promise<unknown>)[] = [];
  const keep: Keep = (starting, cleanUp) => {
    // From the beginning: what is still starting when the run is interrupted is stopped too.
    cleanUps.push(() => starting.then(cleanUp, () => {}));
    return starting;
  };
  try {
    return await Promise.race([run(options, keep), interruption(signal)]);
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp().catch(() => {});
  }
}

async function interruption(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

type Keep = <Kept>(starting: Promise<Kept>, cleanUp: (kept: Kept) => Promise<unknown>) => Promise<Kept>;

async function run(options: SoakOptions, keep: Keep): Promise<SoakReport> {
  const { seed, signal, say } = options;
  const endedByThemselves: string[] = [];
  const postgres = await keep(startOwnPostgres(), (server) => server.dispose());
  const redis = await keep(startOwnRedis(), (server) => server.dispose());
  const gateways: GatewayProcess[] = [];
  const front = await keep(
    startTcpProxy(() => gateways.filter((_, at) => ROLES[at] === 'web').map(portOf)),
    (proxy) => proxy.close(),
  );
  const gatewayUrl = `http://127.0.0.1:${front.port}`;
  for (const role of ROLES) {
    const starting = startGatewayProcess({
      databaseUrl: postgres.url,
      redisUrl: redis.url,
      environment: { CONFAB_ROLE: role, PUBLIC_URL: gatewayUrl },
      onEnded({ code, wasReady, words }) {
        // Without its database a process says so and gives up; whoever runs it starts it again.
        if (wasReady) endedByThemselves.push(`${role}: ${code} ${words}`);
      },
    });
    gateways.push(await keep(starting, (gateway) => gateway.dispose()));
  }
  const platforms = await keep(startSoakPlatforms(seed), (all) => Promise.all(all.map((one) => one.close())));
  const token = await createWorkspace({ url: gatewayUrl, adminKey: gateways[0]?.adminKey ?? '' });
  for (const platform of platforms) {
    const { webhookUrl } = await connectTo(gatewayUrl, token, platform.account);
    platform.deliversTo(webhookUrl ?? '');
  }
  const traffic = await startSoakTraffic({ ...options, platforms, gatewayUrl, token });
  const { asOf } = await readInbox(gatewayUrl, token);
  const subscribers = (['server-sent events', 'WebSocket'] as const).flatMap((transport) =>
    [1, 2].map(() => startSubscriber(transport, gatewayUrl, token, asOf)),
  );
  say(`seed ${seed}: ${platforms.length} platforms, ${traffic.talks.length} customers`);

  const watch = watchRefusals(platforms);
  const injector = createFaultInjector({ postgres, redis, gateways });
  await keep(Promise.resolve(injector), () => injector.stop());
  try {
    const startedAt = Date.now();
    for (const { atMs, fault } of planFaults({ ...options, processes: ROLES.length })) {
      await sleep(Math.max(0, startedAt + atMs - Date.now()), undefined, { signal });
      injector.inject(fault);
    }
    await sleep(Math.max(0, startedAt + options.durationMs - Date.now()), undefined, { signal });
    say('no more faults; waiting until everything is settled');
    await injector.calm();
    say('every process runs');
    await traffic.stop();
    say('every agent has their last promise');
    // Much may have gathered at the platforms: it comes twice and in the wrong order too.
    await hasArrived(gatewayUrl, token, traffic).catch(() => say('not everything has arrived yet'));
    const fired = { ...injector.fired, ...traffic.endFaults() };
    traffic.sayGoodbye();
    const audit = await auditSoak({
      gatewayUrl,
      token,
      traffic,
      subscribers,
      endedByThemselves,
      refusedByPlatform: watch.refusals,
    });
    return { seed, fired, seconds: Math.round(options.durationMs / 1_000), ...audit };
  } finally {
    watch.stop();
    for (const subscriber of subscribers) subscriber.stop();
  }
}

function hasArrived(gatewayUrl: string, token: string, { talks }: SoakTraffic): Promise<void> {
  return waitFor('everything that customers wrote has arrived', async () => {
    const { conversations } = await readInbox(gatewayUrl, token);
    const arrived = new Set(conversations.flatMap(({ inbound }) => inbound));
    return talks.every(({ questions }) => questions.every((text) => arrived.has(text)));
  });
}

/** Logs forget: they are looked at now and then. */
function watchRefusals(platforms: readonly SoakPlatform[]) {
  const refusals: string[] = [];
  const look = () => {
    for (const { account, refusals: since } of platforms) {
      for (const refusal of since()) refusals.push(`${account.name}: ${refusal}`);
    }
  };
  const looking = setInterval(look, 1_000);
  return {
    get refusals() {
      look();
      return refusals;
    },
    stop: () => clearInterval(looking),
  };
}

const portOf = ({ url }: GatewayProcess) => Number(new URL(url).port);
