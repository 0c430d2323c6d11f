import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import postgres, { type Sql } from 'postgres';
import { driverSettings } from './driver-settings.ts';

/**
 * One connection to the server. When anything is wrong with it, it is given up and never mended: the driver (3.4.9)
 * carries leftovers of a line that broke over to the next one, among them how many rows had come, an error, and
 * bytes that were not written, and then answers wrongly or not at all.
 */
export interface ServerConnection {
  /** Connects with its first statement. Rejects everything once the connection is lost. */
  readonly client: Sql;
  readonly isLost: boolean;
  /** Called once, at the moment it is lost, before anything else fails. */
  onLost(listener: (error: ConnectionLost) => void): void;
  /** Breaks the line now: what was under way fails, and may have been done all the same. */
  giveUp(reason: string): void;
  /** Says goodbye to the server. Nothing may be under way. */
  end(): Promise<void>;
}

/** Whatever was under way may have been done or not; the database is as good as away. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

const CONNECT_TIMEOUT_MS = 5_000;
const GOODBYE_S = 1;
const LOST = 'The connection to PostgreSQL was lost.';

/** The addresses that the driver has read from DATABASE_URL, which may name several servers. */
interface Addresses {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** Of a Unix socket, instead of the others. */
  readonly path?: string | false;
}

/** @param onNotify  Hears what the connection has asked for with LISTEN. */
export function openServerConnection(
  url: string,
  onNotify: (channel: string, payload: string) => void = () => {},
): ServerConnection {
  let socket: Socket | null = null;
  let isLost = false;
  let tell = (_error: ConnectionLost) => {};

  const giveUp = (reason: string) => {
    if (isLost) return;
    isLost = true;
    tell(new ConnectionLost(reason));
    // Refuses what still comes, and rejects what the driver holds.
    void client.end({ timeout: 0 });
    socket?.destroy();
  };

  /** Tries each address once. The driver would go on for ever, and leaves a failure behind it when it is asked to. */
  const firstSocket = async ({ host, port, path }: Addresses): Promise<Socket> => {
    if (isLost || socket !== null) {
      giveUp(LOST);
      throw new ConnectionLost(LOST);
    }
    let reason = LOST;
    for (const [index, name] of host.entries()) {
      const opened = path ? connect({ path }) : connect({ host: name, port: port[index] ?? 5_432 });
      socket = opened;
      try {
        await once(opened, 'connect', { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) });
        // By that name the driver checks the certificate.
        return Object.assign(opened, { host: name });
      } catch (error) {
        opened.destroy();
        reason = error instanceof Error ? error.message : String(error);
      }
      if (isLost) break;
    }
    giveUp(reason);
    throw new ConnectionLost(reason);
  };

  const options = {
    ...driverSettings,
    socket: firstSocket,
    // The pool retires old connections, between two users.
    max_lifetime: null,
    onclose: () => giveUp(LOST),
    onnotify: onNotify,
  };
  const client = postgres(url, options);

  return {
    client,
    giveUp,
    get isLost() {
      return isLost;
    },
    onLost: (listener) => {
      tell = listener;
    },
    async end() {
      isLost = true;
      await client.end({ timeout: GOODBYE_S });
      socket?.destroy();
    },
  };
}
