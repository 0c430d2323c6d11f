import type { Loss, OutboundMessage, RenderProblem, WireFile } from '../../core/channel/index.ts';

/** One call to be, without what every call of a message has: where to, and how loud. */
export interface Draft {
  readonly operation: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly files: readonly WireFile[];
  readonly partIndexes: readonly number[];
  readonly cost: number;
}

/** What became of one part, or of some that stand together. */
export interface PartRendering {
  readonly drafts: readonly Draft[];
  readonly losses: readonly Loss[];
  readonly problems: readonly RenderProblem[];
}

/** What a part may ask about the message around it. */
export interface RenderContext {
  readonly options: OutboundMessage['options'];
  readonly isGroup: boolean;
  readonly partIndex: number;
}

export function draft(
  operation: string,
  content: Readonly<Record<string, unknown>>,
  partIndex: number,
  files: readonly WireFile[] = [],
): Draft {
  return { operation, content, files, partIndexes: [partIndex], cost: 1 };
}

export function shown(drafts: readonly Draft[], losses: readonly Loss[] = []): PartRendering {
  return { drafts, losses, problems: [] };
}

export function problem(message: string, { partIndex }: RenderContext): PartRendering {
  return { drafts: [], losses: [], problems: [{ partIndex, message }] };
}

export function together(renderings: readonly PartRendering[]): PartRendering {
  return {
    drafts: renderings.flatMap(({ drafts }) => drafts),
    losses: renderings.flatMap(({ losses }) => losses),
    problems: renderings.flatMap(({ problems }) => problems),
  };
}

/** What can only be shown in a poorer way: that way with its loss, or a problem when the author wants none. */
export function degraded(
  loss: Omit<Loss, 'partIndex'>,
  context: RenderContext,
  poorer: () => PartRendering,
): PartRendering {
  if (context.options.onUnsupported === 'REFUSE') return problem(`${loss.description}.`, context);
  const rendering = poorer();
  return { ...rendering, losses: [{ ...loss, partIndex: context.partIndex }, ...rendering.losses] };
}
