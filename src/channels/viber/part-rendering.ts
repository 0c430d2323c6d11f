import type { Loss } from '../../core/channel/index.ts';
import type { Button, WireContent } from './wire.ts';

/** What one part became. Texts are whole yet: they are cut when it is known what else their requests hold. */
export interface PartRendering {
  readonly contents: readonly WireContent[];
  /** The keyboard under the message. */
  readonly buttons: readonly Button[];
  readonly losses: readonly PartLoss[];
  /** Why the part can not be sent at all; null: it can. */
  readonly problem: string | null;
}

export interface PartLoss extends Omit<Loss, 'partIndex'> {
  /** Which of the author's options makes a refusal of it. */
  readonly refusedBy: 'onUnsupported' | 'overlongText';
}

const REFUSED_BY: Readonly<Record<Loss['code'], PartLoss['refusedBy']>> = {
  'formatting-dropped': 'onUnsupported',
  'reply-dropped': 'onUnsupported',
  shortened: 'overlongText',
  'text-split': 'overlongText',
  'choice-as-text': 'onUnsupported',
  'card-as-text': 'onUnsupported',
  'media-as-link': 'onUnsupported',
  'caption-separated': 'onUnsupported',
  'location-as-text': 'onUnsupported',
  'contact-as-text': 'onUnsupported',
  'poll-as-text': 'onUnsupported',
  other: 'onUnsupported',
};

export function lost(code: Loss['code'], description: string, refusedBy = REFUSED_BY[code]): PartLoss {
  return { code, description, refusedBy };
}

/** @param losses  Nulls are passed over: most things are lost only sometimes. */
export function shown(
  contents: readonly WireContent[],
  losses: readonly (PartLoss | null)[] = [],
  buttons: readonly Button[] = [],
): PartRendering {
  return { contents, buttons, losses: losses.filter((loss) => loss !== null), problem: null };
}

export function impossible(problem: string): PartRendering {
  return { contents: [], buttons: [], losses: [], problem };
}

/** One after the other; the first problem stands for all. */
export function together(renderings: readonly PartRendering[]): PartRendering {
  return {
    contents: renderings.flatMap(({ contents }) => contents),
    buttons: renderings.flatMap(({ buttons }) => buttons),
    losses: renderings.flatMap(({ losses }) => losses),
    problem: renderings.find(({ problem }) => problem !== null)?.problem ?? null,
  };
}
