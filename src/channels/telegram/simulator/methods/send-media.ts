import { badRequest, isRefusal } from '../answer.ts';
import type { Sendable } from '../checks/rights.ts';
import { inputFile } from '../files/input-file.ts';
import { type MediaKind, mediaContent } from '../files/media-content.ts';
import { flag, integer, optionalText } from '../parameters.ts';
import type { Call, Method } from './call.ts';
import { send } from './send.ts';
import { readCaption } from './text-limits.ts';

export const MEDIA_RIGHTS: Readonly<Record<MediaKind, Sendable>> = {
  photo: 'photos',
  live_photo: 'photos',
  video: 'videos',
  audio: 'music',
  voice: 'voice notes',
  video_note: 'video notes',
  animation: 'animations',
  document: 'documents',
  sticker: 'stickers',
};

/** Shown without words below them. */
const WITHOUT_CAPTION: readonly MediaKind[] = ['sticker', 'video_note'];

export const sendPhoto = sendingMedia('photo');
export const sendLivePhoto = sendingMedia('live_photo');
export const sendVideo = sendingMedia('video');
export const sendAudio = sendingMedia('audio');
export const sendVoice = sendingMedia('voice');
export const sendVideoNote = sendingMedia('video_note');
export const sendAnimation = sendingMedia('animation');
export const sendDocument = sendingMedia('document');
export const sendSticker = sendingMedia('sticker');

function sendingMedia(kind: MediaKind): Method {
  const noun = kind.replaceAll('_', ' ');
  return async (call) => {
    const { world, bot, parameters } = call;
    const file = await inputFile(world, bot, parameters, kind, kind);
    if (file === undefined) return badRequest(`there is no ${noun} in the request`);
    if (isRefusal(file)) return file;
    const photo =
      kind === 'live_photo' ? await inputFile(world, bot, parameters, 'photo', 'photo') : undefined;
    if (isRefusal(photo)) return photo;
    if (kind === 'live_photo' && photo === undefined) return badRequest('there is no photo in the request');
    const caption = WITHOUT_CAPTION.includes(kind) ? {} : readCaption(call);
    if (isRefusal(caption)) return caption;

    const content = {
      ...mediaContent(world.files, kind, file, { ...readDetails(call), photo }),
      ...caption,
      has_media_spoiler: flag(parameters, 'has_spoiler') || undefined,
    };
    return send(call, { content, right: MEDIA_RIGHTS[kind] });
  };
}

function readDetails({ parameters }: Call) {
  const dimension = (name: string) => integer(parameters, name, { absent: 0, min: 0, max: 10_000 });
  return {
    duration: integer(parameters, 'duration', { absent: 0, min: 0, max: 86_400 }),
    width: dimension('width') || dimension('length'),
    height: dimension('height'),
    performer: optionalText(parameters, 'performer'),
    title: optionalText(parameters, 'title'),
    emoji: optionalText(parameters, 'emoji'),
  };
}
