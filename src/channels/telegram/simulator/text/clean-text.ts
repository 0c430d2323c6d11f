import type { WireEntity } from '../wire.ts';
import type { FormattedText } from './formatted-text.ts';

/**
 * What Telegram does to every text before it keeps it: control characters become spaces, carriage returns vanish, and
 * white space at both ends goes. Entities move along; those that have nothing left are dropped.
 */
export function cleanText({ text, entities }: FormattedText): FormattedText {
  const kept: number[] = [];
  let result = '';
  for (let at = 0; at < text.length; at += 1) {
    kept.push(result.length);
    const unit = text.charCodeAt(at);
    if (unit === 0x0d) continue;
    result += unit < 0x20 && unit !== 0x0a ? ' ' : text.charAt(at);
  }
  kept.push(result.length);

  const moved = entities.map((entity) => {
    const offset = kept[entity.offset] ?? result.length;
    const end = kept[entity.offset + entity.length] ?? result.length;
    return { ...entity, offset, length: end - offset };
  });
  return trim(result, moved);
}

function trim(text: string, entities: readonly WireEntity[]): FormattedText {
  const trimmed = text.trimEnd();
  const firstEntity = Math.min(...entities.map(({ offset }) => offset), trimmed.length);
  // In front only spaces and line breaks go, and only up to where formatting begins.
  const start = Math.min(/^[ \n]*/u.exec(trimmed)?.[0].length ?? 0, firstEntity);
  return {
    text: trimmed.slice(start),
    entities: entities.flatMap((entity) => {
      const end = Math.min(entity.offset + entity.length, trimmed.length);
      const length = end - entity.offset;
      return length > 0 ? [{ ...entity, offset: entity.offset - start, length }] : [];
    }),
  };
}
