import type { ChannelCapabilities } from '../../../core/channel/index.ts';
import { MEDIA_KINDS, type Part } from '../../../core/model/part.ts';
import type { SendOptions } from '../../../core/model/send-options.ts';
import { type Check, must, type Subject } from '../check.ts';
import { isShownWhole, LENIENT, renderOf, STRICT } from '../sample-message.ts';
import { choiceOf, linkedMedia, reply, storedMedia } from '../sample-parts.ts';

/** At a limit a message is whole; above it something is lost, and said, or refused. */
export const limitChecks: readonly Check[] = [
  {
    name: 'keeps within the length of a text, and brings all words of a longer one',
    run(subject) {
      const { maxLength, countedIn } = subject.definition.capabilities.text;
      const fitting = wordsOf(maxLength).padEnd(maxLength, '.');
      mustBeWhole(subject, `a text of exactly ${maxLength}`, { type: 'text', text: fitting });
      // Wherever a cut comes, in one of them it comes within a character.
      const signs = Array.from({ length: 9 }, (_, shift) => 'w'.repeat(shift) + '👋🏽 '.repeat(maxLength));
      for (const text of [`${fitting} ${wordsOf(maxLength)}`, ...signs]) {
        const part: Part = { type: 'text', text };
        const strict = renderOf(subject, 'an overlong text', [part], STRICT);
        must(strict.kind === 'unrenderable', 'An overlong text is rendered although a split is refused.');
        const split = renderOf(subject, 'an overlong text', [part], LENIENT);
        must(split.kind === 'rendered', 'An overlong text is not split although that is allowed.');
        must(split.losses.length > 0, 'A text is split, and the losses do not say so.');
        const pieces = split.requests.flatMap(({ body }) => textsIn(body));
        for (const piece of pieces) {
          const length = lengthOf(piece, countedIn);
          must(length <= maxLength, `A text of ${length} ${countedIn} leaves; ${maxLength} are declared.`);
          must(piece.isWellFormed(), 'A text is cut in the middle of a character.');
        }
        const sent = new Set(pieces.flatMap((piece) => piece.split(/\s+/u)));
        const lost = text.split(/\s+/u).filter((word) => word !== '' && !sent.has(word));
        must(lost.length === 0, `${lost.length} words of an overlong text are lost, such as "${lost[0]}".`);
      }
    },
  },
  {
    name: 'keeps within the length of a caption',
    run(subject) {
      const { caption, media } = subject.definition.capabilities;
      const kind = MEDIA_KINDS.find((one) => media[one]?.takesCaption === true);
      if (caption === null || kind === undefined) return;
      const limits = media[kind];
      const file = limits?.maxUrlBytes == null ? storedMedia(kind, limits) : linkedMedia(kind, limits);
      mustBeWhole(subject, 'a caption at the limit', { ...file, caption: 'c'.repeat(caption.maxLength) });
      mustSayWhatIsLost(subject, 'an overlong caption', {
        ...file,
        caption: 'c'.repeat(caption.maxLength + 1),
      });
    },
  },
  {
    name: 'keeps within the options, titles and payloads of a choice',
    run(subject) {
      const { choice } = subject.definition.capabilities;
      if (choice?.actions.includes('reply') !== true) return;
      const { maxOptions, maxTitleLength, maxPayloadBytes, styles } = choice;
      const options = (count: number) =>
        Array.from({ length: count }, (_, index) => reply(`Option ${index + 1}`));
      const atLimit = styles.some((style) =>
        isShownWhole(
          renderOf(subject, `${maxOptions} options`, [choiceOf(style, options(maxOptions))], STRICT),
        ),
      );
      must(atLimit, `${maxOptions} options are declared, but no style shows so many.`);
      for (const style of styles) {
        const one = (title: string, payload: string) => choiceOf(style, [reply(title, payload)]);
        mustSayWhatIsLost(subject, `${maxOptions + 1} options`, choiceOf(style, options(maxOptions + 1)));
        mustSayWhatIsLost(subject, 'an overlong title', one('t'.repeat(maxTitleLength + 1), 'p'));
        mustSayWhatIsLost(subject, 'an overlong payload', one('Yes', 'ü'.repeat(maxPayloadBytes / 2 + 1)));
      }
    },
  },
  {
    name: 'keeps within the number of cards',
    run(subject) {
      const { cards } = subject.definition.capabilities;
      if (cards === null) return;
      const many = Array.from({ length: cards.max + 1 }, (_, index) => ({
        title: `Card ${index}`,
        subtitle: 'S',
      }));
      mustSayWhatIsLost(subject, `${cards.max + 1} cards`, { type: 'card', cards: many });
    },
  },
  {
    name: 'keeps within the size of files, before anything leaves',
    run(subject) {
      const { media } = subject.definition.capabilities;
      for (const kind of MEDIA_KINDS) {
        const limits = media[kind];
        if (limits === undefined) continue;
        const { maxUploadBytes, maxUrlBytes } = limits;
        const sizeBytes = Math.max(maxUploadBytes, maxUrlBytes ?? 0) + 1;
        const file = maxUploadBytes > 0 ? storedMedia(kind, limits) : linkedMedia(kind, limits);
        mustSayWhatIsLost(subject, `a ${kind} of ${sizeBytes} bytes`, { ...file, sizeBytes });
        const rendering = renderOf(subject, kind, [storedMedia(kind, limits)]);
        const uploads = rendering.kind === 'rendered' ? rendering.requests.flatMap(({ files }) => files) : [];
        must(
          maxUploadBytes === 0 || uploads.every(({ maxBytes }) => maxBytes <= maxUploadBytes),
          `A ${kind} may be uploaded with more than the declared ${maxUploadBytes} bytes.`,
        );
      }
    },
  },
  {
    name: 'keeps within the size of albums',
    run(subject) {
      const { media, maxAlbumSize } = subject.definition.capabilities;
      const { image } = media;
      // Without albums, several files in one request are still shown one by one.
      if (image === undefined || maxAlbumSize === 1) return;
      const file = image.maxUrlBytes === null ? storedMedia('image', image) : linkedMedia('image', image);
      const rendering = renderOf(
        subject,
        'an album',
        Array.from({ length: maxAlbumSize + 1 }, () => file),
      );
      if (rendering.kind === 'unrenderable') return;
      const sizes = rendering.requests.map(({ partIndexes }) => partIndexes.length);
      must(Math.max(...sizes) <= maxAlbumSize, `A request shows ${Math.max(...sizes)} files together.`);
    },
  },
];

function mustBeWhole(subject: Subject, what: string, part: Part): void {
  must(
    isShownWhole(renderOf(subject, what, [part], STRICT)),
    `It is within the limits, but not whole: ${what}.`,
  );
}

function mustSayWhatIsLost(subject: Subject, what: string, part: Part): void {
  const isSilentlyShown = (options: SendOptions) => isShownWhole(renderOf(subject, what, [part], options));
  must(!isSilentlyShown(STRICT), `It is above the declared limits, but rendered: ${what}.`);
  must(!isSilentlyShown(LENIENT), `It is above the declared limits, and no loss says so: ${what}.`);
}

/** Different words, so that each is missed when it is gone. */
function wordsOf(maxLength: number): string {
  const words = Array.from(
    { length: Math.ceil(maxLength / 7) },
    (_, index) => `w${String(index).padStart(5, '0')}`,
  );
  return words.join(' ').slice(0, maxLength - 7);
}

/** Texts of a request that could be a message's words: not ids, not addresses. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

export function lengthOf(text: string, countedIn: ChannelCapabilities['text']['countedIn']): number {
  if (countedIn === 'utf16') return text.length;
  return countedIn === 'codepoints' ? [...text].length : Buffer.byteLength(text);
}
