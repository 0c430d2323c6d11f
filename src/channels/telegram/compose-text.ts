import type { Entity } from './formatting.ts';
import type { FormattedText } from './split-text.ts';

export interface Line {
  readonly text: string;
  /** How the whole line looks. */
  readonly style?: Pick<Entity, 'type' | 'url'>;
}

/** Lines, one below the other; empty ones are left out. */
export function composeText(lines: readonly Line[], separator = '\n'): FormattedText {
  let text = '';
  const entities: Entity[] = [];
  for (const line of lines) {
    if (line.text.trim() === '') continue;
    if (text !== '') text += separator;
    if (line.style !== undefined) {
      entities.push({ ...line.style, offset: text.length, length: line.text.length });
    }
    text += line.text;
  }
  return { text, entities };
}

export const bold = (text: string | undefined): Line => ({ text: text ?? '', style: { type: 'bold' } });
export const italic = (text: string | undefined): Line => ({ text: text ?? '', style: { type: 'italic' } });
