import { ChannelError, type ChannelErrorFacts } from './channel-error.ts';

const KINDS: readonly unknown[] = ['throttled', 'unavailable', 'rejected', 'unauthorized', 'indeterminate'];

/** Errors of this Confab and of the copy that a package brought along; anything else is an accident of the adapter. */
export function toChannelError(error: unknown, reportAccident: () => void): ChannelError {
  if (error instanceof ChannelError) return error;
  if (error instanceof Error && error.name === 'ChannelError') {
    const { kind, facts } = error as Partial<ChannelError>;
    const isOurs = KINDS.includes(kind) && typeof facts?.platformCode === 'string';
    if (isOurs && kind !== undefined) {
      return new ChannelError(kind, error.message, facts as ChannelErrorFacts, { cause: error.cause });
    }
  }
  reportAccident();
  return new ChannelError(
    'indeterminate',
    'The adapter failed; what it was doing may have been done.',
    {
      platformCode: error instanceof Error ? `adapter:${error.name}` : 'adapter:unknown',
      actionBy: 'operator',
    },
    { cause: error },
  );
}

/** @throws {ChannelError} `indeterminate` when the call has not ended some time after its signal aborted. */
export async function inTime<Result>(
  run: () => Promise<Result>,
  signal: AbortSignal,
  graceMs: number,
): Promise<Result> {
  const settled = new AbortController();
  const overdue = new Promise<never>((_, reject) => {
    const onAbort = () => {
      const timer = setTimeout(() => {
        reject(
          new ChannelError('indeterminate', 'The adapter did not stop when its time was over.', {
            platformCode: 'adapter:overdue',
            actionBy: 'operator',
          }),
        );
      }, graceMs);
      settled.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([run(), overdue]);
  } finally {
    settled.abort();
  }
}
