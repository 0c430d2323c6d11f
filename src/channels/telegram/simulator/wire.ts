/**
 * The objects of the Bot API that the simulator writes, field by field as Telegram names them. `undefined` means that
 * the field is not there.
 */
export interface WireUser {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly last_name?: string | undefined;
  readonly username?: string | undefined;
  readonly language_code?: string | undefined;
  readonly is_premium?: boolean | undefined;
}

export type ChatType = 'private' | 'group' | 'supergroup' | 'channel';

export interface WireChat {
  readonly id: number;
  readonly type: ChatType;
  readonly title?: string | undefined;
  readonly username?: string | undefined;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  readonly is_forum?: boolean | undefined;
}

export interface WireEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string | undefined;
  readonly user?: WireUser | undefined;
  readonly language?: string | undefined;
  readonly custom_emoji_id?: string | undefined;
  readonly unix_time?: number | undefined;
  readonly date_time_format?: string | undefined;
}

export interface WireFile {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly file_size?: number | undefined;
  readonly file_path?: string | undefined;
}

/** Every kind of media in one: each kind fills what belongs to it. */
export interface WireMedia extends WireFile {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly length?: number | undefined;
  readonly duration?: number | undefined;
  readonly file_name?: string | undefined;
  readonly mime_type?: string | undefined;
  readonly performer?: string | undefined;
  readonly title?: string | undefined;
  readonly type?: string | undefined;
  readonly is_animated?: boolean | undefined;
  readonly is_video?: boolean | undefined;
  readonly emoji?: string | undefined;
  readonly photo?: readonly WireMedia[] | undefined;
}

export interface WireLocation {
  readonly latitude: number;
  readonly longitude: number;
  readonly horizontal_accuracy?: number | undefined;
  readonly live_period?: number | undefined;
  readonly heading?: number | undefined;
  readonly proximity_alert_radius?: number | undefined;
}

export interface WireVenue {
  readonly location: WireLocation;
  readonly title: string;
  readonly address: string;
  readonly foursquare_id?: string | undefined;
  readonly google_place_id?: string | undefined;
}

export interface WireContact {
  readonly phone_number: string;
  readonly first_name: string;
  readonly last_name?: string | undefined;
  readonly user_id?: number | undefined;
  readonly vcard?: string | undefined;
}

export interface WirePoll {
  readonly id: string;
  readonly question: string;
  readonly options: readonly { readonly text: string; readonly voter_count: number }[];
  readonly total_voter_count: number;
  readonly is_closed: boolean;
  readonly is_anonymous: boolean;
  readonly type: 'regular' | 'quiz';
  readonly allows_multiple_answers: boolean;
  readonly correct_option_id?: number | undefined;
  readonly explanation?: string | undefined;
}

export interface WireInlineButton {
  readonly text: string;
  readonly url?: string | undefined;
  readonly callback_data?: string | undefined;
  readonly [kind: string]: unknown;
}

export interface WireKeyboardButton {
  readonly text: string;
  readonly request_contact?: boolean | undefined;
  readonly request_location?: boolean | undefined;
  readonly web_app?: unknown;
  readonly [kind: string]: unknown;
}

export interface WireReplyMarkup {
  readonly inline_keyboard?: readonly (readonly WireInlineButton[])[] | undefined;
  readonly keyboard?: readonly (readonly WireKeyboardButton[])[] | undefined;
  readonly remove_keyboard?: boolean | undefined;
  readonly force_reply?: boolean | undefined;
  readonly [option: string]: unknown;
}

/** What a message says: the one thing that it is about, and the caption below it. */
export interface WireContent {
  readonly text?: string | undefined;
  readonly entities?: readonly WireEntity[] | undefined;
  readonly link_preview_options?: unknown;
  readonly caption?: string | undefined;
  readonly caption_entities?: readonly WireEntity[] | undefined;
  readonly show_caption_above_media?: boolean | undefined;
  readonly has_media_spoiler?: boolean | undefined;
  readonly photo?: readonly WireMedia[] | undefined;
  readonly live_photo?: WireMedia | undefined;
  readonly audio?: WireMedia | undefined;
  readonly voice?: WireMedia | undefined;
  readonly video?: WireMedia | undefined;
  readonly video_note?: WireMedia | undefined;
  readonly animation?: WireMedia | undefined;
  readonly document?: WireMedia | undefined;
  readonly sticker?: WireMedia | undefined;
  readonly location?: WireLocation | undefined;
  readonly venue?: WireVenue | undefined;
  readonly contact?: WireContact | undefined;
  readonly poll?: WirePoll | undefined;
  readonly dice?: { readonly emoji: string; readonly value: number } | undefined;
  readonly rich_message?: unknown;
  readonly new_chat_members?: readonly WireUser[] | undefined;
  readonly left_chat_member?: WireUser | undefined;
  readonly new_chat_title?: string | undefined;
  readonly migrate_to_chat_id?: number | undefined;
  readonly migrate_from_chat_id?: number | undefined;
  readonly group_chat_created?: boolean | undefined;
  readonly write_access_allowed?: object | undefined;
  readonly web_app_data?: { readonly data: string; readonly button_text: string } | undefined;
}

export interface WireMessage extends WireContent {
  readonly message_id: number;
  readonly date: number;
  readonly chat: WireChat;
  readonly from?: WireUser | undefined;
  readonly sender_chat?: WireChat | undefined;
  readonly author_signature?: string | undefined;
  readonly business_connection_id?: string | undefined;
  readonly sender_business_bot?: WireUser | undefined;
  readonly edit_date?: number | undefined;
  readonly message_thread_id?: number | undefined;
  readonly is_topic_message?: boolean | undefined;
  readonly reply_to_message?: WireMessage | undefined;
  readonly external_reply?: object | undefined;
  readonly quote?: object | undefined;
  readonly forward_origin?: object | undefined;
  readonly media_group_id?: string | undefined;
  readonly has_protected_content?: boolean | undefined;
  readonly effect_id?: string | undefined;
  readonly reply_markup?: WireReplyMarkup | undefined;
  /** What a test puts into a message on purpose, such as fields that Telegram will invent one day. */
  readonly [extra: string]: unknown;
}

export interface WireReaction {
  readonly type: 'emoji' | 'custom_emoji' | 'paid';
  readonly emoji?: string | undefined;
  readonly custom_emoji_id?: string | undefined;
}
