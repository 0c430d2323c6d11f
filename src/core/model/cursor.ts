/** The opaque position in a workspace's log that clients hold: everything up to `number` has been seen. */
export function encodeCursor(number: number): string {
  return Buffer.from(`e:${number}`).toString('base64url');
}

/** Null when the text is none of our cursors. */
export function decodeCursor(cursor: string): number | null {
  const match = /^e:(\d{1,15})$/u.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  return match === null ? null : Number(match[1]);
}
