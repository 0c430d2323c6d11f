import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { createRandom } from '../../../src/channels/shared/simulator/random.ts';
import { encodeId } from '../../../src/graphql/ids.ts';
import { type GatewayProcess, startGatewayProcess } from '../../support/gateway-process.ts';
import { connectTo, createWorkspace } from '../../support/journey.ts';
import { waitFor } from '../../support/wait-for.ts';
import { auditMove, type MoveAudit } from './move-audit.ts';
import {
  importList,
  insist,
  type MoveGateway,
  openPage,
  planMove,
  readFunnel,
  readPages,
  sendIssue,
  stateOf,
} from './move-gateway.ts';
import { type MovePlatforms, startMovePlatforms } from './move-platforms.ts';
import { actOut, draftReaders, type MoveReader, type Outcome } from './move-readers.ts';

export interface MoveSoakOptions {
  /** An empty database. */
  readonly databaseUrl: string;
  readonly readers: number;
  /** How often the gateway is killed while readers act. */
  readonly kills: number;
  readonly seed: number;
  /** How many readers act at once. */
  readonly crowd: number;
  readonly say: (line: string) => void;
}

export interface MoveSoakReport extends MoveAudit {
  readonly seed: number;
  readonly readers: number;
  readonly kills: number;
  readonly resent: number;
  readonly seconds: number;
}

const TOPIC = 'Lamp letter';
const ISSUE = 'The first issue that is read here.';

/**
 * A newsletter's readers are imported, invited and played to the end, while the gateway is killed; then the next
 * issue is sent, and everything that was promised is compared with what the platforms' people saw.
 */
export async function soakMove(options: MoveSoakOptions): Promise<MoveSoakReport> {
  const startedAt = Date.now();
  const platforms = await startMovePlatforms(options.seed);
  const gateway = await startGatewayProcess({ databaseUrl: options.databaseUrl, hasPublicUrl: true });
  const done = new AbortController();
  const operator = operate(options.databaseUrl, done.signal);
  try {
    const report = await play(options, platforms, gateway, operator);
    return { ...report, seconds: Math.round((Date.now() - startedAt) / 1000) };
  } finally {
    done.abort();
    await operator.ended;
    await gateway.dispose();
    await platforms.close();
  }
}

async function play(
  { readers: count, kills, seed, crowd, say, databaseUrl }: MoveSoakOptions,
  platforms: MovePlatforms,
  gateway: GatewayProcess,
  operator: Operator,
): Promise<Omit<MoveSoakReport, 'seconds'>> {
  const random = createRandom(seed);
  const readers = draftReaders(count, random);
  const api: MoveGateway = { url: gateway.url, token: await createWorkspace(gateway) };
  const source = await connectTo(api.url, api.token, platforms.source);
  const targets: string[] = [];
  for (const target of platforms.targets)
    targets.push((await connectTo(api.url, api.token, target)).accountId);
  const writers = readers.filter(({ hasWritten }) => hasWritten);
  for (const reader of writers) platforms.sourceApp(reader).writes('Are you open today?');

  const { migrationId, topicId } = await planMove(api, TOPIC, { source: source.accountId, targets });
  const list = readers.map(({ number, name, language }) => `+${number},${name},${language}`);
  const added = await importList(api, migrationId, `number,name,language\n${list.join('\n')}\n`);
  say(`${added} readers, ${writers.length} of them in an open window`);
  operator.begin(api);
  await insist(
    api,
    'mutation ($id: ID!) { startMigration(input: { migrationId: $id }) { ... on UserError { message } } }',
    { id: migrationId },
  );
  await waitFor('whoever may be answered is invited', async () => {
    const { invited } = await readFunnel(api, migrationId);
    return invited === writers.length && platforms.invitationsShown() === writers.length;
  });
  const pages = await readPages(api, migrationId);

  const outcomes = new Map<MoveReader, Outcome>();
  const waiting = readers.map((reader) => ({ reader, prefersOther: random.integer(1, 2) === 1 }));
  const actAll = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { reader, prefersOther } = next;
      const { readerId = '', page = '' } = pages.get(reader.name) ?? {};
      const outcome = await actOut(reader, {
        platforms,
        prefersOther,
        topic: TOPIC,
        openPage: () => openPage(page),
        becomes: (state) => becomes(api, readerId, state),
      });
      outcomes.set(reader, outcome);
    }
  };
  const killing = killAll(gateway, kills, () => outcomes.size / readers.length, random);
  await Promise.all([...Array.from({ length: crowd }, actAll), killing]);
  say(`everybody has acted; ${kills} kills, ${operator.resent()} messages sent again by hand`);

  const states = new Map<MoveReader, string>();
  for (const reader of readers)
    states.set(reader, await stateOf(api, pages.get(reader.name)?.readerId ?? ''));
  await sendIssue(api, topicId, ISSUE);
  const isRead = () =>
    [...outcomes.values()].every(
      ({ reads }) => reads === null || reads.shown().some(({ text }) => text === ISSUE),
    );
  // What never comes is told by the audit, reader by reader.
  await waitFor('the issue is read', isRead, 60_000).catch(() => say('the issue did not reach everybody'));
  await sleep(1_000);
  const audit = await auditMove({
    outcomes,
    states,
    databaseUrl,
    issue: ISSUE,
    funnel: await readFunnel(api, migrationId),
    refusals: platforms.refusals(),
  });
  return { ...audit, seed, kills, readers: added, resent: operator.resent() };
}

const becomes = (api: MoveGateway, readerId: string, state: string): Promise<void> =>
  waitFor(`a reader is ${state}`, async () => {
    const is = (await stateOf(api, readerId)) === state;
    if (!is) await sleep(400);
    return is;
  });

/** Kills the gateway at even steps of the way, whatever it is doing, and starts it again. */
async function killAll(
  gateway: GatewayProcess,
  kills: number,
  progress: () => number,
  random: ReturnType<typeof createRandom>,
): Promise<void> {
  for (let killed = 0; killed < kills; killed += 1) {
    while (progress() < killed / (kills + 1)) await sleep(100);
    await sleep(random.integer(100, 2_000));
    await gateway.kill();
    await gateway.start();
  }
}

interface Operator {
  /** From now on what is held as unconfirmed is sent again. */
  begin(api: MoveGateway): void;
  resent(): number;
  readonly ended: Promise<void>;
}

/** A colleague who looks at what a kill has left without an answer, and decides that it is sent again. */
function operate(databaseUrl: string, signal: AbortSignal): Operator {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  let api: MoveGateway | null = null;
  let resent = 0;
  const work = async () => {
    while (!signal.aborted) {
      await sleep(1_000, undefined, { signal }).catch(() => {});
      if (api === null || signal.aborted) continue;
      for (const { id } of await sql<
        { id: string }[]
      >`SELECT id FROM messages WHERE status = 'UNCONFIRMED'`) {
        await insist(
          api,
          `mutation ($id: ID!) {
            resolveUnconfirmed(input: { id: $id, resolution: RESEND }) { ... on UserError { message } }
          }`,
          { id: encodeId('Message', id) },
        );
        resent += 1;
      }
    }
    await sql.end();
  };
  return {
    begin(given) {
      api = given;
    },
    resent: () => resent,
    ended: work(),
  };
}
