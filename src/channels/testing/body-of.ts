import type { InboundFixture } from './fixtures.ts';

/** The bytes of a fixture's body. */
export function bodyOf({ body }: Pick<InboundFixture, 'body'>): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The JSON of a body; undefined when it is none. */
export function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** One number or text of JSON, or what stands between. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gu;

/** The whole numbers that stand in a JSON text outside of its strings, each once. */
export function wholeNumbersIn(text: string): readonly string[] {
  const tokens = text.match(TOKEN) ?? [];
  return [...new Set(tokens.filter((token) => /^-?\d+$/u.test(token)))];
}

/** The same JSON text with another number wherever one stood. */
export function withNumber(text: string, number: string, replacement: string): string {
  return text.replace(TOKEN, (token) => (token === number ? replacement : token));
}
