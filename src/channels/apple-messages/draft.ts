import type { Loss, OutboundMessage, RenderProblem, WireFile } from '../../core/channel/index.ts';

/** One message of Apple's to be, without what every one has: its id, and from whom to whom. */
export interface Draft {
  readonly operation: 'message' | 'authenticate';
  /** @param requestId  The id that the message will have, which comes back with its answer. */
  readonly content: (requestId: string) => Readonly<Record<string, unknown>>;
  readonly files: readonly WireFile[];
  readonly partIndexes: readonly number[];
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
  readonly features: ReadonlySet<string>;
  readonly partIndex: number;
}

export function shown(
  content: Draft['content'],
  { partIndex }: RenderContext,
  files: readonly WireFile[] = [],
  operation: Draft['operation'] = 'message',
): PartRendering {
  return { drafts: [{ operation, content, files, partIndexes: [partIndex] }], losses: [], problems: [] };
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
  return withLoss(poorer(), loss, context);
}

export function withLoss(
  rendering: PartRendering,
  loss: Omit<Loss, 'partIndex'>,
  { partIndex }: RenderContext,
): PartRendering {
  return { ...rendering, losses: [{ ...loss, partIndex }, ...rendering.losses] };
}
