import { lockDirectory } from '../../../../src/core/store/directory-lock.ts';

/** Runs as a process of its own: takes the directory when told to, says what came of it, and keeps what it got. */
process.on('message', async (directory: string) => {
  const startedAt = performance.now();
  const refusal = await lockDirectory(directory).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  process.send?.({ refusal, tookMs: performance.now() - startedAt });
});

// The lock's heartbeat keeps no process alive; the channel to the test does.
process.send?.('ready');
