import type { MediaPart, MediaSource } from '../../../core/model/part.ts';
import { builder } from '../../builder.ts';
import { decodeId } from '../../ids.ts';
import { MediaKindEnum } from '../../types/enums.ts';
import { given } from './given.ts';
import { FormattingInput, toFormatting } from './text-input.ts';

export const MediaSourceInput = builder.inputType('MediaSourceInput', {
  description: 'Where a file is: one of the two.',
  isOneOf: true,
  fields: (t) => ({
    url: t.string({ description: 'Where the platform, or we, can fetch it.' }),
    mediaId: t.id({ description: 'What the upload to `POST /media` answered.' }),
  }),
});

export const MediaPartInput = builder.inputType('MediaPartInput', {
  description: 'A file, by `url` or by `mediaId` (from `POST /media`); or a sticker of the platform’s own.',
  fields: (t) => ({
    kind: t.field({ type: MediaKindEnum, required: true, description: 'What to show it as.' }),
    url: t.string({ description: 'Where the platform, or we, can fetch it.' }),
    mediaId: t.id({ description: 'What the upload answered.' }),
    platformSticker: t.string({
      description:
        'With STICKER: one of the platform’s collection, as the channel names it (Viber: `sticker:40126`; Telegram: a file id).',
    }),
    caption: t.string({ description: 'Words under it.' }),
    captionFormatting: t.field({ type: [FormattingInput], description: 'Of the caption. Default: none.' }),
    fileName: t.string({ description: 'As the contact sees it.' }),
    mimeType: t.string({ description: 'Of a file by url: what it is, so that it is checked beforehand.' }),
    sizeBytes: t.int({ description: 'Of a file by url: how large, so that it is checked beforehand.' }),
    durationMs: t.int({ description: 'Of audio and video, in milliseconds.' }),
    width: t.int({ description: 'In pixels.' }),
    height: t.int({ description: 'In pixels.' }),
  }),
});

export function toMediaPart(input: typeof MediaPartInput.$inferInput): MediaPart {
  const { kind, url, mediaId, platformSticker, captionFormatting, ...facts } = input;
  return {
    type: 'media',
    kind,
    source:
      platformSticker == null
        ? toMediaSource({ url, mediaId })
        : { from: 'platform', reference: platformSticker },
    ...given(facts),
    ...given({ captionFormatting: captionFormatting?.map(toFormatting) }),
  };
}

interface SourceFields {
  readonly url?: string | null | undefined;
  readonly mediaId?: string | null | undefined;
}

export function toMediaSource({ url, mediaId }: SourceFields): MediaSource {
  return mediaId == null
    ? { from: 'url', url: url ?? '' }
    : { from: 'store', mediaId: decodeId('Media', mediaId) };
}
