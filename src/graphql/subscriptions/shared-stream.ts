import { execute, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GraphQLServices } from '../context.ts';
import { maskResult } from '../mask-errors.ts';
import { createReads } from '../reads.ts';
import type { StreamItem } from '../types/event.ts';
import { matches, toStreamItem } from './conditions.ts';
import { createFrame, type Frame } from './frame.ts';
import type { StreamPlan } from './plan.ts';
import { anyViewerOf, type Scope } from './scope.ts';

/** Who is level with the log and is handed each event as it comes. */
export interface Listener {
  /** An event happened; the frame is null where it was passed over. Numbers come in order, without holes. */
  take(number: number, frame: Frame | null): void;
  /** Something that is only live, and may be lost. */
  takeLive(frame: Frame): void;
  /** The log could not be read any further. */
  interrupt(): void;
}

/** One step through the log. */
export interface Step {
  readonly number: number;
  /** Null: the event was passed over. */
  readonly frame: Frame | null;
  /** The cursor led nowhere; nothing comes after this. */
  readonly isEnd: boolean;
}

/**
 * One reading of the log for everybody who asked the same with the same rights: each event is executed once and
 * its bytes are handed to all of them.
 */
export interface SharedStream {
  /** Up to where the listeners have been handed everything. */
  readonly position: number;
  /** Resolves when the position is known. @throws when the database is away. */
  readonly started: Promise<void>;
  /** Resolves when nothing will be handed out any more: it was closed, or the log could not be read. */
  readonly ended: Promise<void>;
  readonly hasEnded: boolean;
  /** The log from elsewhere, at the reader's own pace, with frames that are shared where they still are at hand. */
  read(after: number, signal: AbortSignal): AsyncGenerator<Step>;
  listen(listener: Listener): void;
  unlisten(listener: Listener): void;
  close(): void;
}

export interface SharedStreamParts {
  readonly schema: GraphQLSchema;
  readonly services: GraphQLServices;
}

/** What is kept for those who are a little behind. */
const KEPT_FRAMES = 256;
const KEPT_BYTES = 512 * 1024;

export function createSharedStream(
  { schema, services }: SharedStreamParts,
  scope: Scope,
  plan: StreamPlan,
): SharedStream {
  const { feed, core } = services;
  const listeners = new Set<Listener>();
  const kept = new LRUCache<number, Frame>({
    max: KEPT_FRAMES,
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ payload }) => Math.max(payload.length, 1),
  });
  const rendering = new Map<number, Promise<Frame>>();
  const ending = new AbortController();
  let position = 0;
  let hasEnded = false;

  const render = async (item: StreamItem): Promise<Frame> => {
    const result = await execute({
      schema,
      document: plan.document,
      variableValues: plan.variables,
      rootValue: item,
      contextValue: {
        services,
        viewer: anyViewerOf(scope),
        reads: createReads(core.db, scope.workspaceId, item.number),
      },
    });
    return createFrame(item.number, JSON.stringify(maskResult(core.log, result)));
  };

  const frameOf = (item: StreamItem): Promise<Frame> | Frame => {
    const isLogged = 'event' in item;
    if (!isLogged) return render(item);
    const known = kept.get(item.number) ?? rendering.get(item.number);
    if (known !== undefined) return known;
    const running = render(item)
      .then((frame) => {
        kept.set(item.number, frame);
        return frame;
      })
      .finally(() => rendering.delete(item.number));
    rendering.set(item.number, running);
    return running;
  };

  const started = feed.latest(scope.workspaceId).then((latest) => {
    position = latest;
  });
  const handOut = async () => {
    await started;
    for await (const item of feed.follow(scope.workspaceId, position, ending.signal)) {
      const shown = toStreamItem(item, core.clock.now());
      const frame = matches(shown, plan.conditions) ? await frameOf(shown) : null;
      if (shown.type === 'CONTACT_TYPING') {
        if (frame !== null) for (const listener of listeners) listener.takeLive(frame);
      } else {
        for (const listener of listeners) listener.take(shown.number, frame);
        position = shown.number;
      }
    }
  };
  const ended = handOut()
    .catch((error: unknown) => core.log.warn({ error }, 'a stream of events was interrupted'))
    .then(() => {
      hasEnded = true;
      for (const listener of listeners) listener.interrupt();
    });

  return {
    get position() {
      return position;
    },
    get hasEnded() {
      return hasEnded;
    },
    started,
    ended,
    async *read(after, signal) {
      for await (const item of feed.follow(scope.workspaceId, after, signal)) {
        const shown = toStreamItem(item, core.clock.now());
        if (shown.type === 'CONTACT_TYPING') continue;
        const frame = matches(shown, plan.conditions) ? await frameOf(shown) : null;
        yield { number: shown.number, frame, isEnd: !('event' in shown) };
      }
    },
    listen: (listener) => void listeners.add(listener),
    unlisten: (listener) => void listeners.delete(listener),
    close: () => ending.abort(),
  };
}
