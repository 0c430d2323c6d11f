import type { ChannelCapabilities, RateLimit } from '../../core/channel/index.ts';

/** Decimal: the smaller of what "MB" and "kB" can mean. */
const MEGABYTE = 1_000_000;

const REST_API = 'https://developers.viber.com/docs/api/rest-bot-api/';

/** REST API, "send_message": for any request, and so also for the answer that welcomes. */
export const MAX_REQUEST_BYTES = 30_000;
export const MAX_SENDER_NAME_LENGTH = 28; // REST API, "send_message": sender.name
export const MAX_CONTACT_NAME_LENGTH = 28; // REST API, "contact message"
export const MAX_PHONE_LENGTH = 18; // REST API, "contact message"
export const MAX_FILE_NAME_LENGTH = 256; // REST API, "file message": with its extension
export const MAX_URL_LENGTH = 2000; // REST API, "url message"
export const MAX_VIDEO_SECONDS = 180; // REST API, "video message"
/** "Keyboards": text of a button; its action is reported to have the same limit. */
export const MAX_BUTTON_TEXT_LENGTH = 250;
export const MAX_KEYBOARD_ROWS = 12; // FAQ: in portrait

export const capabilities = {
  parts: {
    inbound: ['text', 'media', 'location', 'contact-card', 'choice-reply', 'unsupported'],
    outbound: ['text', 'media', 'location', 'contact-card', 'choice', 'card'],
  },
  text: {
    maxLength: 7000, // REST API, "text message"
    countedIn: 'utf16', // not documented: what counts most
    formatting: ['bold', 'italic', 'strikethrough', 'code', 'preformatted'],
    marks: '*_~`', // what its apps do; see markup.ts
  },
  caption: { maxLength: 512 }, // REST API, "picture message"; no other kind has one
  media: {
    image: {
      maxUploadBytes: 0,
      maxUrlBytes: 1 * MEGABYTE, // iOS; Android takes 3 MB, and we do not know who reads
      mimeTypes: ['image/jpeg', 'image/png', 'image/gif'],
      takesCaption: true,
    },
    video: {
      maxUploadBytes: 0,
      maxUrlBytes: 26 * MEGABYTE,
      mimeTypes: ['video/mp4'],
      takesCaption: false,
    },
    file: { maxUploadBytes: 0, maxUrlBytes: 50 * MEGABYTE, mimeTypes: ['*/*'], takesCaption: false },
    // A sticker of Viber's own list is named by its number; as a file there is none.
  },
  maxAlbumSize: 1,
  choice: {
    styles: ['buttons', 'quick-replies'],
    actions: ['reply', 'open-url', 'share-phone', 'share-location'],
    maxOptions: 2 * MAX_KEYBOARD_ROWS, // two in a row
    maxTitleLength: MAX_BUTTON_TEXT_LENGTH,
    maxPayloadBytes: MAX_BUTTON_TEXT_LENGTH,
  },
  cards: { max: 6 }, // "Keyboards": a carousel holds 6 groups of buttons
  edits: { inbound: false, outbound: null },
  deletes: { inbound: false, outbound: null },
  reactions: { inbound: false, outbound: null },
  replies: { inbound: false, outbound: false },
  typing: { inbound: false, outbound: null },
  readMarks: { outbound: false },
  receipts: ['DELIVERED', 'READ', 'FAILED'], // READ not from who turned "seen" off
  initiation: 'customer', // by writing, pressing a button or subscribing; opening the chat is not enough
  messagingWindowMs: null, // the 24 hours of a session are about money
  retryKey: null,
  rateLimits: [
    {
      // 100 an hour, and only what the contact left unanswered. Rate and burst together stay within it, and the
      // burst is large, for a lively dialogue is no flood.
      scope: 'conversation',
      messages: 50,
      perMs: 60 * 60 * 1000,
      burst: 50,
      effectiveFrom: '2016-11-01',
      source: `${REST_API}#error-codes`,
    },
  ],
} as const satisfies ChannelCapabilities;

export const MAX_BROADCAST_RECIPIENTS = 300; // "Broadcast message"

/** 500 requests in 10 seconds; rate and burst together stay within it. */
export const broadcastRateLimit = {
  scope: 'account',
  messages: 490,
  perMs: 10_000,
  burst: 10,
  effectiveFrom: '2016-11-01',
  source: 'https://developers.viber.com/docs/guides/broadcast-rest-api/',
} as const satisfies RateLimit;
