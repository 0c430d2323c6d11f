const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** An id as the database has it, from how the API shows it or from itself; null: it is none. */
export function readRawId(text: string): string | null {
  const inner = Buffer.from(text, 'base64url').toString('latin1').split(':')[1];
  return [inner, text.toLowerCase()].find((id) => id !== undefined && UUID.test(id)) ?? null;
}
