import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { createFaultRun } from '../support/fault-run.ts';
import { startGatewayProcess } from '../support/gateway-process.ts';
import { startNewsPlatforms } from '../support/news-platforms.ts';
import {
  auditNewsletter,
  type Newsroom,
  NOTHING_WRONG,
  openNewsroom,
  readReport,
  readStates,
  readStatus,
  resolveUnconfirmed,
  startNewsletter,
} from '../support/newsletter.ts';
import { waitFor } from '../support/wait-for.ts';

const READERS = Number(process.env.CONFAB_TEST_READERS ?? 90);
const KILLS = Number(process.env.CONFAB_TEST_KILLS ?? 2);
const TEXT = 'Tulips are here.';

describeOnEveryServer('a newsletter whose gateway is killed again and again', (database) => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  it(`reaches each of ${READERS} readers once over ${KILLS} kills, and reports what their phones show`, {
    timeout: 600_000,
  }, async ({ task }) => {
    const run = createFaultRun(task.suite?.name ?? task.name);
    const platforms = await startNewsPlatforms({ seed: run.seed, readers: READERS, bots: 1 });
    closing.push(() => platforms.close());
    const gateway = await startGatewayProcess({ hasPublicUrl: true, ...(await database()) });
    closing.push(() => gateway.dispose());
    const newsroom = await openNewsroom(gateway, platforms);
    platforms.answerAfter(30);
    const { readers } = platforms;
    const arrived = () => readers.filter((reader) => reader.shown().includes(TEXT)).length;

    const id = await startNewsletter(newsroom, TEXT);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const before = arrived();
      await waitFor('more have got it', async () => arrived() > before || (await isOver(newsroom, id)));
      await sleep(run.random.integer(0, 60));
      if (arrived() < READERS) run.fired('killed while it ran');
      await gateway.kill();
      await gateway.start();
    }
    await waitFor('everybody had their turn', () => isOver(newsroom, id));
    const held = await readReport(newsroom, id);
    const states = await readStates(newsroom, held);
    const audit = auditNewsletter(readers, states, TEXT);
    const unconfirmed = [...states.values()].filter((state) => state === 'UNCONFIRMED').length;
    run.report({ readers: READERS, arrived: arrived(), unconfirmed, sent: held.report.sentCount });

    expect(audit).toEqual(NOTHING_WRONG);
    expect(held.report.sentCount + unconfirmed).toBe(READERS);
    expect(run.count('killed while it ran')).toBeGreaterThan(0);

    const lost = readers.filter((reader) => !reader.shown().includes(TEXT));
    await resolveUnconfirmed(newsroom, id, new Set(lost.map(({ name }) => name)));
    await waitFor('everybody has got it', () => arrived() === READERS);
    await waitFor('nobody is uncertain any more', async () => {
      const { sentCount } = (await readReport(newsroom, id)).report;
      return sentCount === READERS;
    });
    expect(auditNewsletter(readers, await readStates(newsroom, held), TEXT)).toEqual(NOTHING_WRONG);
  });
});

const isOver = async (newsroom: Newsroom, id: string) => (await readStatus(newsroom, id)) === 'COMPLETED';
