import { ChannelError, type ChannelErrorFacts } from '../../core/channel/index.ts';
import type { ChannelErrorKind } from '../../core/model/failure.ts';

/** An answer of Apple's that is no 200. */
export interface Refusal {
  readonly status: number;
  /** Its words, when it has any; a page of a proxy is not quoted. */
  readonly words: string;
  /** From `Retry-After`; null: it does not say. */
  readonly retryAfterMs: number | null;
}

interface Meaning {
  readonly kind: ChannelErrorKind;
  readonly message: string;
  readonly facts: Omit<ChannelErrorFacts, 'platformCode'>;
}

const CONTENT: Meaning = {
  kind: 'rejected',
  message: 'Apple refused the message as malformed.',
  facts: { cause: 'invalid-content', actionBy: 'author' },
};
const CLOSED: Meaning = {
  kind: 'rejected',
  message: 'The customer has closed the conversation.',
  facts: { cause: 'opted-out', actionBy: 'contact' },
};
const CREDENTIALS: Meaning = {
  kind: 'unauthorized',
  message: 'Apple does not take the token. Check the MSP ID, the secret (Base64, undecoded) and the clock.',
  facts: { actionBy: 'operator' },
};
const NO_CLEAR_ANSWER: Meaning = {
  kind: 'indeterminate',
  message: 'Apple gave no clear answer.',
  facts: { actionBy: 'operator' },
};

/** MSP REST API, "Common specifications": response codes. What is marked so was seen in no document of Apple's. */
const MEANINGS: Readonly<Record<number, Meaning>> = {
  400: CONTENT,
  401: CREDENTIALS,
  403: CREDENTIALS,
  404: {
    kind: 'rejected',
    message: 'Apple knows no such customer, or none who wrote to this business.',
    facts: { cause: 'unreachable', actionBy: 'contact' },
  },
  408: NO_CLEAR_ANSWER,
  410: CLOSED, // undocumented
  413: {
    // undocumented
    kind: 'rejected',
    message: 'The message is larger than Apple takes.',
    facts: { cause: 'too-large', actionBy: 'author' },
  },
  // Undocumented; no numbers are published either.
  429: {
    kind: 'throttled',
    message: 'Apple takes no more messages for a while.',
    facts: { actionBy: 'nobody' },
  },
  503: { kind: 'unavailable', message: 'Apple is not available.', facts: { actionBy: 'nobody' } },
};

const SAYS_CLOSED = /\b(?:closed?|blocked|opted?[- ]out)\b/iu;
const DEFAULT_PAUSE_MS = 5_000;
const MAX_WORDS = 300;

/**
 * 500, 502 and 504 are not tried again: the message may be out, and that Apple drops a repeated id is documented
 * nowhere.
 */
export function toChannelError({ status, words, retryAfterMs }: Refusal): ChannelError {
  const { kind, message, facts } = meaningOf(status, words);
  return new ChannelError(kind, message, {
    platformCode: String(status),
    ...(words !== '' && { platformMessage: words.slice(0, MAX_WORDS) }),
    ...facts,
    ...(kind === 'throttled' && { retryAfterMs: retryAfterMs ?? DEFAULT_PAUSE_MS }),
    ...(kind === 'unavailable' && retryAfterMs !== null && { retryAfterMs }),
  });
}

function meaningOf(status: number, words: string): Meaning {
  const isClientError = status >= 400 && status < 500;
  if (isClientError && status !== 401 && status !== 403 && SAYS_CLOSED.test(words)) return CLOSED;
  const known = MEANINGS[status];
  if (known !== undefined) return known;
  if (!isClientError) return NO_CLEAR_ANSWER;
  return {
    kind: 'rejected',
    message: `Apple refused the message (HTTP ${status}).`,
    facts: { cause: 'other', actionBy: 'operator' },
  };
}

/** The same failure of something that sends nothing: it may be repeated. */
export function asRepeatable(error: unknown): unknown {
  if (!(error instanceof ChannelError) || error.kind !== 'indeterminate') return error;
  return new ChannelError('unavailable', error.message, error.facts);
}
