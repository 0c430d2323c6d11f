import type { MediaKind, Part } from './part.ts';

const MEDIA_LABEL: Readonly<Record<MediaKind, string>> = {
  image: 'Photo',
  audio: 'Audio',
  voice: 'Voice message',
  video: 'Video',
  'video-note': 'Video message',
  animation: 'Animation',
  file: 'File',
  sticker: 'Sticker',
};

/** One line of plain text that stands for the parts in a list of conversations. Never empty. */
export function describeParts(parts: readonly Part[], maxLength = 200): string {
  const line = parts.map(describePart).join(' ').replace(/\s+/gu, ' ').trim();
  return truncate(line === '' ? 'Empty message' : line, maxLength);
}

function describePart(part: Part): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'media':
      return part.caption ?? part.fileName ?? `[${MEDIA_LABEL[part.kind]}]`;
    case 'location':
      return `[Location] ${part.name ?? `${part.latitude}, ${part.longitude}`}`;
    case 'contact-card':
      return `[Contact] ${part.contacts.map((contact) => contact.name).join(', ')}`;
    case 'choice':
      return part.text;
    case 'choice-reply':
      return part.title ?? part.payload;
    case 'card':
      return part.cards.map((card) => card.title).join(', ');
    case 'template':
      return `[Template] ${part.name}`;
    case 'form-reply':
      return `[Form] ${part.name ?? 'answered'}`;
    case 'poll':
      return `[Poll] ${part.question}`;
    case 'dice':
      return part.value === null ? part.emoji : `${part.emoji} ${part.value}`;
    case 'unsupported':
      return `[${part.label}]`;
    default:
      return part satisfies never;
  }
}

/** Cuts without splitting a surrogate pair; a cut text ends in an ellipsis within the limit. */
export function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = maxLength - 1;
  const splitsPair = isHighSurrogate(text.charCodeAt(end - 1));
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
