import { WebSocket } from 'ws';

/** Many subscribers in one process. Every subscriber gets every event, in order, so that counting tells which. */
export interface FanOutClients {
  /** The first event that anybody got, as it came. */
  readonly sample: () => string;
  /** Resolves when everybody has the next so many events. */
  everybodyHas(events: number): Promise<void>;
  /** Called for each event that reaches one subscriber. */
  onDelivery: (event: number) => void;
  /** Events that everybody has. */
  readonly complete: () => number;
  /** Counts anew from here; nothing may be under way. */
  restart(): void;
  close(): void;
}

/** Connections that are opened at once. */
const AT_ONCE = 50;

export interface SubscriberOptions {
  readonly url: string;
  readonly token: string;
  /** Null: whoever is connected gets everything. */
  readonly query: string | null;
}

export async function openSubscribers(
  count: number,
  { url, token, query }: SubscriberOptions,
): Promise<FanOutClients> {
  const sockets: WebSocket[] = [];
  /** How many subscribers have had the event of each number. */
  const had: number[] = [];
  /** How many events each subscriber has had. */
  const counts = new Array<number>(count).fill(0);
  let complete = 0;
  let sample = '';
  let woken = () => {};

  const clients: FanOutClients = {
    onDelivery: () => {},
    sample: () => sample,
    complete: () => complete,
    restart() {
      counts.fill(0);
      had.length = 0;
      complete = 0;
    },
    async everybodyHas(events) {
      while (complete < events) {
        await new Promise<void>((resolve) => {
          woken = resolve;
        });
      }
    },
    close: () => sockets.forEach((socket) => void socket.terminate()),
  };

  const open = async (index: number) => {
    const socket = new WebSocket(url, query === null ? [] : 'graphql-transport-ws', {
      perMessageDeflate: false,
    });
    sockets.push(socket);
    await handshake(socket, token, query, `subscriber-${index}`);
    socket.on('message', (data: Buffer) => {
      const event = counts[index] ?? 0;
      counts[index] = event + 1;
      if (sample === '') sample = data.toString();
      clients.onDelivery(event);
      had[event] = (had[event] ?? 0) + 1;
      if (had[event] === count) {
        complete += 1;
        woken();
      }
    });
  };
  for (let index = 0; index < count; index += AT_ONCE) {
    const next = Array.from({ length: Math.min(AT_ONCE, count - index) }, (_, offset) =>
      open(index + offset),
    );
    await Promise.all(next);
  }
  return clients;
}

/** Each subscriber chooses an id of its own, as the protocol has it. Resolves when it has asked. */
export async function handshake(
  socket: WebSocket,
  token: string,
  query: string | null,
  id: string,
): Promise<void> {
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  if (query === null) return;
  const acknowledged = new Promise((resolve) => socket.once('message', resolve));
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  await acknowledged;
  socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  // The subscription has been read by then; it may take a little longer until it is level with the log.
  const ponged = new Promise((resolve) => socket.once('message', resolve));
  socket.send(JSON.stringify({ type: 'ping' }));
  await ponged;
}
