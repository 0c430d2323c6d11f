import { createHash } from 'node:crypto';
import type { Side } from './payload.ts';

const USER_REF = 'user_ref:';

/** How we name a contact: by the id that the person has at this Page, or by the mark of a ticked box until then. */
export function toIdentityId(side: Side): string | null {
  if (side?.id !== undefined) return side.id;
  return side?.user_ref === undefined ? null : refIdentity(side.user_ref);
}

export function refIdentity(userRef: string): string {
  return `${USER_REF}${userRef}`;
}

/** How Messenger wants such a contact named. */
export function toRecipient(externalId: string): Readonly<Record<string, string>> {
  return externalId.startsWith(USER_REF)
    ? { user_ref: externalId.slice(USER_REF.length) }
    : { id: externalId };
}

/** An id for what Messenger gives none: the same for each repetition of the same event, and for no other. */
export function madeKey(kind: string, ...facts: readonly string[]): string {
  return `${kind}:${createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 32)}`;
}
