import * as z from 'zod';

/**
 * The wire types that more than one file reads, as far as we read them. A field that is missing, null or of the
 * wrong type is absent; only what gives an update its identity is required.
 */

/** A field of the wrong type counts as absent, so that one odd value never costs the rest of an update. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

const Id = z.int();

export const User = z.object({
  id: Id,
  is_bot: optional(z.boolean()),
  first_name: optional(z.string()),
  last_name: optional(z.string()),
  username: optional(z.string()),
  language_code: optional(z.string()),
});
export type User = z.infer<typeof User>;

export const Chat = z.object({
  id: Id,
  /** `private`, `group`, `supergroup`, `channel`, or what is new. */
  type: z.string(),
  title: optional(z.string()),
  username: optional(z.string()),
  first_name: optional(z.string()),
  last_name: optional(z.string()),
  is_direct_messages: optional(z.boolean()),
});
export type Chat = z.infer<typeof Chat>;

/** Where something happened, and who did it there. */
const Place = z.object({
  chat: Chat,
  from: optional(User),
  /** An anonymous administrator or a channel that speaks; `from` is then made up. */
  sender_chat: optional(z.object({ id: Id, title: optional(z.string()) })),
  business_connection_id: optional(z.string().min(1)),
  direct_messages_topic: optional(z.object({ topic_id: Id, user: optional(User) })),
  message_thread_id: optional(Id),
  /** The message stands in a topic of a forum; elsewhere a thread is only what was replied to. */
  is_topic_message: optional(z.boolean()),
  reply_to_message: optional(
    z.object({
      message_id: z.int().nonnegative(),
      /** In a topic, what answers nothing answers the topic's creation. */
      forum_topic_created: optional(z.looseObject({ name: optional(z.string()) })),
    }),
  ),
});
export type Place = z.infer<typeof Place>;

export const Message = Place.extend({
  /** 0 for ephemeral messages and some scheduled ones. */
  message_id: z.int().nonnegative(),
  date: optional(z.int()),
  edit_date: optional(z.int()),
  sender_business_bot: optional(z.object({ id: Id })),
  text: optional(z.string()),
  caption: optional(z.string()),
  caption_entities: optional(z.array(z.unknown())),
  quote: optional(z.object({ text: z.string() })),
  forward_origin: optional(z.looseObject({})),
  media_group_id: optional(z.string().min(1)),
});
export type Message = z.infer<typeof Message>;

export const ServiceMessage = z.object({
  write_access_allowed: optional(z.looseObject({})),
  migrate_to_chat_id: optional(Id),
  migrate_from_chat_id: optional(Id),
});

const Button = z.object({ text: optional(z.string()), callback_data: optional(z.string()) });

export const CallbackQuery = z.object({
  id: z.string().min(1),
  from: User,
  /** Absent for messages sent by way of inline mode; little more than a number for very old ones. */
  message: optional(
    Place.extend({
      message_id: z.int().nonnegative(),
      reply_markup: optional(z.object({ inline_keyboard: z.array(z.array(Button)) })),
    }),
  ),
  data: optional(z.string()),
});

const ChatMember = z.object({ status: z.string(), is_member: optional(z.boolean()) });

export const ChatMemberUpdated = z.object({
  chat: Chat,
  from: optional(User),
  date: optional(z.int()),
  new_chat_member: ChatMember,
});

const Reaction = z.object({
  type: z.string(),
  emoji: optional(z.string()),
  custom_emoji_id: optional(z.string()),
});
export type Reaction = z.infer<typeof Reaction>;

export const MessageReactionUpdated = z.object({
  chat: Chat,
  message_id: z.int().nonnegative(),
  user: optional(User),
  /** Who reacted in the name of a chat. */
  actor_chat: optional(z.object({ id: Id, title: optional(z.string()) })),
  date: optional(z.int()),
  new_reaction: z.array(Reaction),
});

export const BusinessConnection = z.object({
  id: z.string().min(1),
  is_enabled: z.boolean(),
  rights: optional(z.object({ can_reply: optional(z.boolean()) })),
});

export const BusinessMessagesDeleted = z.object({
  business_connection_id: z.string().min(1),
  chat: Chat,
  message_ids: z.array(z.int().nonnegative()),
});
