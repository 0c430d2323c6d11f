import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../bench/percentile.ts';
import { createFaultRun } from '../support/fault-run.ts';
import { startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { send } from '../support/journey.ts';
import { type NewsPlatforms, startNewsPlatforms, type TakenMessage } from '../support/news-platforms.ts';
import {
  auditNewsletter,
  type NewsletterAudit,
  type Newsroom,
  openNewsroom,
  readReport,
  readStates,
  readStatus,
  startNewsletter,
} from '../support/newsletter.ts';
import { startOwnPostgres } from '../support/own-servers.ts';
import { waitFor } from '../support/wait-for.ts';

export interface NewsletterSoakOptions {
  readonly recipients: number;
  readonly kills: number;
  readonly seed: number;
  /** How many accounts of Telegram its half is spread over. */
  readonly bots: number;
  readonly say: (line: string) => void;
}

export interface NewsletterSoakReport {
  readonly seed: number;
  readonly audit: NewsletterAudit;
  readonly figures: Readonly<Record<string, number>>;
}

const TEXT = 'Tulips are here.';
const ANSWERS = 40;
/** What Telegram's account may send, by its adapter's capabilities; the platform itself allows 30. */
const TELEGRAM_PER_SECOND = 25;
const FOREVER_MS = 4 * 60 * 60_000;

/**
 * A newsletter on Telegram and Viber, on PostgreSQL: first undisturbed, while agents answer, for pace and latency;
 * then its gateway is killed again and again until it is through. Phones are the truth.
 */
export async function soakNewsletter(options: NewsletterSoakOptions): Promise<NewsletterSoakReport> {
  const { recipients, kills, seed, bots, say } = options;
  const { random } = createFaultRun('newsletter', seed);
  const postgres = await startOwnPostgres();
  const platforms = await startNewsPlatforms({ seed, readers: recipients, bots });
  const gateway = await startGatewayProcess({ hasPublicUrl: true, databaseUrl: postgres.url });
  try {
    const newsroom = await openNewsroom(gateway, platforms);
    say(`${recipients} readers have confirmed`);
    const answer = await openDesk(newsroom, platforms);
    const idleMs = await answer('idle');
    platforms.takenSince();

    const id = await startNewsletter(newsroom, TEXT);
    const taken: TakenMessage[] = [];
    const look = () => {
      taken.push(...platforms.takenSince());
      return taken.length;
    };
    await waitFor('it has begun', () => look() > 2 * ANSWERS);
    const busyMs = await answer('busy');
    look();
    const undisturbed = [...taken];
    say(`answered within ${Math.round(idleMs)} ms idle, ${Math.round(busyMs)} ms beside it (p99)`);

    let killedWhileRunning = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      const before = look();
      await waitFor('it goes on', async () => look() > before || (await isOver(newsroom, id)));
      await sleep(random.integer(0, 1_000));
      if (!(await isOver(newsroom, id))) killedWhileRunning += 1;
      await gateway.kill();
      await gateway.start();
    }
    say(`killed ${killedWhileRunning} times while it ran`);
    await waitFor('it is through', () => look() >= 0 && isOver(newsroom, id), FOREVER_MS);
    const report = await readReport(newsroom, id);
    const states = await readStates(newsroom, report);
    const count = (state: string) => [...states.values()].filter((one) => one === state).length;
    const pace = paceOf(undisturbed, bots);
    return {
      seed,
      audit: auditNewsletter(platforms.readers, states, TEXT),
      figures: {
        recipients,
        killedWhileRunning,
        sent: report.report.sentCount,
        unconfirmed: count('UNCONFIRMED'),
        answersIdleP99Ms: Math.round(idleMs),
        answersBusyP99Ms: Math.round(busyMs),
        telegramPaceUsed: pace.used,
        telegramMostWithinASecond: mostWithinASecond(taken),
        refusedByPlatforms: platforms.refusals.length,
      },
    };
  } finally {
    await gateway.dispose();
    await platforms.close();
    await postgres.dispose();
  }
}

const isOver = async (newsroom: Newsroom, id: string) => (await readStatus(newsroom, id)) === 'COMPLETED';

/** An agent who answers some of the readers, and how long until their phones show it: the p99, in milliseconds. */
async function openDesk({ gatewayUrl, token }: Newsroom, { readers }: NewsPlatforms) {
  const { contacts } = await query<{
    contacts: { nodes: readonly { readonly name: string; readonly identities: readonly { id: string }[] }[] };
  }>(gatewayUrl, token, '{ contacts(first: 40) { nodes { name identities { id } } } }');
  const byName = new Map(readers.map((reader) => [reader.name, reader]));
  return async (when: string): Promise<number> => {
    const latencies: number[] = [];
    for (let index = 0; index < ANSWERS; index += 1) {
      const contact = contacts.nodes[index % contacts.nodes.length];
      const reader = byName.get(contact?.name ?? '');
      const text = `${when} answer ${index}`;
      const startedAt = performance.now();
      await send({ url: gatewayUrl }, token, {
        identityId: contact?.identities[0]?.id,
        parts: [{ text: { text } }],
        idempotencyKey: text,
      });
      while (reader?.shown().includes(text) !== true) await sleep(2);
      latencies.push(performance.now() - startedAt);
    }
    return percentile(latencies, 0.99);
  };
}

/** What Telegram's accounts took between their first and last message, as a part of what they may send. */
function paceOf(taken: readonly TakenMessage[], bots: number): { readonly used: number } {
  const times = onTelegram(taken).map(({ at }) => at.getTime());
  const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
  return { used: Math.round((100 * times.length) / (seconds * TELEGRAM_PER_SECOND * bots)) / 100 };
}

function mostWithinASecond(taken: readonly TakenMessage[]): number {
  const accounts = new Set(onTelegram(taken).map(({ account }) => account));
  return Math.max(
    ...[...accounts].map((one) => {
      const times = onTelegram(taken)
        .filter(({ account }) => account === one)
        .map(({ at }) => at.getTime())
        .toSorted((before, behind) => before - behind);
      let first = 0;
      return times.reduce((most, time, last) => {
        while (time - (times[first] ?? time) >= 1_000) first += 1;
        return Math.max(most, last - first + 1);
      }, 0);
    }),
  );
}

const onTelegram = (taken: readonly TakenMessage[]) => taken.filter(({ channel }) => channel === 'telegram');
