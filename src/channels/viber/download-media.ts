import { type AccountContext, ChannelError, type MediaDownload } from '../../core/channel/index.ts';
import { asRepeatable, networkError } from './call-api.ts';
import { toHttpError } from './errors.ts';
import { readStickerReference } from './keys.ts';

/** After about an hour, all of these mean that the link has ended. */
const ENDED = [401, 403, 404, 410];

/**
 * Fetches a file from the public address that came with its message. The token stays at home: the address leads to
 * another host.
 *
 * @param reference  That address; or the number of a sticker, which Viber has no file for.
 */
export async function downloadMedia(
  reference: string,
  { fetch, signal }: AccountContext,
): Promise<MediaDownload> {
  if (readStickerReference(reference) !== null) {
    throw notFound('Viber tells the number of a sticker and gives no picture of it.', 'media:sticker');
  }
  if (!URL.canParse(reference)) throw notFound('This is no address of a file.', 'media:no-address');
  try {
    const response = await fetch(reference, { signal });
    if (ENDED.includes(response.status)) {
      throw notFound(
        'The link to this file has ended: Viber keeps it for about an hour.',
        `http:${response.status}`,
      );
    }
    if (!response.ok) throw toHttpError(response.status, response.headers.get('retry-after'));
    return {
      bytes: new Uint8Array(await response.arrayBuffer()),
      mimeType: response.headers.get('content-type')?.split(';')[0]?.trim() || null,
      fileName: null,
    };
  } catch (error) {
    throw asRepeatable(networkError(error));
  }
}

function notFound(message: string, platformCode: string): ChannelError {
  return new ChannelError('rejected', message, { platformCode, cause: 'not-found', actionBy: 'nobody' });
}
