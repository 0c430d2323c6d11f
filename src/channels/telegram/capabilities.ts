import type { ChannelCapabilities, MediaLimits } from '../../core/channel/index.ts';
import { REACTION_EMOJIS } from './reactions.ts';

const MEGABYTE = 1024 * 1024;

/** Bot API, "Sending files": uploads up to 50 MB, by URL up to 20 MB. */
const ANY_FILE: MediaLimits = {
  maxUploadBytes: 50 * MEGABYTE,
  maxUrlBytes: 20 * MEGABYTE,
  mimeTypes: ['*/*'],
  takesCaption: true,
};

const RATE_LIMIT_SOURCE = 'https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this';

export const capabilities = {
  parts: {
    inbound: [
      'text',
      'media',
      'location',
      'contact-card',
      'choice-reply',
      'form-reply',
      'poll',
      'dice',
      'unsupported',
    ],
    outbound: ['text', 'media', 'location', 'contact-card', 'choice', 'card', 'poll', 'dice'],
  },
  text: {
    maxLength: 4096, // Bot API, sendMessage: counted after formatting is parsed
    countedIn: 'utf16',
    formatting: [
      'bold',
      'italic',
      'underline',
      'strikethrough',
      'spoiler',
      'quote',
      'code',
      'preformatted',
      'link',
    ],
  },
  caption: { maxLength: 1024 }, // Bot API, sendPhoto and its siblings
  media: {
    image: { ...ANY_FILE, maxUploadBytes: 10 * MEGABYTE, maxUrlBytes: 5 * MEGABYTE, mimeTypes: ['image/*'] },
    audio: { ...ANY_FILE, mimeTypes: ['audio/mpeg', 'audio/mp4', 'audio/x-m4a'] },
    voice: { ...ANY_FILE, mimeTypes: ['audio/ogg', 'audio/mpeg', 'audio/mp4'] },
    video: { ...ANY_FILE, mimeTypes: ['video/mp4'] },
    'video-note': { ...ANY_FILE, maxUrlBytes: null, mimeTypes: ['video/mp4'], takesCaption: false },
    animation: { ...ANY_FILE, mimeTypes: ['image/gif', 'video/mp4'] },
    file: ANY_FILE,
    sticker: {
      ...ANY_FILE,
      mimeTypes: ['image/webp', 'application/x-tgsticker', 'video/webm'],
      takesCaption: false,
    },
  },
  maxAlbumSize: 10, // Bot API, sendMediaGroup: 2 to 10
  choice: {
    styles: ['buttons', 'list', 'quick-replies'],
    actions: ['reply', 'open-url', 'share-phone', 'share-location'],
    maxOptions: 100, // practice: an inline keyboard holds 100 buttons
    maxTitleLength: 64, // ours: what a phone shows of a button
    maxPayloadBytes: 64, // Bot API, InlineKeyboardButton.callback_data
  },
  cards: { max: 10 }, // ours: each card is a message of its own
  edits: { inbound: true, outbound: { withinMs: null } },
  // In the chats of business accounts alone (deleted_business_messages); ours: deleteMessage, up to 48 hours.
  deletes: { inbound: true, outbound: { withinMs: 48 * 60 * 60 * 1000 } },
  reactions: { inbound: true, outbound: { allowed: REACTION_EMOJIS, maxPerMessage: 1 } }, // Bot API, setMessageReaction
  replies: { inbound: true, outbound: true },
  typing: { inbound: false, outbound: { lastsMs: 5000 } }, // Bot API, sendChatAction
  readMarks: { outbound: true }, // in the chats of business accounts alone (readBusinessMessage)
  receipts: [], // bots get none: a sent message stays SENT
  initiation: 'customer', // a bot can not write to somebody who has not started it
  messagingWindowMs: null,
  retryKey: null,
  // Rate and burst together stay within what Telegram states for any interval: 30 a second, 20 a minute. The topics of
  // a forum are conversations of their own and share Telegram's 20: what is too much there, its 429 says.
  rateLimits: [
    {
      scope: 'account',
      messages: 25,
      perMs: 1000,
      burst: 5,
      effectiveFrom: '2016-02-01',
      source: RATE_LIMIT_SOURCE,
    },
    {
      scope: 'conversation',
      messages: 1,
      perMs: 1000,
      burst: 3,
      effectiveFrom: '2016-02-01',
      source: RATE_LIMIT_SOURCE,
    },
    {
      scope: 'group',
      messages: 18,
      perMs: 60_000,
      burst: 2,
      effectiveFrom: '2016-02-01',
      source: RATE_LIMIT_SOURCE,
    },
  ],
} as const satisfies ChannelCapabilities;
