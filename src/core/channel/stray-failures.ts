/** What a foreign adapter left behind: a promise that nobody waits for, a timer that throws. */
export interface StrayFailureWatch {
  stop(): void;
}

/**
 * Keeps the process alive when code under one of these addresses fails outside of any call of ours, where no guard
 * can catch it. Every other uncaught failure ends the process as it always did.
 *
 * @param urls  The first files of the foreign adapters; what lies in their folders is theirs.
 */
export function watchStrayFailures(
  urls: readonly string[],
  report: (error: unknown) => void,
  endProcess: (error: unknown) => void = endAsNodeWould,
): StrayFailureWatch {
  const folders = urls.map((url) => new URL('.', url).href);
  const onFailure = (error: unknown) => {
    const trace = error instanceof Error ? (error.stack ?? '').split('\n') : [];
    // Frames within Node itself belong to whoever called it.
    const [first = ''] = trace.filter((line) => /^\s+at /u.test(line) && !line.includes('node:'));
    if (folders.some((folder) => first.includes(folder))) report(error);
    else endProcess(error);
  };
  process.on('uncaughtException', onFailure);
  return { stop: () => void process.off('uncaughtException', onFailure) };
}

function endAsNodeWould(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
