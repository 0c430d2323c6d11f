/** What became of one delivery to a webhook. */
export type WebhookOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly reason: string;
      /** From `Retry-After`; null when absent or a date. */
      readonly retryAfterSeconds: number | null;
      readonly contentType: string;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'failed'; readonly reason: WebhookFailure };

export type WebhookFailure = 'timeout' | 'refused' | 'reset' | 'unreachable';

/** More than any platform reads of an answer. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Posts JSON to a webhook, once. Redirects are not followed: they count as the answer.
 *
 * @param request.body  Bytes where it is packed; then a header says so.
 */
export async function postWebhook(request: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}): Promise<WebhookOutcome> {
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...request.headers },
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(request.timeoutMs)]),
    });
    const retryAfter = response.headers.get('retry-after') ?? '';
    return {
      kind: 'answered',
      status: response.status,
      reason: response.statusText,
      retryAfterSeconds: /^\d+$/u.test(retryAfter) ? Number(retryAfter) : null,
      contentType: response.headers.get('content-type') ?? '',
      body: await readUpTo(response, MAX_ANSWER_BYTES),
    };
  } catch (accident) {
    return { kind: 'failed', reason: failureOf(accident) };
  }
}

async function readUpTo(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function failureOf(accident: unknown): WebhookFailure {
  if (!(accident instanceof Error)) return 'unreachable';
  if (accident.name === 'TimeoutError') return 'timeout';
  const code = accident.cause instanceof Error && 'code' in accident.cause ? accident.cause.code : null;
  if (code === 'ECONNREFUSED') return 'refused';
  return code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' ? 'reset' : 'unreachable';
}
