import { setTimeout as sleep } from 'node:timers/promises';
import type { Hearing } from './database.ts';
import type { ServerConnection } from './server-connection.ts';
import { clientOver } from './server-queries.ts';

/** Somebody who listens to the server's notifications, on a connection of their own. */
export interface Listener {
  stop(): Promise<void>;
}

export interface ListenerOptions {
  readonly open: (onNotify: (channel: string, payload: string) => void) => ServerConnection;
  /** Goes into the statement as it is. */
  readonly channel: string;
  readonly onPayload: (payload: string) => void;
  readonly onChange: (hearing: Hearing) => void;
  /** A line on which nothing is said may be dead without a sign: so often it is asked, and must answer. */
  readonly askEveryMs?: number;
  readonly answerWithinMs?: number;
}

/** Between two tries: a server that starts again is heard from soon, and one that is away is not pestered. */
const PAUSE_MS = 500;

/** Listens on one connection after the other, each until it is lost or no longer answers. */
export function startListener({
  open,
  channel,
  onPayload,
  onChange,
  askEveryMs = 10_000,
  answerWithinMs = 5_000,
}: ListenerOptions): Listener {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (ms: number, until: AbortSignal) => sleep(ms, undefined, { signal: until }).catch(() => {});

  const hear = async (): Promise<void> => {
    const connection = open((_channel, payload) => onPayload(payload));
    const ending = new AbortController();
    const end = () => ending.abort();
    connection.onLost(end);
    signal.addEventListener('abort', end, { once: true });
    const ask = async (statement: string) =>
      void (await clientOver(connection, answerWithinMs).unsafe(statement));
    try {
      await ask(`LISTEN ${channel}`);
      onChange({ isHearing: true });
      while (!signal.aborted) {
        await pause(askEveryMs, ending.signal);
        if (!signal.aborted) await ask('SELECT 1');
      }
    } finally {
      signal.removeEventListener('abort', end);
      if (signal.aborted && !connection.isLost) await connection.end();
      else connection.giveUp('Nothing more is heard on it.');
    }
  };

  const listen = async (): Promise<void> => {
    while (!signal.aborted) {
      await hear().catch((error: unknown) => {
        if (!signal.aborted) onChange({ isHearing: false, error });
      });
      await pause(PAUSE_MS, signal);
    }
  };

  const listening = listen();
  return {
    async stop() {
      stopping.abort();
      await listening;
    },
  };
}
