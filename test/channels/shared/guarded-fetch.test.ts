import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuardedFetch, ForbiddenAddress } from '../../../src/channels/shared/guarded-fetch.ts';

/** Listens on every address of this machine, and must not hear a thing. */
let connections = 0;
const canary = createServer((_request, response) => response.end('reached'));
canary.on('connection', () => {
  connections += 1;
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((listening) => canary.listen(0, '::', listening));
  port = (canary.address() as AddressInfo).port;
});
afterAll(async () => {
  canary.closeAllConnections();
  await new Promise((closed) => canary.close(closed));
});

/** Every way known to us of writing an address that is not public; `:0` stands for the canary's port. */
const FORBIDDEN_HOSTS = [
  // Loopback and this host, in all notations that URL parsers and resolvers take.
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '0',
    '0x7f000001',
    '0x7f.1',
    '2130706433',
  ],
  ...['017700000001', '0177.0.0.1', '0x7f.0x0.0x0.0x1', '127.0.0.1.', '127。0。0。1', '①②⑦.⓪.⓪.①'],
  ...['localhost', 'LOCALHOST', 'localhost.', '%6c%6f%63%61%6c%68%6f%73%74', 'ｌｏｃａｌｈｏｓｔ'],
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]'],
  // Private, shared, link-local (with the clouds' metadata service), benchmarking, documentation, reserved.
  ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255'],
  ...['100.64.0.1', '100.127.255.255', '169.254.169.254', '169.254.0.1', '0xa9fea9fe', '2852039166'],
  ...['[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[::ffff:10.0.0.1]', '[::ffff:192.168.0.1]'],
  ...['192.0.0.1', '192.0.2.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1'],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ...['[fc00::1]', '[fd00:ec2::254]', '[fdff::1]', '[fe80::1]', '[febf::1]', '[ff02::1]', '[ff0e::1]'],
  // Addresses that carry another address inside: NAT64, 6to4, Teredo; and documentation.
  ...['[64:ff9b::7f00:1]', '[64:ff9b::10.0.0.1]', '[2002:7f00:1::]', '[2002:a9fe:a9fe::]', '[2001:0::1]'],
  ...['[2001:db8::1]', '[100::1]'],
] as const;

describe('the guarded fetch', () => {
  const guarded = createGuardedFetch({ allowPrivateAddresses: false });

  it('has a table worth its name', () => {
    expect(new Set(FORBIDDEN_HOSTS).size).toBe(FORBIDDEN_HOSTS.length);
    expect(FORBIDDEN_HOSTS.length).toBeGreaterThanOrEqual(60);
  });

  it.each(FORBIDDEN_HOSTS)('does not connect to %s', async (host) => {
    const before = connections;

    const failure = await guarded(`https://${host}:${port}/`).then(
      () => null,
      (error: unknown) => error,
    );

    expect(isForbidden(failure) || isUnknownName(failure), String(failure)).toBe(true);
    expect(connections).toBe(before);
  });

  it.each(['http://example.org/', 'ftp://example.org/', 'file:///etc/passwd', 'data:text/plain,hello'])(
    'speaks https alone: not %s',
    async (address) => {
      await expect(guarded(address)).rejects.toThrow(ForbiddenAddress);
    },
  );

  it('does not send a user name and a password to anybody', async () => {
    await expect(guarded('https://user:password@example.org/')).rejects.toThrow(
      'An address with a user name in it is not called: example.org.',
    );
  });

  it('says which setting lets simulators be reached', async () => {
    await expect(guarded(`https://127.0.0.1:${port}/`)).rejects.toThrow(
      'CONFAB_ALLOW_PRIVATE_ADDRESSES=true',
    );
  });
});

describe('the guarded fetch of a gateway that may reach private addresses', () => {
  const guarded = createGuardedFetch({ allowPrivateAddresses: true });

  it('reaches the server that the table above could not', async () => {
    const response = await guarded(`http://127.0.0.1:${port}/`);

    expect(await response.text()).toBe('reached');
  });

  it('follows no redirect: one call is one request', async () => {
    const redirecting = createServer((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end(),
    );
    await new Promise<void>((listening) => redirecting.listen(0, '127.0.0.1', listening));
    const before = connections;

    const response = await guarded(`http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/`);
    await response.arrayBuffer();
    redirecting.closeAllConnections();
    await new Promise((closed) => redirecting.close(closed));

    expect(response.status).toBe(302);
    expect(connections).toBe(before);
  });
});

/** Not every resolver knows `localhost.` with its dot; then there is nothing to connect to. */
function isUnknownName(failure: unknown): boolean {
  return failure instanceof Error && /ENOTFOUND|EAI_AGAIN/u.test(String(failure.cause));
}

/** The refusal itself, or as the cause of the client's own error. */
function isForbidden(failure: unknown): boolean {
  for (let error = failure; error instanceof Error; error = error.cause) {
    if (error instanceof ForbiddenAddress) return true;
  }
  return false;
}
