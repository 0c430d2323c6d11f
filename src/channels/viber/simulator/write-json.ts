/** JSON as Viber writes it: bigints are numbers with all their digits. Undefined fields are left out. */
export function writeJson(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => writeJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${fields.map(([name, item]) => `${JSON.stringify(name)}:${writeJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
