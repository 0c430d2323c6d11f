/** Every key that an update can carry besides `update_id`, as far as the platform document knows. */
export const UPDATE_KINDS = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'guest_message',
  'message_reaction',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
  'managed_bot',
  'stopped_message_generation',
  'subscription',
] as const;
export type UpdateKind = (typeof UPDATE_KINDS)[number];

/** Sent only to who asks for them by name. */
const OPT_IN: ReadonlySet<string> = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

/** Which updates a bot has asked for; null: all but those that must be asked for. */
export type AllowedUpdates = ReadonlySet<string> | null;

/** Kinds that Telegram may invent one day count as part of the default. */
export function isAllowed(allowed: AllowedUpdates, kind: string): boolean {
  return allowed === null ? !OPT_IN.has(kind) : allowed.has(kind);
}
