import * as z from 'zod';
import type { ParsedPayload, WebhookAccount } from '../../core/channel/index.ts';
import { ignored, label, notUnderstood, type Reading, toPayload } from '../shared/reading.ts';
import { readBusinessConnection, readBusinessDeletion } from './parse-business.ts';
import { readCallback } from './parse-callback.ts';
import { readMembership } from './parse-membership.ts';
import { readEdit, readMessage, type UpdateContext } from './parse-message.ts';
import { readReaction } from './parse-reactions.ts';

/** The kinds of update that we ask Telegram for, and who understands them. */
const READERS = {
  message: readMessage,
  edited_message: readEdit,
  callback_query: readCallback,
  message_reaction: readReaction,
  my_chat_member: readMembership,
  business_connection: readBusinessConnection,
  business_message: readMessage,
  edited_business_message: readEdit,
  deleted_business_messages: readBusinessDeletion,
} as const satisfies Readonly<Record<string, (value: unknown, context: UpdateContext) => Reading>>;

/** Kinds that mean nothing to a conversation. Some come in spite of not being asked for, for a while. */
const IGNORED = [
  'channel_post',
  'edited_channel_post',
  'chat_boost',
  'chat_join_request',
  'chat_member',
  'chosen_inline_result',
  'guest_message',
  'inline_query',
  'managed_bot',
  'message_reaction_count',
  'poll',
  'poll_answer',
  'pre_checkout_query',
  'purchased_paid_media',
  'removed_chat_boost',
  'shipping_query',
  'stopped_message_generation',
  'subscription',
] as const;

export type UpdateKind = keyof typeof READERS | (typeof IGNORED)[number];

/** Posts of channels begin no conversation; they are counted, so that an operator sees that the bot gets them. */
const COUNTED: readonly UpdateKind[] = ['channel_post', 'edited_channel_post'];

/** For `allowed_updates`, which Telegram wants to be told every time. */
export const REQUESTED_UPDATES: readonly string[] = [...Object.keys(READERS), ...COUNTED];

const READER_OF_KIND = new Map<string, (value: unknown, context: UpdateContext) => Reading>([
  ...Object.entries(READERS),
  ...IGNORED.map((kind) => [kind, () => ignored(label('update', kind))] as const),
]);

const Update = z.looseObject({ update_id: z.int() });

/** What one update means. Total: for any bytes it returns, and what it can not read has a label in `unknown`. */
export function parseUpdate(body: Uint8Array, account: WebhookAccount): ParsedPayload {
  const json = readJson(body);
  if (json === undefined) return toPayload([notUnderstood('body:not-json')]);
  const update = Update.safeParse(json);
  if (!update.success) return toPayload([notUnderstood('body:not-an-update')]);
  const { update_id: updateId, ...kinds } = update.data;
  const readings = Object.entries(kinds).map(([kind, value]) => {
    const read = READER_OF_KIND.get(kind);
    return read === undefined
      ? notUnderstood(label('update', kind))
      : read(value, { kind, updateId, account });
  });
  return toPayload(readings.length === 0 ? [notUnderstood('update:empty')] : readings);
}

/** Undefined for what is no JSON at all. */
function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
