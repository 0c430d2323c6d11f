import type { MediaSource } from '../../core/model/part.ts';
import { type PartRendering, type RenderContext, shown } from './draft.ts';

export interface Link {
  readonly url: string;
  /** Absent: the name of the site. */
  readonly title?: string;
  /** Absent: a plain icon, because Apple takes no rich link without an image. */
  readonly image?: MediaSource;
}

/** MSP REST API, "Rich link": the binary, before Base64. */
export const MAX_LINK_IMAGE_BYTES = 200_000;
/** The field of a request that gets the image's bytes as Base64. */
export const LINK_IMAGE_FIELD = 'richLinkData.assets.image';

export function renderLink({ url, title, image }: Link, context: RenderContext): PartRendering {
  const name = title?.trim() || new URL(url).hostname.replace(/^www\./u, '');
  const richLink = (assetImage: Readonly<Record<string, string>>) => () => ({
    type: 'richLink',
    richLinkData: { url, title: name, assets: { image: assetImage } },
  });
  if (image === undefined) return shown(richLink({ data: PLAIN_ICON, mimeType: 'image/png' }), context);
  return shown(richLink({}), context, [
    {
      field: LINK_IMAGE_FIELD,
      source: image,
      fileName: 'image',
      mimeType: null,
      maxBytes: MAX_LINK_IMAGE_BYTES,
    },
  ]);
}

/** A grey disc of 60×60 pixels as PNG: below 150 pixels of width devices show a small icon beside the title. */
const PLAIN_ICON =
  'iVBORw0KGgoAAAANSUhEUgAAADwAAAA8CAMAAAANIilAAAAABlBMVEX///+OjpNyb5LPAAAAAnRSTlMA/1uRIrUAAAB4SURBVHja' +
  '7dcxDsAgDARB9v+fTpcOkdwqMZa4fqgAn8fYL9yJ4dsDmETQJxxizTLGzjXkGnINuYZcg9AGQ65BaINB6DIMQvfEIPTBB391xXo/' +
  'yaYfYOHEcIOucD67WuEKjatSrsS5+uiKq6vMsqy7NUEuKHY1+iMXGUcJqSFYPHUAAAAASUVORK5CYII=';
