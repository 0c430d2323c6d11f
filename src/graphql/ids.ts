import type { Id } from '../core/model/ids.ts';

/** The nouns that have global ids, with the type that their inner id has. */
export type Noun =
  | 'Workspace'
  | 'ApiKey'
  | 'Member'
  | 'Inbox'
  | 'ChannelAccount'
  | 'Contact'
  | 'Identity'
  | 'Conversation'
  | 'Case'
  | 'Message'
  | 'Media'
  | 'DeadLetter'
  | 'Topic'
  | 'ConsentRecord'
  | 'OperatorRule'
  | 'Template'
  | 'Audience'
  | 'Snippet'
  | 'Campaign'
  | 'CampaignRecipient'
  | 'Migration'
  | 'MigrationReader'
  | 'MigrationLink'
  | 'MigrationImport';

const GLOBAL_ID = /^([A-Za-z]{1,32}):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/u;

/** The id that outsiders hold: `Type:uuid` in base64url. */
export function encodeId(noun: string, id: string): string {
  const text = `${noun}:${id}`;
  // Twice as fast as through a buffer, and an answer may hold thousands. Letters, digits and hyphens become
  // nothing that base64url writes otherwise; only the padding has to go.
  return btoa(text).slice(0, Math.ceil((text.length * 4) / 3));
}

/** What a global id names; null when it is none of ours. */
export function parseId(globalId: string): { readonly noun: string; readonly id: string } | null {
  if (globalId.length > 128) return null;
  const match = GLOBAL_ID.exec(Buffer.from(globalId, 'base64url').toString('latin1'));
  const [, noun, id] = match ?? [];
  return noun === undefined || id === undefined ? null : { noun, id };
}

/**
 * The inner id of a global id of one noun.
 *
 * An id that is malformed or names another noun becomes an id that no row has, so that it is answered exactly
 * like one that is absent or another workspace's, by the same query and with the same words.
 */
export function decodeId<N extends Noun>(noun: N, globalId: string): Id<N> {
  const parsed = parseId(globalId);
  return (parsed?.noun === noun ? parsed.id : NOBODY) as Id<N>;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
