import type { ChannelCapabilities } from 'confab/channel';

const REFERENCE = 'https://developers.line.biz/en/reference/messaging-api/';

/** Messaging API reference, as read in November 2026. */
export const capabilities = {
  parts: {
    inbound: ['text', 'media', 'location', 'choice-reply', 'unsupported'],
    outbound: ['text', 'media', 'location', 'choice', 'card'],
  },
  text: { maxLength: 5000, countedIn: 'utf16', formatting: [] }, // "Text message"
  caption: null,
  media: {
    // "Image message": fetched by LINE itself, over https. Films need a picture to show before they play, and
    // sounds their length, neither of which a message has for certain: both go as links.
    image: {
      maxUploadBytes: 0,
      maxUrlBytes: 10 * 1024 * 1024,
      mimeTypes: ['image/jpeg', 'image/png'],
      takesCaption: false,
    },
  },
  maxAlbumSize: 1,
  choice: {
    styles: ['buttons', 'quick-replies'],
    actions: ['reply', 'open-url', 'share-location'],
    maxOptions: 13, // "Quick reply"; four for buttons
    maxTitleLength: 20, // "Action objects", label
    maxPayloadBytes: 300, // "Postback action", data: 300 characters
  },
  cards: { max: 10 }, // "Carousel template", columns
  edits: { inbound: false, outbound: null },
  deletes: { inbound: true, outbound: null }, // "Unsend event"
  reactions: { inbound: false, outbound: null },
  // A quote needs the quoteToken of the message, which only its webhook told.
  replies: { inbound: true, outbound: false },
  typing: { inbound: false, outbound: { lastsMs: 20_000 } }, // "Display a loading animation"
  readMarks: { outbound: false },
  receipts: [],
  initiation: 'customer', // somebody has to add the account as a friend
  messagingWindowMs: null,
  retryKey: { validForMs: 24 * 60 * 60 * 1000 }, // "Retrying a failed API request": 24 hours
  rateLimits: [
    {
      scope: 'account',
      messages: 1900, // rate and burst together: 2,000 requests a second
      perMs: 1000,
      burst: 100,
      effectiveFrom: '2026-11-01',
      source: `${REFERENCE}#rate-limits`,
    },
  ],
} as const satisfies ChannelCapabilities;
