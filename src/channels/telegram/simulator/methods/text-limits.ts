import { badRequest, isRefusal, type Refusal } from '../answer.ts';
import { flag } from '../parameters.ts';
import { type FormattedText, formattedText } from '../text/formatted-text.ts';
import type { WireContent } from '../wire.ts';
import type { Call } from './call.ts';

/** After entities are parsed, counted in characters (code points). */
const MAX_TEXT_LENGTH = 4096;
const MAX_CAPTION_LENGTH = 1024;

export function objectionToText({ text }: FormattedText): Refusal | null {
  if (text === '') return badRequest('text must be non-empty');
  return [...text].length > MAX_TEXT_LENGTH ? badRequest('message is too long') : null;
}

export function objectionToCaption(caption: FormattedText): Refusal | null {
  return [...caption.text].length > MAX_CAPTION_LENGTH ? badRequest('message caption is too long') : null;
}

/** Reads caption, its formatting and what goes with it. */
export function readCaption({ world, parameters }: Call): WireContent | Refusal {
  const caption = formattedText(world, parameters, {
    text: 'caption',
    parseMode: 'parse_mode',
    entities: 'caption_entities',
  });
  if (isRefusal(caption)) return caption;
  return objectionToCaption(caption) ?? captionContent(caption, flag(parameters, 'show_caption_above_media'));
}

export function captionContent({ text, entities }: FormattedText, isAbove: boolean): WireContent {
  if (text === '') return {};
  return {
    caption: text,
    caption_entities: entities.length > 0 ? entities : undefined,
    show_caption_above_media: isAbove || undefined,
  };
}
