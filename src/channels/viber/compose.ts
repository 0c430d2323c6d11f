import type {
  Loss,
  OutboundMessage,
  Rendering,
  RenderProblem,
  WireRequest,
} from '../../core/channel/index.ts';
import { toKeyboard } from './buttons.ts';
import { capabilities, MAX_REQUEST_BYTES } from './capabilities.ts';
import { type Envelope, toBody } from './envelope.ts';
import { lost, type PartLoss } from './part-rendering.ts';
import { renderPart } from './render-part.ts';
import { splitText } from './split-text.ts';
import { jsonBytes, type Keyboard, type WireContent } from './wire.ts';

/** Less room than this for a text is a request that something else fills. */
const LEAST_ROOM_FOR_TEXT = 1000;

type Contents = Pick<OutboundMessage, 'parts' | 'options'>;

/**
 * The requests that carry a message: one after the other, none above Viber's size. The keyboard is the last one's,
 * for the app takes it away with the next message that has none.
 *
 * @param apiVersion  What the recipient's app can show; null: not known, or several recipients.
 */
export function compose(
  operation: string,
  envelope: Envelope,
  { parts, options }: Contents,
  apiVersion: number | null,
): Rendering {
  const lastChoice = parts.findLastIndex(({ type }) => type === 'choice');
  const renderings = parts.map((part, index) =>
    renderPart(part, { isLastChoice: index === lastChoice, apiVersion }),
  );
  const items = renderings.flatMap(({ contents }, partIndex) =>
    contents.map((content) => ({ content, partIndex })),
  );
  const keyboard = toKeyboard(renderings.flatMap(({ buttons }) => buttons));

  const losses: Loss[] = [];
  const problems: RenderProblem[] = [];
  const note = (partIndex: number, { code, description, refusedBy }: PartLoss) => {
    if (options[refusedBy] === 'REFUSE') problems.push({ partIndex, message: description });
    else losses.push({ partIndex, code, description });
  };
  for (const [partIndex, rendering] of renderings.entries()) {
    if (rendering.problem !== null) problems.push({ partIndex, message: rendering.problem });
    for (const loss of rendering.losses) note(partIndex, loss);
  }

  const requests: WireRequest[] = [];
  for (const [position, { content, partIndex }] of items.entries()) {
    const isLast = position === items.length - 1;
    const pieces = cutToSize(envelope, content, isLast ? keyboard : null);
    if (typeof pieces === 'string') {
      problems.push({ partIndex, message: pieces });
      continue;
    }
    if (pieces.length > 1)
      note(partIndex, lost('text-split', `The text is sent as ${pieces.length} messages.`));
    for (const [index, piece] of pieces.entries()) {
      const isBottom = isLast && index === pieces.length - 1;
      const carries = isBottom && keyboard !== null && partIndex !== lastChoice;
      requests.push({
        operation,
        body: toBody(envelope, piece, isBottom ? keyboard : null),
        files: [],
        partIndexes: carries ? [lastChoice, partIndex] : [partIndex],
        cost: 1,
      });
    }
  }
  if (items.length === 0 && problems.length === 0)
    problems.push({ partIndex: null, message: 'There is nothing to send.' });
  return problems.length > 0 ? { kind: 'unrenderable', problems } : { kind: 'rendered', requests, losses };
}

/** A text in pieces that fit; anything else as it is. Or why it can not be sent. */
function cutToSize(
  envelope: Envelope,
  content: WireContent,
  keyboard: Keyboard | null,
): readonly WireContent[] | string {
  if (content.type !== 'text') {
    const bytes = jsonBytes(toBody(envelope, content, keyboard));
    return bytes <= MAX_REQUEST_BYTES ? [content] : tooLarge(bytes);
  }
  const bytes = jsonBytes(toBody(envelope, { type: 'text', text: '' }, keyboard));
  const room = MAX_REQUEST_BYTES - bytes;
  if (room < LEAST_ROOM_FOR_TEXT) return tooLarge(bytes);
  const pieces = splitText(content.text, capabilities.text.maxLength, room);
  if (pieces.length === 0) return 'Viber takes no text without a visible character.';
  return pieces.map((text) => ({ type: 'text', text }));
}

function tooLarge(bytes: number): string {
  return `Viber takes requests of at most ${MAX_REQUEST_BYTES} bytes; this one would have ${bytes}.`;
}
