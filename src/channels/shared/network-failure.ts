/** Failures before a request could leave: no address, no connection, no trust. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'FORBIDDEN_ADDRESS',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  // Refused by our own guard.
  'FORBIDDEN_ADDRESS',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'HOSTNAME_MISMATCH',
]);
const NOT_SENT_PREFIXES = ['CERT_', 'ERR_TLS_CERT_', 'ERR_SSL_'];

/** A chain of causes longer than this is no longer an explanation. */
const MAX_DEPTH = 8;

/**
 * Whether a request that threw can have reached the platform. `not-sent` is a certainty and may be repeated;
 * everything else is `unknown`: a broken connection may break after the platform has read it all.
 */
export function classifyNetworkFailure(error: unknown): 'not-sent' | 'unknown' {
  const codes = codesOf(error);
  return codes.length > 0 && codes.every(isNotSent) ? 'not-sent' : 'unknown';
}

/** The code to show beside our words, such as `ECONNREFUSED`; null when the failure has none. */
export function networkFailureCode(error: unknown): string | null {
  return codesOf(error)[0] ?? null;
}

function isNotSent(code: string): boolean {
  return NOT_SENT.has(code) || NOT_SENT_PREFIXES.some((prefix) => code.startsWith(prefix));
}

/** Of several addresses that were tried, each has a code of its own. */
function codesOf(error: unknown, depth = 0): readonly string[] {
  if (depth > MAX_DEPTH || typeof error !== 'object' || error === null) return [];
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.flatMap((inner) => codesOf(inner, depth + 1));
  }
  if ('code' in error && typeof error.code === 'string') return [error.code];
  return 'cause' in error ? codesOf(error.cause, depth + 1) : [];
}
