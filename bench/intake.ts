import { createIntake } from '../src/core/inbox/intake.ts';
import type { BenchCase } from './case.ts';
import { intakeScript, prepareIntakeScript, seedContacts } from './intake-script.ts';
import { median } from './percentile.ts';
import { pgbench } from './pgbench.ts';
import { createRandom } from './random.ts';
import { newUpdate, openReceivingScene, type ReceivingScene, WEBHOOK_SECRET } from './receiving-scene.ts';
import { inRounds } from './rounds.ts';

const IN_FLIGHT = 256;
const WORKSPACES = 20;
const BATCH = 32;
const BATCH_CLIENTS = 2;

/** Goal 2: the same without HTTP, beside what the database can do at most. */
export const intake: BenchCase = {
  name: 'intake',
  about: 'verify, parse and store in this process, beside pgbench with single and with batch statements',
  async run(server, { rounds, seconds, seed }) {
    const databaseUrl = await server.database();
    const scene = await openReceivingScene(databaseUrl, 'the secret of the bench', WORKSPACES);
    try {
      await prepareIntakeScript(scene.core.db, scene.accounts);
      await seedContacts(scene.core.db, WORKSPACES);
      const random = createRandom(seed);
      const limit = (rows: number, clients: number) => () =>
        pgbench({
          binDir: server.binDir,
          databaseUrl,
          script: intakeScript(WORKSPACES, rows),
          clients,
          seconds,
        });
      const results = await inRounds(rounds, {
        single8: limit(1, 8),
        single32: limit(1, 32),
        batch: limit(BATCH, BATCH_CLIENTS),
        intake: () => receive(scene, random, seconds),
      });
      const rate = (name: keyof typeof results) => median(results[name].map(({ perSecond }) => perSecond));
      const single = Math.max(rate('single8'), rate('single32'));
      const batch = rate('batch') * BATCH;
      const conditions = {
        'in flight': IN_FLIGHT,
        workspaces: WORKSPACES,
        'rows a batch': BATCH,
        'batch clients': BATCH_CLIENTS,
        rounds,
        seconds,
        seed,
      };
      const measured = { 'intake/s': rate('intake'), 'pgbench single/s': single, 'pgbench batch/s': batch };
      return [
        {
          goal: 'messages stored per second ÷ pgbench’s best rate of the single-message statement',
          atLeast: 2.5,
          ratio: rate('intake') / single,
          measured,
          conditions,
        },
        {
          goal: 'messages stored per second ÷ pgbench’s messages in statements of 32',
          atLeast: 0.8,
          ratio: rate('intake') / batch,
          measured,
          conditions,
        },
      ];
    } finally {
      await scene.close();
    }
  },
};

/** A closed loop of 256 in flight; `senders` says among how many contacts of each account. */
export async function receive(
  { core, accounts }: ReceivingScene,
  random: () => number,
  seconds: number,
  senders?: number,
) {
  const intaking = createIntake(core);
  const encoder = new TextEncoder();
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  let stored = 0;
  const post = async () => {
    while (performance.now() < endsAt) {
      const account = accounts[Math.floor(random() * accounts.length)];
      const { status } = await intaking.receiveWebhook('telegram', account?.accountId ?? '', {
        method: 'POST',
        headers: { 'x-telegram-bot-api-secret-token': WEBHOOK_SECRET },
        query: {},
        body: encoder.encode(newUpdate(random, senders)),
      });
      if (status !== 200) throw new Error(`An update was answered ${status}.`);
      stored += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, post));
  const perSecond = stored / ((performance.now() - startedAt) / 1000);
  await intaking.drain();
  return { perSecond };
}
