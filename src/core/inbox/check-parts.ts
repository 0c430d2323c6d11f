import type { ChoiceOption, MediaSource, Part } from '../model/part.ts';
import { type ValidationFailed, validationFailed } from '../model/result.ts';

/** Far above every platform's limit: what is larger is a mistake, not a message. */
const MAX_PARTS = 50;
const MAX_TEXT_LENGTH = 100_000;

/** Whether parts make sense at all; whether a channel can carry them is for its rendering to say. Null: they do. */
export function checkParts(parts: readonly Part[]): ValidationFailed | null {
  if (parts.length === 0) return validationFailed('A message needs at least one part.', ['parts']);
  if (parts.length > MAX_PARTS) {
    return validationFailed(`A message has at most ${MAX_PARTS} parts, got ${parts.length}.`, ['parts']);
  }
  for (const [index, part] of parts.entries()) {
    const problem = problemOf(part);
    if (problem !== null) return validationFailed(problem, ['parts', index]);
  }
  return null;
}

function problemOf(part: Part): string | null {
  switch (part.type) {
    case 'text':
      if (part.text.trim() === '') return 'The text is empty.';
      if (part.text.length > MAX_TEXT_LENGTH) {
        return `A text has at most ${MAX_TEXT_LENGTH} characters, got ${part.text.length}.`;
      }
      return null;
    case 'media':
      // A sticker of the platform's own collection has no file: it is named as the platform names it.
      if (part.source.from === 'platform' && part.kind !== 'sticker') {
        return 'A file is named by url or mediaId.';
      }
      if (part.source.from === 'url' && !isWebAddress(part.source.url)) {
        return 'The url of a file must be an http or https address.';
      }
      return null;
    case 'location':
      if (!(Math.abs(part.latitude) <= 90) || !(Math.abs(part.longitude) <= 180)) {
        return 'latitude lies between -90 and 90, longitude between -180 and 180.';
      }
      return null;
    case 'choice':
      if (part.text.trim() === '') return 'The question of a choice is empty.';
      if (part.options.length === 0) return 'A choice needs at least one option.';
      return optionProblem(part.options);
    case 'card':
      if (part.cards.length === 0) return 'A card part needs at least one card.';
      if (part.cards.some(({ image }) => !isFileAddress(image))) {
        return 'The picture of a card is an http or https address, or a mediaId.';
      }
      return optionProblem(part.cards.flatMap(({ options = [] }) => options));
    case 'contact-card':
      return part.contacts.length === 0 ? 'A contact part needs at least one contact.' : null;
    case 'poll':
      return part.options.length < 2 ? 'A poll needs at least two options.' : null;
    case 'template':
      return isFileAddress(part.header)
        ? null
        : 'The file of a header is an http or https address, or a mediaId.';
    case 'dice':
      return null;
    case 'choice-reply':
    case 'form-reply':
    case 'unsupported':
      return 'Only contacts send this kind of part.';
    default:
      return part satisfies never;
  }
}

function optionProblem(options: readonly ChoiceOption[]): string | null {
  for (const option of options) {
    if (option.action !== 'reply') continue;
    if (!isFileAddress(option.image)) {
      return 'The picture of an option is an http or https address, or a mediaId.';
    }
    if (option.slot !== undefined && !(option.slot.durationMs > 0)) {
      return 'An appointment takes at least a minute.';
    }
  }
  return null;
}

/** Files of our store are looked up where it is known whose they may be. */
function isFileAddress(source: MediaSource | undefined): boolean {
  return source?.from !== 'url' || isWebAddress(source.url);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
