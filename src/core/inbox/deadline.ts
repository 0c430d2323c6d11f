import { performance } from 'node:perf_hooks';

/** A timer that is so late was not merely behind others: the process stood still. */
const STOOD_STILL_MS = 500;
/** For reading what lies ready; short beside the time that a lease leaves for writing a result down. */
const READING_MS = 1_000;
/** One for all: an error of its own for each request, most of which were answered long ago, would be dear. */
const TIMED_OUT = new DOMException('The operation was aborted due to timeout', 'TimeoutError');

/**
 * Aborts after `timeoutMs`, like `AbortSignal.timeout`, but not before what has already come was read. When a process
 * goes on that stood still (a suspended machine, a starved processor), its timers fire before its sockets are looked
 * at, and an answer that came in time would be given up, which leaves a message of which nobody knows whether it was
 * sent.
 */
export function deadline(timeoutMs: number): AbortSignal {
  const controller = new AbortController();
  const dueAtMs = performance.now() + timeoutMs;
  const end = () => controller.abort(TIMED_OUT);
  const atDue = () => {
    if (performance.now() - dueAtMs < STOOD_STILL_MS) end();
    // Behind the next look at the sockets, however late this process is with that.
    else setImmediate(() => setTimeout(end, READING_MS).unref());
  };
  setTimeout(atDue, timeoutMs).unref();
  return controller.signal;
}
