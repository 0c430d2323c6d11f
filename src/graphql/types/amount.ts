const MICROS = 1_000_000;

/** Millionths as people write them: `73300` is "0.0733". */
export const inUnits = (micros: number): string => {
  const [whole = '0', part = ''] = (micros / MICROS).toFixed(6).split('.');
  const kept = part.replace(/0+$/u, '');
  return kept === '' ? whole : `${whole}.${kept}`;
};

/** Null: it is no amount. */
export function toMicros(amount: string): number | null {
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d{1,6}))?$/u.exec(amount.trim()) ?? [];
  return whole === undefined ? null : Number(whole) * MICROS + Number(part.padEnd(6, '0'));
}
