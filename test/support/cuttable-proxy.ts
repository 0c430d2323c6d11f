import { connect, createServer, type Socket } from 'node:net';

/** A line to a server that a test can cut, as a mobile network does: in the middle of a word, without goodbye. */
export interface CuttableProxy {
  readonly port: number;
  /** Resets every connection; returns how many there were. New ones are let through. */
  cut(): number;
  close(): Promise<void>;
}

export async function startCuttableProxy(targetPort: number): Promise<CuttableProxy> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const target = connect(targetPort, '127.0.0.1');
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      target.destroy();
    });
    target.once('close', () => socket.destroy());
    // Both ends hear of an error as a close.
    socket.on('error', () => {});
    target.on('error', () => {});
    socket.pipe(target).pipe(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  const cut = () => {
    const sockets = [...open];
    for (const socket of sockets) socket.resetAndDestroy();
    return sockets.length;
  };
  return {
    port: address.port,
    cut,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
