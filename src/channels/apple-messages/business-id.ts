/**
 * How accounts are told apart: the bare id in lower case. Apple Business Register shows a UUID, and the same UUID
 * stands behind `urn:biz:` in other places.
 */
export function toAccountKey(businessId: string): string {
  return businessId
    .trim()
    .replace(/^urn:biz:/iu, '')
    .toLowerCase();
}
