import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/**
 * Waits for a fact. Looking fails while a server is away, so an error of `fact` means "not yet".
 *
 * @param name  Completes "It never became true that …".
 */
export async function waitFor(
  name: string,
  fact: () => boolean | Promise<boolean>,
  timeoutMs = 240_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let reason: unknown = null;
  for (;;) {
    try {
      if (await fact()) return;
      reason = null;
    } catch (error) {
      reason = error;
    }
    if (Date.now() > deadline) throw new Error(`It never became true that ${name}.`, { cause: reason });
    await sleep(LOOK_EVERY_MS);
  }
}
