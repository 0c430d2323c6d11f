import { setTimeout as sleep } from 'node:timers/promises';
import { startTcpProxy } from './tcp-proxy.ts';

/** One address in front of several gateways, as a load balancer with health checks is. */
export interface LoadBalancer {
  readonly url: string;
  /** Which of the gateways get connections now. */
  readonly ready: ReadonlySet<string>;
  close(): Promise<void>;
}

const CHECK_EVERY_MS = 500;

/** Asks `/readyz` of each gateway now and then; connections that are open stay where they are, whatever it says. */
export async function startLoadBalancer(urls: () => readonly string[]): Promise<LoadBalancer> {
  const ready = new Set<string>();
  const proxy = await startTcpProxy(() => [...ready].map((url) => Number(new URL(url).port)));
  const stopping = new AbortController();

  const check = async (url: string) => {
    const isReady = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) ready.add(url);
    else ready.delete(url);
  };
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      await Promise.all(urls().map(check));
      await sleep(CHECK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();

  return {
    ready,
    url: `http://127.0.0.1:${proxy.port}`,
    async close() {
      stopping.abort();
      await watching;
      await proxy.close();
    },
  };
}
