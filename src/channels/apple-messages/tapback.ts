export interface Tapback {
  readonly emoji: string;
  /** What it was put on, as far as the device quotes it; null: something without words. */
  readonly quote: string | null;
  /** The device's word for something without words, such as "an image"; null: it has words. */
  readonly thing: string | null;
  readonly isRemoval: boolean;
}

/** The words that an English device writes for each of the six classic tapbacks, and for taking one back. */
const CLASSIC = [
  ['👍', 'liked', 'like'],
  ['❤️', 'loved', 'heart'],
  ['👎', 'disliked', 'dislike'],
  ['😂', 'laughed at', 'laugh'],
  ['‼️', 'emphasized', 'exclamation'],
  ['❓', 'questioned', 'question mark'],
] as const;

/** A quote in either kind of marks, or the device's word for something without words. */
const TARGET = String.raw`(?:[“"](?<quote>[\s\S]+)[”"]|(?<thing>(?:an? |\d+ )[\p{L}\p{N} ]{1,60}))`;
const EMOJI = String.raw`(?<emoji>\p{Extended_Pictographic}[\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d\ufe0f]{0,12}|\p{Regional_Indicator}{2})`;

const PATTERNS: readonly {
  readonly expression: RegExp;
  readonly emoji: string | null;
  readonly isRemoval: boolean;
}[] = [
  ...CLASSIC.flatMap(([emoji, verb, noun]) => [
    { expression: new RegExp(`^${verb} ${TARGET}$`, 'iu'), emoji, isRemoval: false },
    { expression: new RegExp(`^removed an? ${noun} from ${TARGET}$`, 'iu'), emoji, isRemoval: true },
  ]),
  { expression: new RegExp(`^reacted ${EMOJI} to ${TARGET}$`, 'iu'), emoji: null, isRemoval: false },
  { expression: new RegExp(`^removed ${EMOJI} from ${TARGET}$`, 'iu'), emoji: null, isRemoval: true },
];

/** Longer texts are no sentence of a device, and not worth matching. */
const MAX_LENGTH = 2_000;

/**
 * The tapback that a text is. Apple sends them as a sentence in the device's language with a quotation, possibly
 * shortened, and nothing else; only the English sentences are known, all others stay texts.
 */
export function readTapback(text: string): Tapback | null {
  if (text.length > MAX_LENGTH) return null;
  for (const { expression, emoji, isRemoval } of PATTERNS) {
    const groups = expression.exec(text)?.groups;
    if (groups === undefined) continue;
    const shown = emoji ?? groups.emoji;
    if (shown === undefined) continue;
    return { emoji: shown, quote: groups.quote ?? null, thing: groups.thing ?? null, isRemoval };
  }
  return null;
}
