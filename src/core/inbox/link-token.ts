import { createHash, createHmac } from 'node:crypto';
import type { MigrationLinkId } from '../model/ids.ts';

/** 144 bits: nobody guesses one, and every platform's links carry 24 letters of base64url. */
const TOKEN_BYTES = 18;
const TOKEN = /^[A-Za-z0-9_-]{24}$/u;

/**
 * The token of a personal link. It is made of the link's id and a key of the instance whenever it is needed, so that
 * a reminder carries the same link as the invitation, and a copy of the database opens nothing.
 */
export function tokenOf(key: Uint8Array, id: MigrationLinkId): string {
  return createHmac('sha256', key).update(id).digest().subarray(0, TOKEN_BYTES).toString('base64url');
}

/** What the database knows of a token. */
export const tokenHash = (token: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(token).digest());

/** Enough to tell two apart, and of the same length; the rest opens doors. */
export const maskedToken = (token: string): string => `${token.slice(0, 4)}${'•'.repeat(token.length - 4)}`;

/** The token that a referral brings, with or without the department behind it; null: it can not be one of ours. */
export function readToken(ref: string): string | null {
  const [token = ''] = ref.split('@');
  return TOKEN.test(token) ? token : null;
}
