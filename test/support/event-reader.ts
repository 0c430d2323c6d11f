import { createParser } from 'eventsource-parser';

/** Reads server-sent events byte by byte, as the standard describes them, beside any client's own reading. */
export interface EventReader {
  /** Resolves with the status once the stream is open, or was refused. */
  readonly opened: Promise<number>;
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
  readonly ids: () => readonly (string | undefined)[];
  readonly results: () => readonly unknown[];
  /** The kinds of events in the order in which they came. */
  readonly kinds: () => readonly string[];
  waitForEvents(count: number): Promise<void>;
  close(): void;
}

const PATIENCE_MS = 60_000;

export function readEventStream(
  url: string,
  token: string,
  operation: object,
  headers: Readonly<Record<string, string>> = {},
): EventReader {
  const ending = new AbortController();
  const ids: (string | undefined)[] = [];
  const results: unknown[] = [];
  const kinds: string[] = [];
  let woken = () => {};
  const parser = createParser({
    onEvent({ id, event, data }) {
      kinds.push(event ?? 'message');
      if (event === 'next') {
        ids.push(id);
        results.push(JSON.parse(data));
      }
      woken();
    },
  });
  const response = fetch(url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...headers,
    },
    body: JSON.stringify(operation),
    signal: ending.signal,
  });
  const ended = response.then(async ({ body }) => {
    const decoder = new TextDecoder();
    for await (const chunk of body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
  });
  ended.catch(() => {});
  return {
    opened: response.then(({ status }) => status),
    ended,
    ids: () => ids,
    results: () => results,
    kinds: () => kinds,
    async waitForEvents(count) {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      while (results.length < count) {
        await new Promise<void>((resolve, reject) => {
          woken = resolve;
          signal.onabort = () => reject(new Error(`${results.length} of ${count} events came.`));
        });
      }
    },
    close: () => ending.abort(),
  };
}
