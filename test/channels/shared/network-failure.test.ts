import { describe, expect, it } from 'vitest';
import { classifyNetworkFailure, networkFailureCode } from '../../../src/channels/shared/network-failure.ts';

const withCode = (code: string) => Object.assign(new Error(code), { code });
const asFetchThrows = (code: string) => new TypeError('fetch failed', { cause: withCode(code) });

describe('a network failure', () => {
  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'FORBIDDEN_ADDRESS',
  ])('of kind %s happened before anything was sent', (code) => {
    expect(classifyNetworkFailure(asFetchThrows(code))).toBe('not-sent');
    expect(networkFailureCode(asFetchThrows(code))).toBe(code);
  });

  it.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT', 'NEW_KIND'])(
    'of kind %s leaves open whether the platform has read it',
    (code) => {
      expect(classifyNetworkFailure(asFetchThrows(code))).toBe('unknown');
    },
  );

  it.each([undefined, null, 'ECONNREFUSED', new Error('x'), new DOMException('late', 'TimeoutError')])(
    'that says nothing usable (%s) leaves it open too',
    (error) => {
      expect(classifyNetworkFailure(error)).toBe('unknown');
    },
  );

  it('of several addresses is certain only when all of them were', () => {
    const of = (...codes: string[]) =>
      new TypeError('fetch failed', { cause: new AggregateError(codes.map(withCode)) });

    expect(classifyNetworkFailure(of('ECONNREFUSED', 'ECONNREFUSED'))).toBe('not-sent');
    expect(classifyNetworkFailure(of('ECONNREFUSED', 'ECONNRESET'))).toBe('unknown');
  });

  it('that causes itself is answered all the same', () => {
    const error = new Error('round');
    error.cause = error;

    expect(classifyNetworkFailure(error)).toBe('unknown');
  });
});
