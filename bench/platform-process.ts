import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mostWithin } from '../test/core/delivery/most-within.ts';

/** A platform that answers each request after a while, and keeps book: a process of its own, told over IPC. */
export type PlatformRequest =
  /** Forgets what came, and says when so many have come. */
  | { readonly kind: 'expect'; readonly messages: number }
  | { readonly kind: 'report'; readonly perMs: number };

export type PlatformReply =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'complete' }
  | ({ readonly kind: 'report' } & PlatformReport);

export interface PlatformReport {
  readonly received: number;
  /** Messages that came before an earlier one to the same recipient. */
  readonly orderViolations: number;
  /** Of one message: it came again. */
  readonly repeated: number;
  /** The most that came within any `perMs`. */
  readonly mostWithin: number;
  /** From the first message to the last. */
  readonly spanMs: number;
}

const answerMs = Number(process.argv[2]);

let expected = 0;
let arrivals: number[] = [];
let orderViolations = 0;
let repeated = 0;
let seen = new Set<string>();
let latest = new Map<string, number>();

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { to, parts } = JSON.parse(Buffer.concat(chunks).toString()) as {
      to: string;
      parts: readonly { readonly text: string }[];
    };
    take(to, Number(parts[0]?.text));
    setTimeout(() => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ externalIds: [crypto.randomUUID()] }));
    }, answerMs);
  });
});

/** @param number  Counts up for each recipient. */
function take(to: string, number: number): void {
  arrivals.push(performance.now());
  const key = `${to} ${number}`;
  if (seen.has(key)) repeated += 1;
  seen.add(key);
  if (number < (latest.get(to) ?? 0)) orderViolations += 1;
  latest.set(to, number);
  if (arrivals.length === expected) reply({ kind: 'complete' });
}

process.on('message', (request: PlatformRequest) => {
  if (request.kind === 'report') {
    const spanMs = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
    const most = mostWithin(request.perMs, arrivals);
    const received = arrivals.length;
    return reply({ kind: 'report', received, orderViolations, repeated, mostWithin: most, spanMs });
  }
  expected = request.messages;
  arrivals = [];
  orderViolations = 0;
  repeated = 0;
  seen = new Set();
  latest = new Map();
});
process.once('disconnect', () => process.exit(0));
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  reply({ kind: 'listening', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});

function reply(message: PlatformReply): void {
  process.send?.(message);
}
