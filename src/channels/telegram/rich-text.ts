/** Where words can stand in a rich message, in reading order. */
const FIELDS_WITH_WORDS = [
  'label',
  'summary',
  'text',
  'alternative_text',
  'expression',
  'items',
  'cells',
  'blocks',
  'caption',
  'credit',
] as const;

/** Lists whose members start on lines of their own. */
const FIELDS_WITH_LINES: ReadonlySet<string> = new Set(['items', 'cells', 'blocks']);

/** Real ones nest a few levels: deeper is not read, so that no input can exhaust the stack. */
const MAX_DEPTH = 30;

/**
 * The words of a rich message (headings, lists, tables …) as plain lines. Rich messages are a language of their own
 * and grow; this knows only where words stand in them, not what the blocks are.
 */
export function plainTextOf(blocks: unknown): string {
  return wordsOf(blocks, true, 0).trim();
}

function wordsOf(value: unknown, isOnLines: boolean, depth: number): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return '';
  if (Array.isArray(value)) {
    const words = value.map((member) => wordsOf(member, isOnLines, depth + 1));
    return isOnLines ? words.filter((word) => word !== '').join('\n') : words.join('');
  }
  const fields = new Map(Object.entries(value));
  return FIELDS_WITH_WORDS.map((field) => wordsOf(fields.get(field), FIELDS_WITH_LINES.has(field), depth + 1))
    .filter((words) => words !== '')
    .join(' ');
}
