import type { Statement } from './database.ts';

/**
 * The two drivers differ in what they make of values. Everything goes to the database as text, a boolean, bytes
 * or null, which both pass on alike, and PostgreSQL reads the text as the type that the statement casts it to.
 */
export function toWire(
  statement: Statement,
  parameters: readonly unknown[],
): (string | boolean | Uint8Array | null)[] {
  return parameters.map((value, index) => {
    if (value === null || typeof value === 'boolean' || value instanceof Uint8Array) return value;
    if (value === undefined) {
      throw new TypeError(`Parameter $${index + 1} of ${statement.name} is undefined; pass null.`);
    }
    return asText(value);
  });
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayLiteral(value);
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}

/** PostgreSQL's own notation of a list: {"a","b",NULL}. */
function arrayLiteral(values: readonly unknown[]): string {
  const items = values.map((value) => {
    if (value === null || value === undefined) return 'NULL';
    const text = value instanceof Uint8Array ? toHex(value) : asText(value);
    return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `{${items.join(',')}}`;
}

/** The elements of a list without lists in it, each as text. */
export function fromArrayLiteral(literal: string): (string | null)[] {
  return [...literal.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gsu)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain === 'NULL' ? null : (plain ?? null)) : quoted.replaceAll(/\\(.)/gsu, '$1'),
  );
}

export function toHex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}

/** A plain Uint8Array: a Buffer is one too, but prints and compares otherwise. */
export function fromHex(text: string): Uint8Array {
  const buffer = Buffer.from(text.slice(2), 'hex');
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
