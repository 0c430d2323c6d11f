import { setTimeout as sleep } from 'node:timers/promises';
import { createEventFeed, type EventFeed } from '../src/core/events/event-feed.ts';
import type { WorkspaceId } from '../src/core/model/ids.ts';
import { appendEvents } from '../src/core/store/event-log.ts';
import { INTAKE_MESSAGES } from '../src/core/store/intake-messages.ts';
import { openPostgres } from '../src/core/store/postgres.ts';
import { createTestCore, createTestWorkspace, type TestCore } from '../test/support/test-core.ts';
import type { BenchCase, BenchOptions, Figure } from './case.ts';
import { intakeScript, prepareIntakeScript, seedContacts } from './intake-script.ts';
import { median } from './percentile.ts';
import { pgbench } from './pgbench.ts';
import type { PostgresServer } from './postgres-server.ts';
import { createRandom } from './random.ts';
import { openReceivingScene } from './receiving-scene.ts';
import { inRounds } from './rounds.ts';

const WRITERS = 16;
/** Writers that keep their transactions open, and for how long. */
const HOLDERS = 2;
const HOLD_MS = 30;
const EVENTS_A_TRANSACTION = 20;
/** One transaction in so many is taken back after it has its numbers. */
const TAKEN_BACK = 20;
const BATCH = 32;
const BATCH_CLIENTS = 2;
const WORKSPACES = 20;

/** Goal 4: a log that can be followed by one integer, and what its numbers cost. */
export const eventFeed: BenchCase = {
  name: 'event-feed',
  about: `${WRITERS} writers of one workspace, some with held or taken-back transactions, and a reader that starts with them`,
  async run(server, options) {
    return [...(await followFigures(server, options)), ...(await numberingFigures(server, options))];
  },
};

async function followFigures(
  server: PostgresServer,
  { events, seed }: BenchOptions,
): Promise<readonly Figure[]> {
  const url = await server.database();
  const database = await openPostgres({ url, poolSize: WRITERS + 4 });
  const core = createTestCore({ db: { ...database, url } });
  const { workspace } = await createTestWorkspace(core);
  try {
    const startedAt = performance.now();
    const feed = createEventFeed(core);
    const after = await feed.latest(workspace.id);
    const reading = readOn(feed, workspace.id, after, events);
    const { takenBack } = await write(core, workspace.id, events, createRandom(seed));
    const { gaps, seen, longestMs } = await reading;
    const tookMs = performance.now() - startedAt;
    const conditions = {
      events,
      writers: WRITERS,
      'held writers': HOLDERS,
      'held ms': HOLD_MS,
      'transactions taken back': takenBack,
      seed,
    };
    const measured = {
      seen,
      'events/s': seen / (tookMs / 1000),
      'longest wait for news ms': longestMs,
    };
    return [
      { goal: 'events that the reader missed', atMost: 0, ratio: events - seen, measured, conditions },
      {
        goal: 'gaps in the numbers that the reader saw',
        atMost: 0,
        ratio: gaps,
        measured: {},
        conditions: {},
      },
    ];
  } finally {
    await core.wake.close();
    await database.close();
  }
}

/** Follows from `after` until the number that so many events lead to. */
async function readOn(feed: EventFeed, workspaceId: WorkspaceId, after: number, events: number) {
  const stopping = new AbortController();
  let last = after;
  let seen = 0;
  let gaps = 0;
  let lastAt = performance.now();
  let longestMs = 0;
  for await (const item of feed.follow(workspaceId, after, stopping.signal)) {
    if (item.kind !== 'event') continue;
    if (item.event.number !== last + 1) gaps += 1;
    last = item.event.number;
    longestMs = Math.max(longestMs, performance.now() - lastAt);
    lastAt = performance.now();
    seen += 1;
    if (last >= after + events) stopping.abort();
  }
  return { seen, gaps, longestMs };
}

async function write(core: TestCore, workspaceId: WorkspaceId, events: number, random: () => number) {
  let left = events;
  let takenBack = 0;
  const writer = async (isHolder: boolean) => {
    while (left > 0) {
      const count = Math.min(EVENTS_A_TRANSACTION, left);
      left -= count;
      const drafts = Array.from({ length: count }, () => ({
        type: 'MESSAGE_RECEIVED' as const,
        subject: {},
        occurredAt: core.clock.now(),
      }));
      const append = (isTakenBack: boolean) =>
        core.db.transaction(async (queries) => {
          // A transaction that has begun early and commits late: its numbers are given out in between.
          await queries.run({ name: 'bench_hold', text: 'SELECT txid_current()' }, []);
          if (isHolder) await sleep(HOLD_MS);
          const number = await appendEvents(queries, workspaceId, drafts);
          if (isTakenBack) throw new TakenBack();
          return number;
        });
      if (random() < 1 / TAKEN_BACK) {
        takenBack += 1;
        await append(true).catch((error: unknown) => {
          if (!(error instanceof TakenBack)) throw error;
        });
      }
      const number = await append(false);
      core.wake.news({ workspaceId, number });
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, index) => writer(index < HOLDERS)));
  return { takenBack };
}

class TakenBack extends Error {}

/** The statement of the intake, in batches, with dense numbers and with numbers from a sequence. */
async function numberingFigures(
  server: PostgresServer,
  { rounds, seconds }: BenchOptions,
): Promise<readonly Figure[]> {
  const databaseUrl = await server.database();
  const scene = await openReceivingScene(databaseUrl, 'the secret of the bench', WORKSPACES);
  try {
    await prepareIntakeScript(scene.core.db, scene.accounts);
    await seedContacts(scene.core.db, WORKSPACES);
    await scene.core.db.run(
      { name: 'bench_sequence', text: 'CREATE SEQUENCE bench_numbers START 1000000' },
      [],
    );
    const dense = intakeScript(WORKSPACES, BATCH);
    const measure = (script: string) => () =>
      pgbench({ binDir: server.binDir, databaseUrl, script, clients: BATCH_CLIENTS, seconds });
    const results = await inRounds(rounds, {
      sequence: measure(withoutNumbering(dense)),
      dense: measure(dense),
    });
    const rate = (name: keyof typeof results) =>
      BATCH * median(results[name].map(({ perSecond }) => perSecond));
    return [
      {
        goal: 'messages per second in batches with dense numbers ÷ with numbers from a sequence',
        atLeast: 0.8,
        ratio: median(
          results.dense.map(
            ({ perSecond }, round) => perSecond / (results.sequence[round]?.perSecond ?? Number.NaN),
          ),
        ),
        measured: { 'dense/s': rate('dense'), 'sequence/s': rate('sequence') },
        conditions: {
          'rows a batch': BATCH,
          clients: BATCH_CLIENTS,
          workspaces: WORKSPACES,
          rounds,
          seconds,
        },
      },
    ];
  } finally {
    await scene.close();
  }
}

/** No workspace's row is locked or written: what a log without dense numbers would cost. */
function withoutNumbering(script: string): string {
  const from = script.indexOf('), numbering AS');
  const to = script.indexOf('), new_case AS');
  if (from < 0 || to < from || !INTAKE_MESSAGES.text.includes('), numbering AS')) {
    throw new Error('The statement of the intake numbers its events otherwise by now.');
  }
  const sequence = `), counter AS (
    SELECT n.workspace_id, nextval('bench_numbers') * 1000 AS before_events,
           nextval('bench_numbers') * 1000 AS before_cases, 0::bigint AS last
      FROM news n
  `;
  return script.slice(0, from) + sequence + script.slice(to);
}
