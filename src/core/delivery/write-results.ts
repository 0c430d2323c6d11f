import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '../inbox/core.ts';
import { recordResults, type SendResult } from '../inbox/record-results.ts';
import { MAX_TRIES, storingFailure } from '../inbox/storing-failure.ts';

const RETRY_MS = 250;
/**
 * Longer than a database takes to restart: while it is away nobody else can take a message over either, and what
 * is known of one should not get lost. A lease that has ended by then is settled by its fence.
 */
const GIVE_UP_AFTER_MS = 120_000;

/**
 * Writes a batch of results, and keeps trying for a while when the database is away. One that can not be stored
 * does not take the others with it.
 *
 * @returns for each, whether this process still held the message; in order.
 * @throws when it could not be written: the message's lease ends by itself, and recovery decides.
 */
export async function writeResults(
  core: Core,
  results: readonly SendResult[],
): Promise<readonly PromiseSettledResult<boolean>[]> {
  try {
    const written = await persist(core, results);
    return results.map(({ row }) => ({ status: 'fulfilled', value: written.has(row.id) }));
  } catch (error) {
    if (results.length > 1 && storingFailure(error) !== 'away') {
      const single = [];
      for (const result of results) single.push(...(await writeResults(core, [result])));
      return single;
    }
    return Promise.allSettled(results.map((result) => writeWithoutNames(core, result, error)));
  }
}

/** The platform gave an id that another message has (a test server that counts from 1 again): ours goes without. */
async function writeWithoutNames(core: Core, result: SendResult, reason: unknown): Promise<boolean> {
  if (storingFailure(reason) === 'away' || result.row.externalIds.length === 0) throw reason;
  core.log.warn(
    { error: reason, messageId: result.row.id },
    'the platform gave an id that is taken; not kept',
  );
  const nameless = { ...result, row: { ...result.row, externalIds: [] } };
  return (await persist(core, [nameless])).has(result.row.id);
}

async function persist(core: Core, results: readonly SendResult[]) {
  const startedAt = performance.now();
  for (let tries = 1; ; tries += 1) {
    try {
      return await recordResults(core, results);
    } catch (error) {
      const failure = storingFailure(error);
      const isOver = performance.now() - startedAt > GIVE_UP_AFTER_MS;
      if (failure === 'poison' || isOver || (failure === 'race' && tries >= MAX_TRIES)) throw error;
      if (failure === 'away') await sleep(RETRY_MS);
    }
  }
}
