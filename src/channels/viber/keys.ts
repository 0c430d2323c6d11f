/**
 * Our spelling of what Viber's numbers name. One `message_token` names a message to one user, or a broadcast to
 * 300 of them; every receipt tells token and user. So the two together are a message's external id, however it
 * was sent: `6130482957716209042:qW3rT5yU7iO9pA1sD3fG5h==`.
 */
export function toMessageKey(token: string, userId: string): string {
  return `${token}:${userId}`;
}

/** What a sticker's media part refers to: Viber gives its number and no file. */
export function toStickerReference(stickerId: string): string {
  return `sticker:${stickerId}`;
}

/** Null for what is no reference to a sticker. */
export function readStickerReference(reference: string): number | null {
  const match = /^sticker:(\d{1,15})$/u.exec(reference);
  return match === null ? null : Number(match[1]);
}
