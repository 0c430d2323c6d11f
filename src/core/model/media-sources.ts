import type { MediaId } from './ids.ts';
import type { ChoiceOption, MediaSource, Part } from './part.ts';

/** Every file that a part names, wherever it stands in it. */
export function mediaSourcesOf(part: Part): readonly MediaSource[] {
  switch (part.type) {
    case 'media':
      return [part.source];
    case 'choice':
      return part.options.flatMap(ofOption);
    case 'card':
      return part.cards.flatMap(({ image, options = [] }) => [
        ...(image === undefined ? [] : [image]),
        ...options.flatMap(ofOption),
      ]);
    case 'template':
      return part.header === undefined ? [] : [part.header];
    case 'text':
    case 'location':
    case 'contact-card':
    case 'choice-reply':
    case 'form-reply':
    case 'poll':
    case 'dice':
    case 'unsupported':
      return [];
    default:
      return part satisfies never;
  }
}

/** Those of them that lie in our store. */
export function storedMediaOf(part: Part): readonly MediaId[] {
  return mediaSourcesOf(part).flatMap((source) => (source.from === 'store' ? [source.mediaId] : []));
}

function ofOption(option: ChoiceOption): readonly MediaSource[] {
  return option.action === 'reply' && option.image !== undefined ? [option.image] : [];
}
