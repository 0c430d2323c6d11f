import type { StreamPlan } from './plan.ts';
import type { Scope } from './scope.ts';
import type { Listener, SharedStream } from './shared-stream.ts';
import type { SharedStreams } from './shared-streams.ts';
import type { Sink } from './sink.ts';

/** How a stream came to its end; `position` is where its reader resumes. */
export interface StreamEnd {
  /** `lost`: the cursor led nowhere, and the reader was told. `aborted`: by the caller's signal. */
  readonly kind: 'lost' | 'slow-reader' | 'interrupted' | 'aborted';
  readonly position: number;
}

export interface Following {
  readonly scope: Scope;
  readonly plan: StreamPlan;
  /** The last number that the reader has seen, wherever that lies. */
  readonly after: number;
}

/**
 * Follows the log for one subscriber until the signal aborts or it ends by itself.
 *
 * Who is behind reads at their own pace; who is level is handed what was made once for all alike. Who does not
 * read falls behind, and nobody waits for them.
 */
export async function followStream(
  streams: SharedStreams,
  { scope, plan, after }: Following,
  sink: Sink,
  signal: AbortSignal,
): Promise<StreamEnd> {
  const { stream, leave } = streams.join(scope, plan);
  let position = after;
  try {
    await stream.started;
    while (!signal.aborted) {
      const caughtUp = await catchUp(stream, position, sink, signal);
      position = caughtUp.position;
      if (caughtUp.kind !== 'level') return { kind: caughtUp.kind, position };
      const live = await listen(stream, position, sink, signal);
      position = live.position;
      if (live.kind === 'interrupted') return { kind: 'interrupted', position };
    }
    return { kind: 'aborted', position };
  } catch {
    // The database is away. The shared stream has logged it; this reader comes back with its cursor.
    return { kind: 'interrupted', position };
  } finally {
    leave();
  }
}

interface CaughtUp {
  readonly kind: 'level' | 'lost' | 'slow-reader' | 'aborted';
  readonly position: number;
}

async function catchUp(
  stream: SharedStream,
  after: number,
  sink: Sink,
  signal: AbortSignal,
): Promise<CaughtUp> {
  let position = after;
  const isRead = async () => sink.hasRoom || (await sink.makesRoom(signal));
  const stopped = (): CaughtUp => ({ kind: signal.aborted ? 'aborted' : 'slow-reader', position });
  if (!(await isRead())) return stopped();
  if (position === stream.position) return { kind: 'level', position };
  for await (const { number, frame, isEnd } of stream.read(position, signal)) {
    if (frame !== null) {
      if (!(await isRead())) return stopped();
      sink.write(frame);
    }
    position = number;
    if (isEnd) return { kind: 'lost', position };
    if (position >= stream.position) return { kind: 'level', position };
  }
  return { kind: 'aborted', position };
}

interface Listened {
  readonly kind: 'behind' | 'interrupted' | 'aborted';
  readonly position: number;
}

/** Whether the reader still is level is asked once more here, where nothing else can run before it listens. */
function listen(stream: SharedStream, after: number, sink: Sink, signal: AbortSignal): Promise<Listened> {
  return new Promise((resolve) => {
    let position = after;
    const finish = (kind: Listened['kind']) => {
      stream.unlisten(listener);
      signal.removeEventListener('abort', abort);
      resolve({ kind, position });
    };
    const abort = () => finish('aborted');
    const listener: Listener = {
      take(number, frame) {
        // Who caught up may have seen it already.
        if (number <= position) return;
        if (frame !== null) {
          if (!sink.hasRoom) return finish('behind');
          sink.write(frame);
        }
        position = number;
      },
      takeLive(frame) {
        if (sink.hasRoom) sink.write(frame);
      },
      interrupt: () => finish('interrupted'),
    };
    if (signal.aborted) return abort();
    if (stream.hasEnded) return finish('interrupted');
    if (position < stream.position) return finish('behind');
    stream.listen(listener);
    signal.addEventListener('abort', abort, { once: true });
  });
}
