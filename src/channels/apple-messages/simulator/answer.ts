import type { SimulatorReply } from '../../shared/simulator/http-server.ts';

/** What Apple says to a call. */
export type Answer = Granted | Refusal;

export interface Granted {
  readonly kind: 'granted';
  /** JSON, or the bytes of a file; null: an empty 200. */
  readonly result: object | null;
}

/** A class, so that no JSON from outside can ever be taken for one. */
export class Refusal {
  readonly kind = 'refused';
  readonly status: number;
  readonly words: string;
  readonly retryAfterSeconds: number | null;

  constructor(status: number, words: string, retryAfterSeconds: number | null = null) {
    this.status = status;
    this.words = words;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const granted = (result: object | null = null): Granted => ({ kind: 'granted', result });
export const badRequest = (words: string): Refusal => new Refusal(400, words);
export const isRefusal = (value: unknown): value is Refusal => value instanceof Refusal;

export function statusOf(answer: Answer): number {
  return answer.kind === 'granted' ? 200 : answer.status;
}

export function replyWith(answer: Answer): SimulatorReply {
  if (answer.kind === 'refused') {
    const { status, words, retryAfterSeconds } = answer;
    return {
      kind: 'reply',
      status,
      headers: {
        'content-type': 'text/plain',
        ...(retryAfterSeconds !== null && { 'retry-after': String(retryAfterSeconds) }),
      },
      body: words,
    };
  }
  const { result } = answer;
  if (result === null) return { kind: 'reply', status: 200, headers: {}, body: '' };
  if (result instanceof Uint8Array) {
    return {
      kind: 'reply',
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: result,
    };
  }
  const headers = { 'content-type': 'application/json' };
  return { kind: 'reply', status: 200, headers, body: JSON.stringify(result) };
}
