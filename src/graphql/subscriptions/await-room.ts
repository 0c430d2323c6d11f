/**
 * Waits for a reader, for a while.
 *
 * @param begin  Starts to listen; calls back when there is room (true) or the reader is gone (false). Returns
 *               what stops the listening.
 * @returns False also when the time is up or the signal aborts.
 */
export function awaitRoom(
  signal: AbortSignal,
  timeoutMs: number,
  begin: (done: (hasRoom: boolean) => void) => () => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    let stop = () => {};
    const done = (hasRoom: boolean) => {
      stop();
      signal.removeEventListener('abort', abort);
      clearTimeout(timer);
      resolve(hasRoom);
    };
    const abort = () => done(false);
    const timer = setTimeout(abort, timeoutMs);
    signal.addEventListener('abort', abort, { once: true });
    stop = begin(done);
  });
}
