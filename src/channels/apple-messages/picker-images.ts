import type { WireFile } from '../../core/channel/index.ts';
import type { MediaSource } from '../../core/model/part.ts';

interface Pictured {
  readonly payload: string;
  readonly image?: MediaSource;
}

/** The field of a request whose bytes stand as Base64 in the picker's list of images, by position. */
export const PICKER_IMAGE_FIELD = 'interactiveData.data.images';

/** Ours: all of it travels in the request, and comes back with the answer. */
const MAX_IMAGE_BYTES = 50_000;

/** Places for the pictures of a picker; what stands there is filled in before sending. */
export function imagesOf(options: readonly Pictured[]): Readonly<Record<string, unknown>> {
  const images = pictured(options).map((_, index) => ({ identifier: nameAt(index) }));
  return images.length === 0 ? {} : { images };
}

export function imageNameOf(payload: string, options: readonly Pictured[]): string {
  return nameAt(pictured(options).findIndex((option) => option.payload === payload));
}

export function imageFiles(options: readonly Pictured[]): readonly WireFile[] {
  return pictured(options).map(({ image }, index) => ({
    field: `${PICKER_IMAGE_FIELD}${index}`,
    source: image,
    fileName: nameAt(index),
    mimeType: null,
    maxBytes: MAX_IMAGE_BYTES,
  }));
}

const nameAt = (index: number): string => `image-${index}`;

function pictured(options: readonly Pictured[]) {
  return options.flatMap(({ payload, image }) => (image === undefined ? [] : [{ payload, image }]));
}
