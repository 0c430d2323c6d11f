/**
 * Reading foreign JSON. Every reader is total: a field of the wrong type is an absent field, so that one odd
 * value never costs the rest of an update.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

export function readObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

export function objectIn(object: JsonObject, key: string): JsonObject | null {
  return readObject(own(object, key));
}

export function stringIn(object: JsonObject, key: string): string | null {
  const value = own(object, key);
  return typeof value === 'string' ? value : null;
}

/** Telegram's integers have at most 52 bits; anything else is none. */
export function integerIn(object: JsonObject, key: string): number | null {
  const value = own(object, key);
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

export function numberIn(object: JsonObject, key: string): number | null {
  const value = own(object, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Sizes, lengths and durations: never negative. */
export function amountIn(object: JsonObject, key: string): number | null {
  const value = numberIn(object, key);
  return value !== null && value >= 0 ? value : null;
}

export function isTrueIn(object: JsonObject, key: string): boolean {
  return own(object, key) === true;
}

export function listIn(object: JsonObject, key: string): readonly unknown[] {
  const value = own(object, key);
  return Array.isArray(value) ? value : [];
}

export function objectsIn(object: JsonObject, key: string): readonly JsonObject[] {
  return listIn(object, key).flatMap((item) => readObject(item) ?? []);
}

/** The last second of the year 9999: beyond it, neither Date's text form nor databases are comfortable. */
const LAST_SECOND = 253_402_300_799;

/** Unix seconds. Telegram writes 0 where it does not want to say. */
export function timeIn(object: JsonObject, key: string): Date | null {
  const seconds = integerIn(object, key);
  return seconds !== null && seconds > 0 && seconds <= LAST_SECOND ? new Date(seconds * 1000) : null;
}

/** Fields with a value, for optional properties that must be absent rather than undefined. */
export function present<Fields extends Record<string, unknown>>(
  fields: Fields,
): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as { [Key in keyof Fields]?: NonNullable<Fields[Key]> };
}

/** `__proto__` and its kind are data like any other, never what an object inherits. */
function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
