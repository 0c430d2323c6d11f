import { createHash } from 'node:crypto';
import type { ConsentRecordId, WorkspaceId } from '../model/ids.ts';

/** What the buttons of a request send back. */
export function consentPayload(requestId: ConsentRecordId, answer: 'yes' | 'no'): string {
  return `consent:${requestId}:${answer}`;
}

/** Null: the tap was on something else. The text is untrusted; whose request it names is for the caller to check. */
export function readConsentPayload(
  payload: string,
): { readonly requestId: ConsentRecordId; readonly answer: 'yes' | 'no' } | null {
  const [, id, answer] =
    /^consent:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(yes|no)$/u.exec(payload) ?? [];
  if (id === undefined || (answer !== 'yes' && answer !== 'no')) return null;
  return { requestId: id as ConsentRecordId, answer };
}

/**
 * The id of a request, made of its idempotency key: the message that asks carries it before the entry is written,
 * and asking again with the same key is the same request.
 */
export function requestIdOf(workspaceId: WorkspaceId, key: string): ConsentRecordId {
  const hex = createHash('sha256').update(`${workspaceId}:${key}`).digest('hex');
  // RFC 9562, version 8: "by the maker's own rule".
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return uuid as ConsentRecordId;
}
