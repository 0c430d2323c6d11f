import type { Loss, MediaPart, OutboundMessage, Part } from 'confab/channel';
import { capabilities } from './capabilities.ts';
import { renderCards } from './render-cards.ts';
import { renderChoice } from './render-choice.ts';
import { splitText } from './split-text.ts';

export type LineMessage = Readonly<Record<string, unknown>>;

export interface PartRendering {
  readonly messages: readonly LineMessage[];
  readonly losses: readonly Omit<Loss, 'partIndex'>[];
  /** Null: it can be sent. */
  readonly problem: string | null;
}

type Options = OutboundMessage['options'];

export const shown = (...messages: readonly LineMessage[]): PartRendering => ({
  messages,
  losses: [],
  problem: null,
});
export const impossible = (problem: string): PartRendering => ({ messages: [], losses: [], problem });

/** Poorer than it was written: with that loss, or not at all when the author wants it whole. */
export function degraded(
  loss: Omit<Loss, 'partIndex'>,
  { onUnsupported }: Options,
  poorer: PartRendering,
): PartRendering {
  if (onUnsupported === 'REFUSE') return impossible(`${loss.description}.`);
  return { ...poorer, losses: [loss, ...poorer.losses] };
}

export function renderPart(part: Part, options: Options): PartRendering {
  switch (part.type) {
    case 'text': {
      const plain = renderText(part.text, options);
      if ((part.formatting ?? []).length === 0) return plain;
      const description = 'LINE shows no formatting';
      return degraded({ code: 'formatting-dropped', description }, options, plain);
    }
    case 'media':
      return renderMedia(part, options);
    case 'location': {
      const { latitude, longitude, name, address } = part;
      const title = (name ?? address ?? 'Location').slice(0, 100);
      const place = (address ?? `${latitude}, ${longitude}`).slice(0, 100);
      return shown({ type: 'location', title, address: place, latitude, longitude });
    }
    case 'choice':
      return renderChoice(part, options);
    case 'card':
      return renderCards(part, options);
    case 'contact-card':
      return asText('contact-as-text', contactLines(part.contacts), options);
    case 'poll':
      return asText('poll-as-text', [part.question, ...numbered(part.options)], options);
    case 'dice':
      return asText('other', [part.emoji], options);
    case 'choice-reply':
      return asText('other', [part.title ?? part.payload], options);
    case 'form-reply':
      return asText(
        'other',
        Object.entries(part.values).map(([name, value]) => `${name}: ${value}`),
        options,
      );
    case 'unsupported':
      return asText('other', [`[${part.label}]`], options);
    case 'template':
      return impossible('LINE has no templates to name; write the text itself.');
  }
}

export function renderText(text: string, { overlongText }: Options): PartRendering {
  const { maxLength } = capabilities.text;
  const pieces = splitText(text, maxLength);
  if (pieces.length === 0) return impossible('LINE takes no empty text.');
  const messages = pieces.map((piece) => ({ type: 'text', text: piece }));
  if (pieces.length === 1) return shown(...messages);
  if (overlongText === 'REFUSE') return impossible(`LINE takes texts of at most ${maxLength} characters.`);
  const description = `Sent as ${pieces.length} messages`;
  return { messages, losses: [{ code: 'text-split', description }], problem: null };
}

export function asText(code: Loss['code'], lines: readonly string[], options: Options): PartRendering {
  const description = 'LINE has nothing of this kind: sent as text';
  return degraded({ code, description }, options, renderText(lines.join('\n'), options));
}

export const numbered = (titles: readonly string[]): readonly string[] =>
  titles.map((title, index) => `${index + 1}. ${title}`);

function renderMedia(part: MediaPart, options: Options): PartRendering {
  const { kind, source, caption, sizeBytes = 0, mimeType } = part;
  if (source.from !== 'url' || !source.url.startsWith('https://')) {
    return impossible('LINE fetches files itself: it needs a public https address.');
  }
  const { maxUrlBytes, mimeTypes } = capabilities.media.image;
  const isType = mimeType === undefined || (mimeTypes as readonly string[]).includes(mimeType);
  if (kind !== 'image' || sizeBytes > maxUrlBytes || !isType) {
    const description = `LINE shows no ${kind} like this: a link goes instead`;
    const link = renderText([caption, source.url].filter(Boolean).join('\n'), options);
    return degraded({ code: 'media-as-link', description }, options, link);
  }
  const { url } = source;
  const image = shown({ type: 'image', originalContentUrl: url, previewImageUrl: url });
  if (caption === undefined || caption.trim() === '') return image;
  const words = renderText(caption, options);
  const together = { ...words, messages: [...image.messages, ...words.messages] };
  return degraded(
    { code: 'caption-separated', description: 'The caption follows as text' },
    options,
    together,
  );
}

function contactLines(contacts: Extract<Part, { type: 'contact-card' }>['contacts']): readonly string[] {
  return contacts.flatMap(({ name, phones, emails }) => [name, ...phones, ...emails]);
}
