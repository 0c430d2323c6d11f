import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { readInbox } from '../soak/inbox-reading.ts';
import { describeOnServer } from '../support/describe-on-every-engine.ts';
import { createFaultRun } from '../support/fault-run.ts';
import type { GatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { NOTHING_WRONG } from '../support/inbox-audit.ts';
import { connectBot, send, waitForStatus } from '../support/journey.ts';
import { startLoadBalancer } from '../support/load-balancer.ts';
import { startOwnPostgres, startOwnRedis } from '../support/own-servers.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWrongClock, type WrongClock } from '../support/wrong-clock.ts';
import { createFaultScene } from './fault-scene.ts';

const AWAY_MS = 1_000 * Number(globalThis.process.env.CONFAB_TEST_AWAY_SECONDS ?? 3);
const MEBIBYTE = 1024 * 1024;
/** Garbage is collected late; what a minute of webhooks has brought, held, would be more than this. */
const MAX_RESIDENT = 512 * MEBIBYTE;
/** Files that grow beyond it: those of the messages' texts; no other of a small database is half as large. */
const FULL_BYTES = 1.5 * MEBIBYTE;
/** A thousand of them, held, would be 16 MiB. */
const ODDLY_LONG = 'while the database is away '.repeat(600);

// The servers are started, and killed, here; the given one only says that this machine has them.
describeOnServer('gateways whose servers and lines fail', () => {
  const { keep, server, line, process, telegram, talk, dispose } = createFaultScene();
  afterEach(dispose);

  it('answer 503 while PostgreSQL is away or has no room, never 200, and go on by themselves when it is back', {
    timeout: 900_000,
  }, async ({ task }) => {
    const run = createFaultRun(task.name);
    const postgres = await server(startOwnPostgres());
    const gateway = await process({ databaseUrl: postgres.url, hasPublicUrl: true });
    const scene = await talk(run, gateway);
    const statuses: number[] = [];

    for (let kill = 1; kill <= 3; kill += 1) {
      await sleep(run.random.integer(200, 1_000));
      await postgres.kill();
      run.fired('PostgreSQL killed');
      for (let post = 0; post < 20; post += 1) statuses.push(await scene.postUpdate(kill * 100 + post));
      expect((await fetch(`${gateway.url}/readyz`)).status).toBe(503);
      await postgres.start();
    }
    await postgres.limitFiles(FULL_BYTES);
    const kept: string[] = [];
    let sentAway = 0;
    for (let post = 1_000; sentAway < 20; post += 1) {
      const status = await scene.postUpdate(post, `${post} ${randomBytes(1_500).toString('hex')}`);
      if (status === 200) kept.push(String(post));
      else if (status === 503) sentAway += 1;
      else throw new Error(`An update was answered ${status}.`);
    }
    run.fired('disk full');
    await postgres.limitFiles(null);
    await waitFor('there is room again', async () => (await scene.postUpdate(9_999)) === 200);
    const { audit } = await scene.audit();
    const { conversations } = await readInbox(gateway.url, scene.token);
    const inbound = conversations.flatMap((one) => one.inbound).map((text) => text.split(' ')[0]);

    run.report({ 'acknowledged before the disk was full': kept.length });
    expect(new Set(statuses)).toEqual(new Set([503]));
    expect(kept.filter((text) => inbound.filter((one) => one === text).length !== 1)).toEqual([]);
    expect(audit).toEqual(NOTHING_WRONG);
  });

  // CONFAB_TEST_AWAY_SECONDS=60 for the long run.
  it('send every webhook away for as long as PostgreSQL is gone, and hold nothing of what they were told', {
    timeout: 600_000,
  }, async ({ task }) => {
    const run = createFaultRun(task.name);
    const postgres = await server(startOwnPostgres());
    const gateway = await process({ databaseUrl: postgres.url, hasPublicUrl: true });
    const scene = await talk(run, gateway);
    const statuses = new Set<number>();
    const waitedMs: number[] = [];
    let id = 1;
    const post = async () => {
      const startedMs = performance.now();
      statuses.add(await scene.postUpdate(id++, ODDLY_LONG));
      waitedMs.push(performance.now() - startedMs);
    };

    await postgres.kill();
    run.fired('PostgreSQL killed');
    const knock = async (ms: number) => {
      const untilMs = performance.now() + ms;
      while (performance.now() < untilMs) await Promise.all(Array.from({ length: 20 }, post));
      return residentBytes(gateway);
    };
    const half = await knock(AWAY_MS / 2);
    const whole = await knock(AWAY_MS / 2);
    await postgres.start();
    const { audit } = await scene.audit();

    run.report({
      'seconds away': AWAY_MS / 1_000,
      'webhooks sent away': waitedMs.length,
      'p99 ms': Math.round(
        waitedMs.sort((one, other) => one - other)[Math.floor(waitedMs.length * 0.99)] ?? 0,
      ),
      'MiB at half time': Math.round(half / MEBIBYTE),
      'MiB in the end': Math.round(whole / MEBIBYTE),
    });
    expect(statuses).toEqual(new Set([503]));
    expect(whole).toBeLessThan(MAX_RESIDENT);
    expect(audit).toEqual(NOTHING_WRONG);
  });

  it('neither lose nor double anything when the line to PostgreSQL breaks behind what it was told', {
    timeout: 900_000,
  }, async ({ task }) => {
    const run = createFaultRun(task.name);
    const postgres = await server(startOwnPostgres());
    const toPostgres = await line(() => [postgres.port]);
    const url = `postgres://confab@127.0.0.1:${toPostgres.port}/postgres`;
    const gateway = await process({ databaseUrl: url, hasPublicUrl: true });
    const scene = await talk(run, gateway);

    for (let round = 1; round <= 30; round += 1) {
      const losing = toPostgres.loseAnswers(run.random.integer(1, 3));
      await sleep(run.random.integer(20, 300));
      for (let lost = 0; lost < losing.lost; lost += 1) run.fired('answers of PostgreSQL lost');
    }
    toPostgres.loseAnswers(0);
    const { audit } = await scene.audit();

    expect(run.count('answers of PostgreSQL lost')).toBeGreaterThan(10);
    expect(audit).toEqual(NOTHING_WRONG);
  });

  it('write nothing late: a worker that stood still while another took its message over finds that out', {
    timeout: 900_000,
  }, async ({ task }) => {
    const run = createFaultRun(task.name);
    const postgres = await server(startOwnPostgres());
    const gateway = await process({ databaseUrl: postgres.url, hasPublicUrl: true });
    const simulator = await telegram(run);
    const bot = simulator.addBot();
    const { token } = await connectBot(gateway, simulator, bot.token);
    const ada = simulator.customer('Ada');
    ada.starts();
    const conversationId = await onlyConversation(gateway.url, token);
    simulator.faults.answers.inject({ fault: { kind: 'slow', delayMs: 2_000 }, operation: 'sendMessage' });

    const say = (text: string) =>
      send(gateway, token, { conversationId, parts: [{ text: { text } }], idempotencyKey: text });
    const message = await say('Yes, it is ready.');
    await ada.inbox.waitForMessage('Yes, it is ready.');
    gateway.pause();
    run.fired('worker stopped in the middle of a call');
    const other = await process({ databaseUrl: postgres.url });
    await waitForStatus(other, token, message.id, 'UNCONFIRMED');
    gateway.resume();
    await waitFor('the first one has noticed', () => gateway.logs.some((line) => line.includes(NOTICED)));
    const after = await say('Anything else?');
    await waitForStatus(other, token, after.id, 'SENT');

    await waitForStatus(other, token, message.id, 'UNCONFIRMED');
    expect(ada.inbox.messages.map(({ text }) => text)).toEqual(['Yes, it is ready.', 'Anything else?']);
    expect(run.count('worker stopped in the middle of a call')).toBe(1);
  });

  it('lose nothing when Redis is killed, comes back empty or falls silent, with processes whose clocks disagree', {
    timeout: 900_000,
  }, async ({ task }) => {
    const run = createFaultRun(task.name);
    const [postgres, redis] = [await server(startOwnPostgres()), await server(startOwnRedis())];
    const toRedis = await line(() => [redis.port]);
    const webs: GatewayProcess[] = [];
    const front = await line(() => webs.map(({ url }) => Number(new URL(url).port)));
    const url = `http://127.0.0.1:${front.port}`;
    const clocks: WrongClock[] = [];
    const start = async (role: string, wrongByMinutes: number) => {
      const clock = keep(await startWrongClock(wrongByMinutes), (one) => one.dispose());
      clocks.push(clock);
      return process({
        databaseUrl: postgres.url,
        redisUrl: `redis://127.0.0.1:${toRedis.port}`,
        environment: { CONFAB_ROLE: role, PUBLIC_URL: url, ...clock.environment },
      });
    };
    for (const minutes of [10, -10]) webs.push(await start('web', minutes));
    const workers = [await start('worker', 10), await start('worker', -10)];
    const [web] = webs;
    const scene = await talk(run, { url, adminKey: web?.adminKey ?? '' });
    const jump = async () => {
      for (const clock of clocks) await clock.jumpTo(run.random.integer(-10, 10));
      run.fired('clocks moved');
    };

    for (let kill = 1; kill <= 2; kill += 1) {
      await sleep(run.random.integer(200, 1_000));
      await redis.kill();
      run.fired('Redis killed');
      await jump();
      await sleep(run.random.integer(200, 1_000));
      await redis.start();
    }
    toRedis.silence();
    run.fired('Redis silent');
    await jump();
    await scene.nextAnswerIsSent();
    await waitFor('the workers give the silent line up', () => workers.every(hasMissedRedis));
    toRedis.restore();
    await scene.nextAnswerIsSent();
    const { audit, figures } = await scene.audit();

    expect(audit).toEqual(NOTHING_WRONG);
    expect(figures.unconfirmed).toBe(0);
  });

  it('drain when they are told to stop: a rolling restart fails no call and leaves no answer unconfirmed', {
    timeout: 900_000,
  }, async ({ task }) => {
    const run = createFaultRun(task.name);
    const postgres = await server(startOwnPostgres());
    const gateways: GatewayProcess[] = [];
    const front = keep(await startLoadBalancer(() => gateways.map(({ url }) => url)), (all) => all.close());
    for (let index = 0; index < 2; index += 1) {
      gateways.push(await process({ databaseUrl: postgres.url, environment: { PUBLIC_URL: front.url } }));
    }
    const { url } = front;
    const isServing = (gateway: GatewayProcess) =>
      waitFor('it gets connections', () => front.ready.has(gateway.url));
    for (const gateway of gateways) await isServing(gateway);
    const scene = await talk(run, { url, adminKey: gateways[0]?.adminKey ?? '' });
    const codes: (number | null)[] = [];
    const statuses: number[] = [];
    let isOver = false;
    const knocking = (async () => {
      for (let id = 1; !isOver; id += 1) statuses.push(await scene.postUpdate(id));
    })();

    for (const gateway of gateways) {
      await sleep(run.random.integer(200, 1_000));
      // The load balancer finds out by itself, and sends connections until then.
      codes.push(await gateway.stop());
      run.fired('restarted');
      await gateway.start();
      await isServing(gateway);
    }
    isOver = true;
    await knocking;
    const { interruptions } = scene.traffic.ledger;
    const { audit, figures } = await scene.audit();

    run.report({ webhooks: statuses.length });
    expect(codes).toEqual([0, 0]);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(interruptions).toBe(0);
    expect(audit).toEqual(NOTHING_WRONG);
    expect(figures.unconfirmed).toBe(0);
  });
});

const hasMissedRedis = ({ logs }: GatewayProcess) => logs.some((line) => line.includes('redis is away'));
const NOTICED = 'a result came after its lease had ended';

async function residentBytes({ url }: GatewayProcess): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/mu.exec(metrics)?.[1]);
}

async function onlyConversation(url: string, token: string): Promise<string> {
  let id = '';
  await waitFor('the customer has a conversation', async () => {
    const { conversations } = await query<{ conversations: { nodes: { id: string }[] } }>(
      url,
      token,
      '{ conversations { nodes { id } } }',
    );
    id = conversations.nodes[0]?.id ?? '';
    return id !== '';
  });
  return id;
}
