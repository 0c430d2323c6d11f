import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { Media } from '../core/store/rows.ts';
import type { MediaLink, MediaLinks } from './media-links.ts';

export interface MediaSourceOfTruth {
  readonly links: MediaLinks;
  readonly find: (link: MediaLink) => Promise<Media | null>;
  /** The file that holds the bytes with this SHA-256. */
  readonly pathOf: (contentHash: string) => string;
}

/** Shown in place: formats that carry no script. Everything else is a download. SVG and HTML never show. */
const INLINE = /^(?:image\/(?:jpeg|png|gif|webp|avif)|audio\/[\w.+-]+|video\/[\w.+-]+)$/u;

/**
 * `GET /media/:token`, with or without a name behind it: one stored file, for whoever holds the link, with headers
 * that leave it nothing to do. The name is for platforms that go by extensions and says nothing to us.
 */
export function serveMedia(source: MediaSourceOfTruth): RequestHandler {
  return async (request: Request, response: Response) => {
    const link = await source.links.read(String(request.params.token));
    const media = link === null ? null : await source.find(link);
    if (media === null || media.status !== 'STORED' || media.contentHash === null) {
      response
        .status(404)
        .type('text/plain')
        .send('No such file, or the link has expired: ask for a new one.');
      return;
    }
    const mimeType = media.mimeType ?? 'application/octet-stream';
    response.status(200).set({
      'content-type': mimeType,
      'content-disposition': contentDisposition(INLINE.test(mimeType), media.fileName),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'private, max-age=3600, immutable',
      'referrer-policy': 'no-referrer',
    });
    if (media.sizeBytes !== null) response.set('content-length', String(media.sizeBytes));
    await pipeline(createReadStream(source.pathOf(media.contentHash)), response);
  };
}

/** The name as RFC 6266 carries it: a harmless ASCII one, and the real one percent-encoded. */
function contentDisposition(isInline: boolean, fileName: string | null): string {
  const kind = isInline ? 'inline' : 'attachment';
  if (fileName === null) return kind;
  const plain = fileName.replace(/[^\w.-]/gu, '_').slice(0, 100);
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/gu,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
