import { v5 } from 'uuid';

/**
 * A key for one wire request, for platforms that take none twice: a UUID that is the same whenever the message is
 * rendered, and no other request's.
 *
 * @param requestIndex  Which of the message's requests, from 0.
 */
export function retryKeyOf(messageId: string, requestIndex: number): string {
  return v5(`request ${requestIndex}`, messageId);
}
