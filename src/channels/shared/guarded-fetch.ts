import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch as undiciFetch } from 'undici';
import type { GuardedFetch } from '../../core/channel/index.ts';

export interface GuardOptions {
  /** Lets connections go to loopback and private networks: simulators, tests, a local Bot API server. */
  readonly allowPrivateAddresses: boolean;
}

/** Thrown before anything left: the address is not one that we connect to. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
  readonly code = 'FORBIDDEN_ADDRESS';
}

const CONNECT_TIMEOUT_MS = 5_000;
const MAX_RESPONSE_BYTES = 110 * 1024 * 1024;

/**
 * The one way out of this process. A name is resolved once, and the connection goes to the very address that was
 * checked, so a name that changes its mind between check and connect gains nothing. Redirects are not followed:
 * each would be a second request, and a send may be one only. Nothing is repeated.
 */
export function createGuardedFetch({ allowPrivateAddresses }: GuardOptions): GuardedFetch {
  const agent = new Agent({
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      lookup: guardedLookup(allowPrivateAddresses),
    },
    maxResponseSize: MAX_RESPONSE_BYTES,
    // An idle connection that the platform closes at the same moment would lose a request for no reason.
    keepAliveTimeout: 4_000,
    connections: 256,
  });
  return async (address, init) => {
    const url = new URL(address);
    if (url.protocol !== 'https:' && !(allowPrivateAddresses && url.protocol === 'http:')) {
      throw new ForbiddenAddress(`Only https addresses are called, not ${url.protocol}//${url.host}.`);
    }
    if (url.username !== '' || url.password !== '') {
      throw new ForbiddenAddress(`An address with a user name in it is not called: ${url.host}.`);
    }
    const host = url.hostname.replace(/^\[|\]$/gu, '');
    if (!allowPrivateAddresses && ipaddr.isValid(host) && !isPublic(host)) throw refused(host);
    const response = await undiciFetch(url, {
      ...((await withPlainBody(init)) as object),
      redirect: 'manual',
      dispatcher: agent,
    });
    // The package's Response has the shape of Node's global one.
    return response as unknown as Response;
  };
}

/** A global FormData is foreign to the undici package: it gets the bytes and their content type instead. */
async function withPlainBody(init: RequestInit | undefined): Promise<RequestInit | undefined> {
  if (!(init?.body instanceof FormData)) return init;
  const encoded = new Response(init.body);
  const headers = new Headers(init.headers);
  headers.set('content-type', encoded.headers.get('content-type') ?? 'multipart/form-data');
  return { ...init, headers: Object.fromEntries(headers), body: await encoded.arrayBuffer() };
}

/** Resolves like Node does, and drops every address that must not be reached; none left is a refusal. */
function guardedLookup(allowPrivateAddresses: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 4);
      const allowed = allowPrivateAddresses
        ? addresses
        : addresses.filter(({ address }) => isPublic(address));
      const [first] = allowed;
      if (first === undefined) return callback(refused(hostname), '', 4);
      if (options.all === true) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };
}

/**
 * Public unicast only: no loopback, private, link-local, shared, unique-local, multicast or translated address.
 * Of IPv6 only 2000::/3 is given out to the public Internet (RFC 4291); `::127.0.0.1` lies outside of it.
 */
function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST);
}

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

function refused(host: string): ForbiddenAddress {
  return new ForbiddenAddress(
    `${host} is not a public address. CONFAB_ALLOW_PRIVATE_ADDRESSES=true allows it, for simulators and local servers.`,
  );
}
