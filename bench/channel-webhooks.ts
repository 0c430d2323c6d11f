import { timingSafeEqual } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { Pool } from 'undici';
import { openPostgres } from '../src/core/store/postgres.ts';
import { deadLetters } from '../src/core/store/tables/index.ts';
import {
  CONFORMING_CHANNELS,
  type ConformingChannel,
} from '../test/channels/conformance/conforming-channels.ts';
import { startGatewayProcess } from '../test/support/gateway-process.ts';
import { createTestCore, createTestWorkspace } from '../test/support/test-core.ts';
import { connectTestAccount } from '../test/support/workspace.ts';
import type { BenchOptions, Figure } from './case.ts';
import { NEW_TEXT, type TextWebhook } from './channel-texts.ts';
import { median } from './percentile.ts';
import type { PostgresServer } from './postgres-server.ts';
import { createRandom } from './random.ts';
import { inRounds } from './rounds.ts';

const CONNECTIONS = 64;
/** Nobody there: what the gateway asks of a platform beside the webhook fails at once. */
const NOWHERE = 'http://127.0.0.1:9';

/** Texts of each channel through the real server, acknowledged after commit, beside checking and parsing alone. */
export async function measureWebhooks(
  server: PostgresServer,
  { rounds, seconds, seed }: BenchOptions,
): Promise<readonly Figure[]> {
  const databaseUrl = await server.database();
  const gateway = await startGatewayProcess({ databaseUrl });
  const database = await openPostgres({ url: databaseUrl, poolSize: 2 });
  const channels = CONFORMING_CHANNELS.map(({ definition }) => definition);
  const core = createTestCore({
    db: { ...database, url: databaseUrl },
    channels,
    secret: gateway.secret,
  });
  const pool = new Pool(gateway.url, { connections: CONNECTIONS, pipelining: 1 });
  const share = seconds / CONFORMING_CHANNELS.length;
  try {
    const { owner } = await createTestWorkspace(core);
    const random = createRandom(seed);
    const figures: Figure[] = [];
    for (const channel of CONFORMING_CHANNELS) {
      const { definition, fixtures } = channel;
      const account = await connectTestAccount(core, owner, {
        channel: definition.name,
        credentials: fixtures.credentials,
        externalId: fixtures.account.externalId,
        apiBaseUrl: NOWHERE,
      });
      const path = `/webhooks/${definition.name}/${account.id}`;
      const make = () => signedText(channel, random);
      const results = await inRounds(rounds, {
        gateway: () => postTexts(pool, path, make, share),
        bare: async () => checkTexts(channel, make, share),
      });
      const [ours, bare] = [median(results.gateway), median(results.bare)];
      figures.push({
        goal: `${definition.name}: texts acknowledged over HTTP per second ÷ checked and parsed, without HTTP and without keeping them`,
        ratio: ours / bare,
        measured: { 'gateway/s': ours, 'signature check and JSON.parse/s': bare },
        conditions: { connections: CONNECTIONS, rounds, seconds: share, seed },
      });
    }
    // What was not understood is answered 200, too, and costs less.
    const notUnderstood = await core.db.orm.$count(deadLetters);
    if (notUnderstood > 0) throw new Error(`${notUnderstood} texts were not understood.`);
    return figures;
  } finally {
    await pool.close();
    await database.close();
    await gateway.dispose();
  }
}

function signedText({ definition, fixtures }: ConformingChannel, random: () => number): TextWebhook {
  const text = NEW_TEXT[definition.name]?.(fixtures.account.externalId, random);
  if (text === undefined) throw new Error(`There is no text of ${definition.name}.`);
  const signature = fixtures.signature?.sign(text.body, fixtures.credentials) ?? {};
  const proofs = Object.fromEntries(Object.entries(signature).map(([name, value]) => [name, String(value)]));
  return { body: text.body, headers: { 'content-type': 'application/json', ...text.headers, ...proofs } };
}

/** A closed loop; the rate of what was answered 200. */
async function postTexts(pool: Pool, path: string, make: () => TextWebhook, seconds: number) {
  const startedAt = performance.now();
  let answered = 0;
  const post = async () => {
    while (performance.now() - startedAt < seconds * 1000) {
      const { statusCode, body } = await pool.request({ method: 'POST', path, ...make() });
      await body.dump();
      if (statusCode !== 200) throw new Error(`A webhook at ${path} was answered ${statusCode}.`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, post));
  return (answered * 1000) / (performance.now() - startedAt);
}

/** What nobody can leave out: the signature made again and compared, and the JSON read. */
function checkTexts({ fixtures }: ConformingChannel, make: () => TextWebhook, seconds: number): number {
  const texts = Array.from({ length: 200 }, make);
  const startedAt = performance.now();
  let checked = 0;
  do {
    for (const { body, headers } of texts) {
      const again = fixtures.signature?.sign(body, fixtures.credentials) ?? {};
      for (const [name, value] of Object.entries(again)) {
        const [given, expected] = [Buffer.from(headers[name] ?? ''), Buffer.from(String(value))];
        // A token that holds the time is another one by now; comparing costs the same.
        if (given.length === expected.length) timingSafeEqual(given, expected);
      }
      const isPacked = headers['content-encoding'] === 'gzip';
      JSON.parse((isPacked ? gunzipSync(body) : Buffer.from(body)).toString());
    }
    checked += texts.length;
  } while (performance.now() - startedAt < seconds * 1000);
  return (checked * 1000) / (performance.now() - startedAt);
}
