import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { textFrame } from '../../../src/graphql/subscriptions/text-frame.ts';

const server = createServer();
const sockets = new WebSocketServer({ server });
let url: string;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  sockets.close();
  server.close();
});

describe('a message that is written past the library', () => {
  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 300_000])(
    'of %i bytes is what a client reads, also beside messages of the library',
    async (length) => {
      const text = 'é'.repeat(Math.floor(length / 2)) + 'x'.repeat(length % 2);
      sockets.once('connection', (socket, request) => {
        socket.send('before');
        request.socket.write(textFrame(Buffer.from('<'), Buffer.from(text), Buffer.from('>')));
        socket.send('after');
      });
      const client = new WebSocket(url);
      const received: string[] = [];
      client.on('message', (data) => received.push(String(data)));

      await expect.poll(() => received.length).toBe(3);
      client.terminate();

      expect(received).toEqual(['before', `<${text}>`, 'after']);
    },
  );
});
