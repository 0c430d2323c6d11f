import type { ChannelCapabilities, MediaLimits } from '../../core/channel/index.ts';
import { MAX_FILE_BYTES } from './media.ts';

/** MSP REST API, "Attachments": any type, up to 100 MB; all of it is uploaded by us, encrypted. */
const ANY_FILE: MediaLimits = {
  maxUploadBytes: MAX_FILE_BYTES,
  maxUrlBytes: MAX_FILE_BYTES,
  mimeTypes: ['*/*'],
  takesCaption: true,
};

export const capabilities = {
  parts: {
    inbound: ['text', 'media', 'location', 'contact-card', 'choice-reply', 'form-reply', 'unsupported'],
    outbound: ['text', 'media', 'choice', 'card'],
  },
  text: {
    maxLength: 10_000, // ours: Apple publishes no maximum, providers take 3,000 to 10,000
    countedIn: 'utf16',
    formatting: [],
  },
  caption: { maxLength: 10_000 }, // ours: the text beside an attachment is a text like any other
  media: {
    image: { ...ANY_FILE, mimeTypes: ['image/*'] },
    audio: { ...ANY_FILE, mimeTypes: ['audio/*'] },
    voice: { ...ANY_FILE, mimeTypes: ['audio/*'] },
    video: { ...ANY_FILE, mimeTypes: ['video/*'] },
    'video-note': { ...ANY_FILE, mimeTypes: ['video/*'] },
    animation: { ...ANY_FILE, mimeTypes: ['image/*', 'video/*'] },
    file: ANY_FILE,
    sticker: { ...ANY_FILE, mimeTypes: ['image/*'] },
  },
  maxAlbumSize: 10, // ours: a message takes several attachments, no number is published
  choice: {
    styles: ['buttons', 'list', 'quick-replies'],
    actions: ['reply', 'open-url'],
    maxOptions: 100, // ours: no maximum of a list picker is published
    maxTitleLength: 100, // ours: what a phone shows of a row
    maxPayloadBytes: 1000, // ours: identifiers come back, and 10 KB of answer come inline
  },
  cards: { max: 10 }, // ours: each is a rich link, a message of its own
  edits: { inbound: false, outbound: null },
  deletes: { inbound: false, outbound: null },
  reactions: { inbound: true, outbound: null }, // tapbacks come as texts that quote, and can not be sent
  replies: { inbound: true, outbound: false }, // answers name the picker that asked; texts name nothing
  typing: { inbound: true, outbound: { lastsMs: 60_000 } }, // ours: no duration is published
  readMarks: { outbound: false },
  receipts: [], // none: a 200 means that Apple has it
  initiation: 'customer', // MSP REST API: conversations are started by the customer
  messagingWindowMs: null, // none: the thread stays open until `close`
  retryKey: null, // an `id` comes with every message; that Apple drops a repeated one is not documented
  rateLimits: [], // none published
} as const satisfies ChannelCapabilities;
