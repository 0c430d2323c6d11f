import { afterEach, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '../../src/core/model/cursor.ts';
import { type CuttableProxy, startCuttableProxy } from '../support/cuttable-proxy.ts';
import { describeOnEveryEngine } from '../support/describe-on-every-engine.ts';
import { type StreamScene, socketClient, sseClient, startStreamScene } from '../support/stream-scene.ts';

const EVENTS = 2_000;
const DROPS = 20;
const BETWEEN_DROPS = Math.floor(EVENTS / (DROPS + 1));
/** Events that happen at once; drops fall into the middle of what they set off. */
const BATCH = 25;

const FOLLOW = 'subscription ($after: Cursor) { events(after: $after) { cursor type } }';

interface Followed {
  readonly data?: { readonly events: { readonly cursor: string } } | null;
}

describeOnEveryEngine('a subscriber whose line drops', (open) => {
  let scene: StreamScene | null = null;
  let proxy: CuttableProxy | null = null;

  afterEach(async () => {
    await proxy?.close();
    await scene?.server.close();
  });

  it.each(['server-sent events', 'WebSocket'] as const)(
    `sees each of ${EVENTS} events once and in order over %s, though it drops ${DROPS} times`,
    async (transport) => {
      scene = await startStreamScene(await open());
      const line = await startCuttableProxy(Number(new URL(scene.server.url).port));
      proxy = line;
      const first = await scene.happen(1);
      const seen: number[] = [];
      let drops = 0;
      let unexpected: unknown = null;
      const client = clientOf(transport, line.port, scene.workspace.secret);
      // The client sends the request anew whenever it comes back, with what it holds by then.
      const request = { query: FOLLOW, variables: { after: encodeCursor(first) } };
      const stop = client.subscribe(request, {
        next({ data }: Followed) {
          const cursor = data?.events.cursor ?? '';
          request.variables.after = cursor;
          seen.push(decodeCursor(cursor) ?? -1);
          // What came before a cut is still read after it: then there is no line yet that could be cut.
          const isDue = drops < DROPS && seen.length >= (drops + 1) * BETWEEN_DROPS;
          if (isDue && line.cut() > 0) drops += 1;
        },
        error: (error: unknown) => {
          unexpected = error;
        },
        complete: () => {},
      });

      for (let happened = 0; happened < EVENTS; happened += BATCH) await scene.happen(BATCH);
      await expect
        .poll(() => unexpected ?? seen.length, { timeout: 120_000 })
        .toSatisfy((value) => value !== null && (value === EVENTS || typeof value !== 'number'));
      stop();
      await client.dispose();

      expect(unexpected).toBeNull();
      expect(drops).toBe(DROPS);
      expect(seen).toEqual(Array.from({ length: EVENTS }, (_, index) => first + 1 + index));
    },
  );
});

function clientOf(transport: 'server-sent events' | 'WebSocket', port: number, token: string) {
  const always = { retryAttempts: Number.POSITIVE_INFINITY };
  return transport === 'WebSocket'
    ? socketClient(`ws://127.0.0.1:${port}/graphql`, token, {
        ...always,
        retryWait: async () => {},
        shouldRetry: () => true,
      })
    : sseClient(`http://127.0.0.1:${port}/graphql`, token, { ...always, retry: async () => {} });
}
