import { conflict, type Refusal } from '../answer.ts';
import type { Bot, World } from '../state.ts';
import type { PendingUpdate } from './update-queue.ts';

/** A call of `getUpdates` that waits. */
export interface LongPoll {
  end(refusal: Refusal): void;
}

export const terminatedByOtherPoll = conflict(
  'terminated by other getUpdates request; make sure that only one bot instance is running',
);
export const terminatedByWebhook = conflict('terminated by setWebhook request');

/** The updates from an id on, as soon as there is one; none when the time is over. A newer call ends an older. */
export async function waitForUpdates(
  world: World,
  bot: Bot,
  wanted: { readonly fromId: number; readonly limit: number; readonly timeoutMs: number },
  signal: AbortSignal,
): Promise<readonly PendingUpdate[] | Refusal> {
  bot.poll?.end(terminatedByOtherPoll);
  const present = bot.updates.list(wanted.fromId, wanted.limit);
  if (present.length > 0 || wanted.timeoutMs === 0) return present;

  return new Promise((resolve) => {
    const poll: LongPoll = { end: finish };
    const callOff = world.time.after(wanted.timeoutMs, () => finish([]));
    const ignorePushes = bot.updates.onPush(() => {
      const found = bot.updates.list(wanted.fromId, wanted.limit);
      if (found.length > 0) finish(found);
    });
    const onGone = () => finish([]);
    signal.addEventListener('abort', onGone);
    bot.poll = poll;

    function finish(found: readonly PendingUpdate[] | Refusal): void {
      callOff();
      ignorePushes();
      signal.removeEventListener('abort', onGone);
      if (bot.poll === poll) bot.poll = null;
      resolve(found);
    }
  });
}
