import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A line that goes wrong on demand: between a gateway and its database, Redis or a platform, or in front of
 * several gateways, whose connections it spreads over those that answer.
 */
export interface TcpProxy {
  readonly port: number;
  /** Everything that passes, either way, from now on is held up so long. */
  delay(ms: number): void;
  /** Closes every line in the middle of what it says, as a host does that goes down in order. */
  cut(): number;
  /** Resets every line: both sides see ECONNRESET. Returns how many there were. */
  reset(): number;
  /**
   * Lets the next requests through and resets the line when their answer comes: the other side has taken what
   * this one can not know. So many answers pass before. Returns a count of how often it has happened.
   */
  loseAnswers(count: number, before?: number): { readonly lost: number };
  /** Lines stay as they are, and nothing passes any more, as when a cable is pulled. `restore` lets new ones through. */
  silence(): void;
  /** New lines are reset at once, and all there are, until `restore`. */
  partition(): void;
  restore(): void;
  close(): Promise<void>;
}

/** @param targets  Ports on this machine, asked anew for each line, tried in turn. */
export async function startTcpProxy(targets: () => readonly number[]): Promise<TcpProxy> {
  const lines = new Set<readonly [Socket, Socket]>();
  const losing = { left: 0, lost: 0, before: 0 };
  let delayMs = 0;
  let isDown = false;
  let isSilent = false;
  let turn = 0;

  const server = createServer({ allowHalfOpen: true }, async (near) => {
    near.on('error', () => {});
    if (isDown) {
      near.resetAndDestroy();
      return;
    }
    const ports = targets();
    turn += 1;
    const far = await connectToFirst([
      ...ports.slice(turn % ports.length),
      ...ports.slice(0, turn % ports.length),
    ]);
    if (far === null) near.resetAndDestroy();
    else join(near, far);
  });

  const join = (near: Socket, far: Socket) => {
    const line = [near, far] as const;
    lines.add(line);
    const end = () => {
      lines.delete(line);
      near.destroy();
      far.destroy();
    };
    for (const socket of line) socket.on('error', end).on('close', end);
    pass(near, far, () => true);
    pass(far, near, () => {
      if (losing.left === 0) return true;
      if (losing.before > 0) {
        losing.before -= 1;
        return true;
      }
      losing.left -= 1;
      losing.lost += 1;
      for (const socket of line) socket.resetAndDestroy();
      return false;
    });
  };

  const pass = (from: Socket, to: Socket, mayPass: () => boolean) => {
    from.on('data', (bytes: Buffer) => {
      if (isSilent || !mayPass()) return;
      const write = () => {
        if (!to.destroyed && !to.write(bytes)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      };
      // Timers of one length fire in order, so that bytes keep theirs.
      if (delayMs === 0) write();
      else setTimeout(write, delayMs);
    });
    from.on('end', () => (delayMs === 0 ? to.end() : setTimeout(() => to.end(), delayMs)));
  };

  const endAll = (how: (socket: Socket) => void): number => {
    const count = lines.size;
    for (const line of [...lines]) for (const socket of line) how(socket);
    return count;
  };
  const reset = () => endAll((socket) => socket.resetAndDestroy());

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    reset,
    delay: (ms) => {
      delayMs = ms;
    },
    cut: () => endAll((socket) => socket.destroy()),
    loseAnswers(count, before = 0) {
      losing.left = count;
      losing.before = before;
      losing.lost = 0;
      return losing;
    },
    partition() {
      isDown = true;
      reset();
    },
    silence() {
      isSilent = true;
    },
    restore() {
      isDown = false;
      if (isSilent) reset();
      isSilent = false;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      reset();
      await closed;
    },
  };
}

async function connectToFirst(ports: readonly number[]): Promise<Socket | null> {
  for (const port of ports) {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const isConnected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    if (isConnected) return socket;
  }
  return null;
}
