import { createHash } from 'node:crypto';

/**
 * The id of one of a message's requests: the first has the message's own, the others ids made of it, so that a
 * request that is tried again has the id that it had.
 *
 * @param messageId  A UUID.
 */
export function requestIdOf(messageId: string, index: number): string {
  if (index === 0) return messageId;
  const hex = createHash('sha256').update(`${messageId}:${index}`).digest('hex');
  // Version 8 (made by a rule of one's own), variant 1.
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
