import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import {
  startTelegramSimulator,
  type TelegramSimulator,
} from '../../src/channels/telegram/simulator/index.ts';
import { startChatTraffic } from '../support/chat-traffic.ts';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { createFaultRun } from '../support/fault-run.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { auditInbox, NOTHING_WRONG } from '../support/inbox-audit.ts';
import { connectBot } from '../support/journey.ts';
import { waitFor } from '../support/wait-for.ts';

/** CONFAB_TEST_KILLS=100 for the long run. */
const KILLS = Number(process.env.CONFAB_TEST_KILLS ?? 20);
const CUSTOMERS = 16;
/** So long the platform thinks about an answer: the time in which a kill leaves its outcome unknown. */
const PLATFORM_MS = 30;

describeOnEveryServer('a gateway that is killed again and again', (database) => {
  let gateway: GatewayProcess | null = null;
  let telegram: TelegramSimulator | null = null;

  afterEach(async () => {
    await gateway?.dispose();
    await telegram?.close();
  });

  it(`has every acknowledged update once, sends no answer twice and comes back by itself, over ${KILLS} kills`, {
    timeout: 30_000 * KILLS,
  }, async ({ task }) => {
    const run = createFaultRun(task.suite?.name ?? task.name);
    const simulator = await startTelegramSimulator({
      floodLimits: null,
      retryDelaysMs: [50, 100, 200],
      seed: run.seed,
    });
    telegram = simulator;
    const killed = await startGatewayProcess({ hasPublicUrl: true, ...(await database()) });
    gateway = killed;
    const bot = simulator.addBot();
    const { token } = await connectBot(killed, simulator, bot.token);
    let isUp = true;
    const traffic = await startChatTraffic({
      simulator,
      token,
      random: run.random,
      gatewayUrl: () => killed.url,
      customers: CUSTOMERS,
      maxBreakMs: () => (isUp ? 40 : 1_500),
    });
    const { promises } = traffic.ledger;
    simulator.faults.answers.inject({
      fault: { kind: 'slow', delayMs: PLATFORM_MS },
      operation: 'sendMessage',
      times: null,
    });
    simulator.faults.deliveries.inject({ fault: { kind: 'duplicate', copies: 1 }, times: 100 });

    /** What the next kill comes into: the first steps of a start, its recovery, or traffic in both directions. */
    const moments = {
      'while starting': async () =>
        void (await Promise.race([starting, sleep(run.random.integer(0, 2_000))])),
      'when just ready': () => starting,
      'in traffic': async () => {
        await starting;
        const enough = promises.size + run.random.integer(1, 8);
        await waitFor('answers are promised', () => promises.size >= enough);
        await sleep(run.random.integer(0, 2 * PLATFORM_MS));
      },
    };
    let starting: Promise<unknown> = Promise.resolve();
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const moment = pickMoment(run.random.integer(1, 4));
      await moments[moment]();
      isUp = false;
      await killed.kill();
      run.fired(`killed ${moment}`);
      await starting;
      starting = killed.start().then(
        () => {
          isUp = true;
        },
        () => 'killed before it was ready',
      );
    }
    await starting;
    await traffic.stop();
    const { audit, figures } = await auditInbox({
      gatewayUrl: killed.url,
      botToken: bot.token,
      token,
      simulator,
      traffic,
    });

    const { interruptions } = traffic.ledger;
    run.report({ ...figures, 'interrupted calls': interruptions });
    expect(audit).toEqual(NOTHING_WRONG);
    expect(run.count('killed in traffic')).toBeGreaterThan(0);
    expect(interruptions, 'calls that a kill cut off').toBeGreaterThan(0);
    expect(figures.unconfirmed, 'answers whose outcome a kill made unknown').toBeGreaterThan(0);
  });
});

function pickMoment(draw: number): 'while starting' | 'when just ready' | 'in traffic' {
  return draw === 1 ? 'while starting' : draw === 2 ? 'when just ready' : 'in traffic';
}
