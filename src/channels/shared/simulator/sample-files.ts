import { gzipSync } from 'node:zlib';
import { sampleJpeg } from './sample-jpeg.ts';

export interface SampleFile {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly mimeType: string;
}

/** One second of silence in Opus, recognisable as such to whoever looks at the bytes. */
const OGG =
  'T2dnUwACAAAAAAAAAAABAAAAAAAAAByf9dkBE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAAAEAAAABAAAAygVa' +
  'eAEZT3B1c1RhZ3MJAAAAc2ltdWxhdG9yAAAAAE9nZ1MABIC7AAAAAAAAAQAAAAIAAADpVDPGMgMDAwMDAwMDAwMDAwMDAwMD' +
  'AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMD+P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/+' +
  '+P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/+' +
  '+P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/++P/+';
/** A container of one second with nothing in it: players accept it and show nothing. */
const MP4 =
  'AAAAGGZ0eXBpc29tAAACAGlzb21tcDQxAAAAdG1vb3YAAABsbXZoZAAAAAAAAAAAAAAAAAAAA+gAAAPoAAEAAAEAAAAAAAAA' +
  'AAAAAAABAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=';
const WEBM = 'GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQJChYECGFOAZ4A=';
const GIF = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const WEBP = 'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA';

/** Small real files, for customers who send "a photo" and do not care which. */
export const SAMPLE_FILES = {
  photo: () => ({ bytes: sampleJpeg(640, 480), fileName: 'photo.jpg', mimeType: 'image/jpeg' }),
  gif: () => ({ bytes: decoded(GIF), fileName: 'animation.gif', mimeType: 'image/gif' }),
  webp: () => ({ bytes: decoded(WEBP), fileName: 'sticker.webp', mimeType: 'image/webp' }),
  webm: () => ({ bytes: decoded(WEBM), fileName: 'sticker.webm', mimeType: 'video/webm' }),
  video: () => ({ bytes: decoded(MP4), fileName: 'video.mp4', mimeType: 'video/mp4' }),
  voice: () => ({ bytes: decoded(OGG), fileName: 'voice.ogg', mimeType: 'audio/ogg' }),
  audio: () => ({ bytes: silentMp3(), fileName: 'song.mp3', mimeType: 'audio/mpeg' }),
  document: () => ({ bytes: Buffer.from(PDF), fileName: 'document.pdf', mimeType: 'application/pdf' }),
  lottie: () => ({
    bytes: gzipSync('{"tgs":1,"v":"5.5.2"}'),
    fileName: 'sticker.tgs',
    mimeType: 'application/x-tgsticker',
  }),
} as const satisfies Record<string, () => SampleFile>;

const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

/** 38 frames of MPEG-1 layer III at 128 kbit/s with nothing in them: one second. */
function silentMp3(): Uint8Array {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x64]);
  return Buffer.concat(Array<Buffer>(38).fill(frame));
}

function decoded(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64');
}
