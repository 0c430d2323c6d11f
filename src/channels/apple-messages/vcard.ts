/** One line of a card: `item1.TEL;type=CELL:+49 170` is `TEL`, without its group and parameters. */
interface CardLine {
  readonly name: string;
  readonly value: string;
}

export type VCard = readonly CardLine[];

/**
 * The cards of a file, in their order: RFC 2426 and 6350 as far as telephones write them.
 *
 * @returns Empty for what holds no card.
 */
export function readVCards(text: string): readonly VCard[] {
  const cards: CardLine[][] = [];
  let current: CardLine[] | null = null;
  for (const line of unfolded(text)) {
    const [, name = '', value = ''] = LINE.exec(line) ?? [];
    if (name === '') continue;
    if (name.toUpperCase() === 'BEGIN') current = [];
    else if (name.toUpperCase() === 'END') {
      if (current !== null) cards.push(current);
      current = null;
    } else current?.push({ name: name.toUpperCase(), value });
  }
  return cards;
}

/** All values of a field, readable; a structured one is still in its parts, see {@link partsOf}. */
export function valuesOf(card: VCard, name: string): readonly string[] {
  return card.filter((line) => line.name === name).map(({ value }) => unescaped(value));
}

/** The parts of the first value of a structured field such as `N`: family name, given name, … */
export function partsOf(card: VCard, name: string): readonly string[] {
  const value = card.find((line) => line.name === name)?.value ?? '';
  return value.split(/(?<!\\);/u).map(unescaped);
}

const LINE = /^(?:[\w-]+\.)?([\w-]+)(?:;[^:"]*(?:"[^"]*"[^:"]*)*)?:(.*)$/u;

/** A line that begins with a blank goes on where the one before it ended. */
function unfolded(text: string): readonly string[] {
  return text.replace(/\r?\n[ \t]/gu, '').split(/\r?\n/u);
}

function unescaped(value: string): string {
  return value
    .replace(/\\([\\,;:nN])/gu, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign))
    .trim();
}
