import { badRequest, isRefusal, type Refusal } from '../answer.ts';
import { namedFile } from '../files/input-file.ts';
import { type MediaKind, mediaContent } from '../files/media-content.ts';
import { fieldFlag, fieldNumber, fieldText, isObject, type Json, type JsonObject } from '../parameters.ts';
import { formattedField } from '../text/formatted-text.ts';
import type { Call } from './call.ts';
import type { Outgoing } from './send.ts';
import { MEDIA_RIGHTS } from './send-media.ts';
import { captionContent, objectionToCaption } from './text-limits.ts';

const KINDS = ['photo', 'live_photo', 'video', 'animation', 'audio', 'document'] as const;

/** One medium of an album, or what a message is edited to. */
export interface InputMedia extends Outgoing {
  readonly kind: (typeof KINDS)[number];
}

/** Reads an `InputMedia…` object. */
export async function readInputMedia(call: Call, given: Json): Promise<InputMedia | Refusal> {
  if (!isObject(given)) return unreadable('expected an Object');
  const caption = formattedField(call.world, given, {
    text: 'caption',
    parseMode: 'parse_mode',
    entities: 'caption_entities',
  });
  if (isRefusal(caption)) return caption;
  const type = fieldText(given, 'type');
  if (type === '') return unreadable('Can\'t find field "type"');
  const kind = KINDS.find((name) => name === type);
  if (kind === undefined) return unreadable(`type "${type}" is unsupported`);

  const file = await fileOf(call, given, 'media', kind);
  if (file === undefined) return unreadable('media not found');
  if (isRefusal(file)) return file;
  const photo = kind === 'live_photo' ? await fileOf(call, given, 'photo', 'photo') : undefined;
  if (isRefusal(photo)) return photo;
  if (kind === 'live_photo' && photo === undefined) return unreadable('photo not found');

  const content = {
    ...mediaContent(call.world.files, kind, file, { ...readDetails(given), photo }),
    ...captionContent(caption, fieldFlag(given, 'show_caption_above_media')),
    has_media_spoiler: fieldFlag(given, 'has_spoiler') || undefined,
  };
  return objectionToCaption(caption) ?? { kind, content, right: MEDIA_RIGHTS[kind] };
}

function fileOf({ world, bot, parameters }: Call, given: JsonObject, field: string, kind: MediaKind) {
  return namedFile(world, bot, parameters, fieldText(given, field), kind);
}

function readDetails(given: JsonObject) {
  return {
    duration: fieldNumber(given, 'duration') ?? undefined,
    width: fieldNumber(given, 'width') ?? undefined,
    height: fieldNumber(given, 'height') ?? undefined,
    performer: fieldText(given, 'performer') || undefined,
    title: fieldText(given, 'title') || undefined,
  };
}

function unreadable(reason: string): Refusal {
  return badRequest(`can't parse InputMedia: ${reason}`);
}
