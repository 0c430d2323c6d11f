import type { WireFile } from '../../core/channel/index.ts';
import type { Card, MediaPart } from '../../core/model/part.ts';
import { limits } from './capabilities.ts';
import { type Interaction, type PartLoss, shorten } from './interactive.ts';
import { visibleWords } from './visible-words.ts';
import { toWireMedia } from './wire-media.ts';

/** What stands around the options. */
export interface Frame {
  readonly text: string;
  readonly header?: string | undefined;
  readonly footer?: string | undefined;
  /** Instead of a header. */
  readonly image?: Card['image'];
}

export interface FittedFrame {
  readonly text: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly footer: Readonly<Record<string, unknown>>;
  readonly files: readonly WireFile[];
  /** A picture that has no place within. */
  readonly before: readonly MediaPart[];
  readonly losses: readonly PartLoss[];
}

/** Puts header, footer and picture where this type of interactive message has a place for them. */
export function fitFrame(
  { type, hasFrame }: Extract<Interaction, { kind: 'possible' }>,
  { text, image, ...around }: Frame,
): FittedFrame {
  const header = visibleWords(around.header);
  const footer = visibleWords(around.footer);
  const before: readonly MediaPart[] =
    image === undefined ? [] : [{ type: 'media', kind: 'image', source: image }];
  const separate: readonly PartLoss[] =
    image === undefined ? [] : [{ code: 'other', description: 'The picture stands before the question' }];
  if (!hasFrame) {
    const whole = [header, text, footer].filter((words) => words !== undefined).join('\n\n');
    const folded: readonly PartLoss[] =
      whole === text ? [] : [{ code: 'other', description: 'Header and footer stand within the text' }];
    return { text: whole, header: {}, footer: {}, files: [], before, losses: [...folded, ...separate] };
  }
  const foot = footer === undefined ? null : shorten(footer, limits.interactiveFooter, 'The footer');
  const common = { text, footer: foot === null ? {} : { footer: { text: foot.text } } };
  const footLosses = foot?.losses ?? [];
  // A list has text above it and nothing else.
  if (image !== undefined && type !== 'list') {
    const { reference, files } = toWireMedia('image', { source: image });
    return {
      ...common,
      header: { header: { type: 'image', image: reference } },
      files,
      before: [],
      losses: footLosses,
    };
  }
  const head = header === undefined ? null : shorten(header, limits.interactiveHeader, 'The header');
  return {
    ...common,
    header: head === null ? {} : { header: { type: 'text', text: head.text } },
    files: [],
    before,
    losses: [...(head?.losses ?? []), ...footLosses, ...separate],
  };
}
