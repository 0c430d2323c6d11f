import type { Part } from '../../core/model/part.ts';

/** The one word that is answered here without a person; the platform itself ends nothing when somebody writes it. */
export const STOP = { name: 'stop', argument: null } as const;

/**
 * Whether a message is nothing but a stop word: written alone, or as the text or payload of a tapped button.
 *
 * @param stopWords  In lower case.
 */
export function isStop(parts: readonly Part[], stopWords: ReadonlySet<string>): boolean {
  const [part] = parts;
  if (part === undefined || parts.length > 1) return false;
  if (part.type === 'text') return stopWords.has(bare(part.text));
  if (part.type !== 'choice-reply') return false;
  return stopWords.has(bare(part.payload)) || stopWords.has(bare(part.title ?? ''));
}

const LONGEST = 64;

/** "Stop!" and "/stop" are meant as much as "stop". */
function bare(text: string): string {
  if (text.length > LONGEST) return '';
  return text
    .trim()
    .toLowerCase()
    .replace(/^[/"'“„]+|[.!"'”“]+$/gu, '');
}
