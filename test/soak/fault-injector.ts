import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayProcess } from '../support/gateway-process.ts';
import type { OwnRedis, OwnServer } from '../support/own-servers.ts';
import type { PlannedFault } from './fault-plan.ts';

export interface FaultInjector {
  /** How often each fault has really fired. */
  readonly fired: Readonly<Record<string, number>>;
  /** Lets it happen; whatever was killed is started again by itself. */
  inject(fault: PlannedFault['fault']): void;
  /** Resolves when everything runs. */
  calm(): Promise<void>;
  /** Starts nothing any more. */
  stop(): Promise<void>;
}

export interface FaultTargets {
  readonly postgres: OwnServer;
  readonly redis: OwnRedis;
  readonly gateways: readonly GatewayProcess[];
}

/** A process that finds no database gives up; whoever runs it starts it again after so long. */
const RESTART_MS = 300;

export function createFaultInjector({ postgres, redis, gateways }: FaultTargets): FaultInjector {
  const fired = { 'processes killed': 0, 'PostgreSQL killed': 0, 'Redis flushed': 0 };
  /** The last kill of each process: only the start that follows it goes on. */
  const lastKills = gateways.map(() => 0);
  const running = new Set<Promise<void>>();
  let isPostgresUp = true;
  let isOver = false;

  const killProcess = async (index: number) => {
    const gateway = gateways[index];
    if (gateway === undefined) return;
    const kill = (lastKills[index] ?? 0) + 1;
    lastKills[index] = kill;
    await gateway.kill();
    fired['processes killed'] += 1;
    while (!isOver && lastKills[index] === kill) {
      const isUp = await gateway.start().then(
        () => true,
        () => false,
      );
      if (isUp) return;
      await sleep(RESTART_MS);
    }
  };
  const killPostgres = async (awayMs: number) => {
    if (!isPostgresUp) return;
    isPostgresUp = false;
    await postgres.kill();
    fired['PostgreSQL killed'] += 1;
    await sleep(awayMs);
    await postgres.start();
    isPostgresUp = true;
  };
  const flushRedis = async () => {
    await redis.flush();
    fired['Redis flushed'] += 1;
  };
  const happen = (fault: PlannedFault['fault']): Promise<void> => {
    switch (fault.kind) {
      case 'process':
        return killProcess(fault.index);
      case 'postgres':
        return killPostgres(fault.awayMs);
      case 'redis':
        return flushRedis();
    }
  };

  return {
    fired,
    inject(fault) {
      const happening = happen(fault).finally(() => running.delete(happening));
      running.add(happening);
    },
    async calm() {
      await Promise.all(running);
    },
    async stop() {
      isOver = true;
      for (const gateway of gateways) await gateway.kill();
      await Promise.allSettled(running);
    },
  };
}
