import type { Server } from 'node:http';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { openSocket, type SocketParts } from './socket.ts';

export interface Sockets {
  /** Takes WebSocket connections on the path of the API. */
  attach(server: Server): void;
  /** Tells everybody to come back elsewhere, and resolves when all connections are closed. */
  close(): Promise<void>;
}

const MAX_PAYLOAD_BYTES = 1024 * 1024;
/** Proxies close what is silent, most of them after 30 s or more. A reader that misses one ping is gone. */
const HEARTBEAT_MS = 12_000;
const GOING_AWAY = 1001;
/** For the closing handshake; after it the line is cut. */
const CLOSE_TIMEOUT_MS = 2_000;

export function createSockets(parts: SocketParts): Sockets {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD_BYTES,
    perMessageDeflate: false,
    handleProtocols: (protocols) => handleProtocols(protocols),
  });
  const silent = new WeakSet<object>();
  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (silent.has(socket)) socket.terminate();
      silent.add(socket);
      socket.ping();
    }
  }, HEARTBEAT_MS).unref();

  sockets.on('connection', (socket, request) => {
    socket.on('pong', () => silent.delete(socket));
    // A broken line ends in `close`, where everything is cleaned up.
    socket.on('error', () => {});
    if (socket.protocol === '') {
      socket.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
      return;
    }
    openSocket(parts, socket, request.socket, request.headers.authorization ?? null);
  });

  return {
    attach(server) {
      server.on('upgrade', (request, socket, head) => {
        if (new URL(request.url ?? '', 'http://gateway').pathname !== '/graphql') {
          socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
          return;
        }
        sockets.handleUpgrade(request, socket, head, (upgraded) =>
          sockets.emit('connection', upgraded, request),
        );
      });
    },
    async close() {
      clearInterval(heartbeat);
      const closing = [...sockets.clients].map(
        (socket) =>
          new Promise<void>((resolve) => {
            const cut = setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS);
            socket.once('close', () => {
              clearTimeout(cut);
              resolve();
            });
            socket.close(GOING_AWAY, 'Going away: come back with your cursor.');
          }),
      );
      await Promise.all(closing);
    },
  };
}
