import * as z from 'zod';
import { type AccountContext, ChannelError, type PollBatch } from '../../core/channel/index.ts';
import { callRepeatably } from './call-api.ts';
import { REQUESTED_UPDATES } from './parse.ts';

/** How long Telegram holds an empty answer back; it caps at 50. */
const WAIT_SECONDS = 25;

const Updates = z.array(z.unknown());
const Numbered = z.object({ update_id: z.int() });

/**
 * Waits for updates. Asking from the cursor on confirms everything below it, so the cursor moves only with a batch
 * that the caller has stored.
 *
 * @throws {ChannelError} `unavailable` with code 409 when a webhook is set or another process polls this bot.
 */
export async function poll(cursor: string | null, context: AccountContext): Promise<PollBatch> {
  const offset = cursor === null ? {} : { offset: Number(cursor) };
  const result = await callRepeatably(
    'getUpdates',
    { ...offset, timeout: WAIT_SECONDS, limit: 100, allowed_updates: REQUESTED_UPDATES },
    context,
  );
  const updates = Updates.safeParse(result);
  if (!updates.success) {
    throw new ChannelError('unavailable', 'Telegram answered something that is no list of updates.', {
      platformCode: 'answer:malformed',
    });
  }
  return {
    bodies: updates.data.map((update) => new TextEncoder().encode(JSON.stringify(update))),
    nextCursor: nextCursor(updates.data) ?? cursor,
  };
}

function nextCursor(updates: readonly unknown[]): string | null {
  const ids = updates.flatMap((update) => {
    const numbered = Numbered.safeParse(update);
    return numbered.success ? [numbered.data.update_id] : [];
  });
  return ids.length === 0 ? null : String(Math.max(...ids) + 1);
}
