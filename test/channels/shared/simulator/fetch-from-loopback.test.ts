import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchFromLoopback } from '../../../../src/channels/shared/simulator/fetch-from-loopback.ts';

async function serve(): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: '/a.txt' });
    else if (request.url === '/gone') response.writeHead(404);
    else response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('words');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

describe('fetching what a simulated platform is given as a URL', () => {
  it('takes a file from this machine, with its type and name', async () => {
    const fetched = await fetchFromLoopback(`${await serve()}/a%20b.txt?x=1`, 5);

    expect(fetched).toEqual({
      kind: 'fetched',
      bytes: Buffer.from('words'),
      mimeType: 'text/plain',
      fileName: 'a b.txt',
    });
  });

  it('stops at what is too large', async () => {
    expect(await fetchFromLoopback(`${await serve()}/a.txt`, 4)).toEqual({ kind: 'too-large' });
  });

  it.each(['/gone', '/away'])('takes nothing from %s', async (path) => {
    expect(await fetchFromLoopback((await serve()) + path, 100)).toEqual({ kind: 'unavailable' });
  });

  it('never goes to another address, even of this machine', async () => {
    const url = (await serve()).replace('127.0.0.1', '0.0.0.0');

    const reachable = await fetch(url);
    const fetched = await fetchFromLoopback(url, 100);

    expect(reachable.status).toBe(200);
    expect(fetched).toEqual({ kind: 'unavailable' });
  });

  it.each([
    'https://example.org/a.jpg',
    'http://10.0.0.1/a.jpg',
    'http://127.0.0.1.example.org/',
    'file:///etc/passwd',
    'nonsense',
  ])('never goes to %s', async (url) => {
    expect(await fetchFromLoopback(url, 100)).toEqual({ kind: 'unavailable' });
  });
});
