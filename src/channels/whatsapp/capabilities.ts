import type { ChannelCapabilities } from '../../core/channel/index.ts';

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

const THROUGHPUT_SOURCE =
  'https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput';

/** Uploads and links have the same limits: …/whatsapp/business-phone-numbers/media, as read in November 2026. */
const upTo = (bytes: number, mimeTypes: readonly string[], takesCaption: boolean) => ({
  maxUploadBytes: bytes,
  maxUrlBytes: bytes,
  mimeTypes,
  takesCaption,
});

export const capabilities = {
  parts: {
    inbound: ['text', 'media', 'location', 'contact-card', 'choice-reply', 'form-reply', 'unsupported'],
    outbound: ['text', 'media', 'location', 'contact-card', 'choice', 'card', 'template'],
  },
  text: {
    maxLength: 4096, // messages, text.body
    countedIn: 'utf16', // Meta does not say; the safest reading of "characters"
    formatting: ['bold', 'italic', 'strikethrough', 'quote', 'code', 'preformatted'],
    marks: '*_~`', // https://faq.whatsapp.com/539178204879377
  },
  caption: { maxLength: 1024 }, // messages, image.caption and its siblings
  media: {
    image: upTo(5 * MEGABYTE, ['image/jpeg', 'image/png'], true),
    audio: upTo(16 * MEGABYTE, ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], false),
    voice: upTo(16 * MEGABYTE, ['audio/ogg'], false), // opus, mono
    video: upTo(16 * MEGABYTE, ['video/mp4', 'video/3gpp'], true), // H.264 and AAC
    file: upTo(
      100 * MEGABYTE,
      [
        'text/plain',
        'application/pdf',
        'application/msword',
        'application/vnd.ms-excel',
        'application/vnd.ms-powerpoint',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      ],
      true,
    ),
    sticker: upTo(500 * KILOBYTE, ['image/webp'], false), // animated; 100 KB when it stands still
  },
  maxAlbumSize: 1,
  choice: {
    styles: ['buttons', 'list', 'quick-replies'],
    actions: ['reply', 'open-url', 'share-phone', 'share-location'],
    maxOptions: 10, // rows of a list, in all sections together; buttons: 3
    maxTitleLength: 24, // rows of a list; buttons show 20, and longer ones with a stated loss
    maxPayloadBytes: 200, // ids of rows, in characters (of buttons: 256); the same for both, in any script
  },
  cards: { max: 1 },
  edits: { inbound: true, outbound: null }, // inbound: only numbers that share the WhatsApp Business app
  deletes: { inbound: true, outbound: null },
  reactions: { inbound: true, outbound: { allowed: 'any', maxPerMessage: 1 } },
  replies: { inbound: true, outbound: true },
  typing: { inbound: false, outbound: { lastsMs: 25_000 } }, // typing indicators
  readMarks: { outbound: true },
  receipts: ['DELIVERED', 'READ', 'FAILED'],
  initiation: 'business', // with an approved template
  messagingWindowMs: 24 * 60 * 60 * 1000,
  retryKey: null,
  // Rate and burst together stay within what Meta states for any interval: 80 a second, 45 in 6 s to one person.
  // Dated when it was read; since when it holds is not said.
  rateLimits: [
    {
      scope: 'account',
      messages: 76,
      perMs: 1000,
      burst: 4,
      effectiveFrom: '2026-11-01',
      source: THROUGHPUT_SOURCE,
    },
    {
      scope: 'conversation',
      messages: 1,
      perMs: 6000,
      burst: 44,
      effectiveFrom: '2026-11-01',
      source: THROUGHPUT_SOURCE,
    },
  ],
} as const satisfies ChannelCapabilities;

/** Limits that are WhatsApp's own, in UTF-16 units where they are lengths (messages and templates reference). */
export const limits = {
  interactiveBody: 1024,
  interactiveHeader: 60,
  interactiveFooter: 60,
  buttons: 3,
  buttonTitle: 20,
  listRows: 10,
  rowTitle: 24,
  rowDescription: 72,
  payloadBytes: 200,
  sectionTitle: 24,
  listLabel: 20,
  linkLabel: 20,
  products: 30,
  stillStickerBytes: 100 * KILOBYTE,
  contacts: 257,
  templateBody: 1024,
  templateBodyAlone: 32_768, // with its values filled in, of a template that has nothing but a body
  templateHeader: 60,
  templateFooter: 60,
  templateName: 512,
  templateButtons: 10,
  templateUrlButtons: 2,
  templatePhoneButtons: 1,
  templateCodeButtons: 1,
  templateButtonTitle: 25,
  templateUrl: 2000,
  templateCode: 15,
  callbackData: 512,
} as const;
