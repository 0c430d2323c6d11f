import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';
import type { Database } from '../store/database.ts';
import type { NewsSignal, TypingSignal, Wake } from './wake.ts';

type Signal =
  | { readonly kind: 'news'; readonly value: NewsSignal }
  | { readonly kind: 'typing'; readonly value: TypingSignal }
  | { readonly kind: 'account'; readonly value: string }
  | { readonly kind: 'outbox'; readonly value: null };

const CHANNEL = 'confab_wake';
/** NOTIFY takes a global lock at commit: signals of one moment share one. Its payload ends at 8,000 bytes. */
const COALESCE_MS = 5;
const MAX_PAYLOAD_BYTES = 7_500;
const ASK_EVERY_MS = 10_000;

interface Log {
  warn(fields: object, sentence: string): void;
}

/**
 * Wake-ups: an emitter inside the process; beyond it Redis, or a coalesced NOTIFY where there is none. All of
 * them may be lost, and losing them is logged, never thrown: readers look at the table now and then anyway.
 */
export function createWake(db: Database, redis: Redis | null, log: Log): Wake {
  const local = new EventEmitter().setMaxListeners(0);
  const emit = (signal: Signal) => local.emit(signal.kind, signal.value);
  const remote =
    redis !== null
      ? overRedis(redis, emit, log)
      : db.notifications
        ? overNotify(db.notifications, emit, log)
        : null;

  const send = (signal: Signal) => {
    emit(signal);
    remote?.send(signal);
  };
  const on = <Value>(kind: Signal['kind'], listener: (value: Value) => void) => {
    local.on(kind, listener);
    return () => void local.off(kind, listener);
  };

  return {
    news: (value) => send({ kind: 'news', value }),
    onNews: (listener) => on('news', listener),
    typing: (value) => send({ kind: 'typing', value }),
    onTyping: (listener) => on('typing', listener),
    accountChanged: (value) => send({ kind: 'account', value }),
    onAccountChanged: (listener) => on('account', listener),
    outbox: () => send({ kind: 'outbox', value: null }),
    onOutbox: (listener) => on('outbox', listener),
    close: async () => {
      local.removeAllListeners();
      await remote?.close();
    },
  };
}

interface Remote {
  send(signal: Signal): void;
  close(): Promise<void>;
}

function overRedis(redis: Redis, emit: (signal: Signal) => void, log: Log): Remote {
  const subscriber = redis.duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null });
  subscriber.on('error', (error) =>
    log.warn({ error }, 'redis is not reachable; wake-ups are late until it is'),
  );
  subscriber.subscribe(CHANNEL).catch((error: unknown) => log.warn({ error }, 'wake-ups are not heard'));
  subscriber.on('message', (_channel, payload) => receive(payload, emit));
  // A subscriber only listens, so a line that is dead would go unnoticed: it is asked, and without an answer within
  // the client's `socketTimeout` it is made anew.
  const asking = setInterval(() => {
    if (subscriber.status === 'ready') subscriber.ping().catch(() => {});
  }, ASK_EVERY_MS);
  return {
    send(signal) {
      redis
        .publish(CHANNEL, pack([signal]))
        .catch((error: unknown) => log.warn({ error }, 'a wake-up was lost'));
    },
    async close() {
      clearInterval(asking);
      subscriber.disconnect();
    },
  };
}

function overNotify(
  notifications: NonNullable<Database['notifications']>,
  emit: (signal: Signal) => void,
  log: Log,
): Remote {
  let gathered: Signal[] = [];
  let timer: NodeJS.Timeout | null = null;
  let isDeaf = false;
  const stopListening = notifications.listen(
    CHANNEL,
    (payload) => receive(payload, emit),
    (hearing) => {
      // Every try of a long absence would be a line.
      if (!hearing.isHearing && !isDeaf) {
        log.warn({ error: hearing.error }, 'wake-ups are not heard; events are late until they are');
      }
      isDeaf = !hearing.isHearing;
    },
  );
  const flush = () => {
    timer = null;
    const payloads = payloadsOf(newestOf(gathered));
    gathered = [];
    for (const payload of payloads) {
      notifications
        .notify(CHANNEL, payload)
        .catch((error: unknown) => log.warn({ error }, 'a wake-up was lost'));
    }
  };
  return {
    send(signal) {
      gathered.push(signal);
      timer ??= setTimeout(flush, COALESCE_MS).unref();
    },
    async close() {
      if (timer !== null) clearTimeout(timer);
      await stopListening();
    },
  };
}

/** Of a workspace's news only the latest says anything; of other signals one of each. */
function newestOf(signals: readonly Signal[]): Signal[] {
  const kept = new Map<string, Signal>();
  for (const signal of signals) {
    const subject = signal.kind === 'news' ? signal.value.workspaceId : JSON.stringify(signal.value);
    kept.set(`${signal.kind}:${subject}`, signal);
  }
  return [...kept.values()];
}

/** As few as fit: the news of a hundred workspaces are more than one notification takes. */
function payloadsOf(signals: readonly Signal[]): readonly string[] {
  const payload = pack(signals);
  if (signals.length === 1 || Buffer.byteLength(payload) <= MAX_PAYLOAD_BYTES) return [payload];
  const middle = signals.length / 2;
  return [...payloadsOf(signals.slice(0, middle)), ...payloadsOf(signals.slice(middle))];
}

/** The sender's mark lets a process pass over what it told itself. */
const SELF = `${process.pid}.${Math.random().toString(36).slice(2)}`;

function pack(signals: readonly Signal[]): string {
  return JSON.stringify({ from: SELF, signals });
}

function receive(payload: string, emit: (signal: Signal) => void): void {
  const { from, signals } = JSON.parse(payload) as { from: string; signals: readonly Signal[] };
  if (from !== SELF) signals.forEach(emit);
}
