import type { ChannelCapabilities } from '../../core/channel/index.ts';

const MEGABYTE = 1024 * 1024;

const RATE_LIMIT_SOURCE =
  'https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview/rate-limiting';

/** …/messenger-platform/send-messages/saving-assets: 25 MB a file; pictures that Meta fetches itself, 8 MB. */
const ANY_FILE = {
  maxUploadBytes: 25 * MEGABYTE,
  maxUrlBytes: 25 * MEGABYTE,
  mimeTypes: ['*/*'],
  takesCaption: false,
} as const;
const PICTURE = { ...ANY_FILE, maxUrlBytes: 8 * MEGABYTE } as const;

export const capabilities = {
  parts: {
    inbound: ['text', 'media', 'location', 'choice-reply', 'card', 'form-reply', 'unsupported'],
    outbound: ['text', 'media', 'choice', 'card', 'template'],
  },
  text: {
    maxLength: 2000, // Send API, message.text
    countedIn: 'utf16', // "characters"; the safest reading of it
    formatting: [], // shown as it is written
  },
  caption: null, // a message has a text or an attachment, never both
  media: {
    image: { ...PICTURE, mimeTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] },
    audio: { ...ANY_FILE, mimeTypes: ['audio/*'] },
    voice: { ...ANY_FILE, mimeTypes: ['audio/*'] }, // shown as audio
    video: { ...ANY_FILE, mimeTypes: ['video/*'] },
    animation: { ...PICTURE, mimeTypes: ['image/gif'] }, // a picture that moves
    file: ANY_FILE,
  },
  maxAlbumSize: 1,
  choice: {
    styles: ['buttons', 'quick-replies'],
    actions: ['reply', 'open-url', 'share-phone'],
    maxOptions: 13, // quick replies; buttons: 3
    maxTitleLength: 20, // quick_replies.title and buttons.title
    maxPayloadBytes: 1000, // quick_replies.payload and buttons.payload; "characters", read in the safest way
  },
  cards: { max: 10 }, // generic template
  edits: { inbound: true, outbound: null },
  deletes: { inbound: true, outbound: null },
  reactions: { inbound: true, outbound: { allowed: 'any', maxPerMessage: 1 } }, // sender_action react
  replies: { inbound: true, outbound: true }, // reply_to.mid
  typing: { inbound: false, outbound: { lastsMs: 20_000 } }, // sender_action typing_on
  readMarks: { outbound: true }, // sender_action mark_seen
  receipts: ['DELIVERED', 'READ'], // by watermark; what fails fails at once
  initiation: 'customer',
  messagingWindowMs: 24 * 60 * 60 * 1000,
  retryKey: null,
  // Rate and burst together stay within what Meta states for any second: 300 a Page. Audio and film may leave 10
  // times a second, so one counts as 30. How many go to one person is not said.
  // Dated when it was read; since when it holds is not said.
  rateLimits: [
    {
      scope: 'account',
      messages: 270,
      perMs: 1000,
      burst: 30,
      effectiveFrom: '2026-11-01',
      source: RATE_LIMIT_SOURCE,
    },
  ],
} as const satisfies ChannelCapabilities;

/** Limits that are Messenger's own, in UTF-16 units where they are lengths (Send API and templates reference). */
export const limits = {
  buttonText: 640,
  buttons: 3,
  buttonTitle: 20,
  quickReplies: 13,
  quickReplyTitle: 20,
  /** In bytes. */
  payload: 1000,
  elements: 10,
  elementTitle: 80,
  elementSubtitle: 80,
  receiptElements: 100,
  metadata: 1000,
  greeting: 160,
  linkRef: 2083,
  /** What an audio or video message counts as, beside texts and pictures. */
  filmCost: 30,
} as const;
