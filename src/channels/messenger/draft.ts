import type { Loss, OutboundMessage, RenderProblem, WireFile } from '../../core/channel/index.ts';

/** One message to be, without what every message has: to whom, in which lane, in answer to what, and our id. */
export interface Draft {
  /** The wire's `message`. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly files: readonly WireFile[];
  readonly partIndex: number;
  readonly cost: number;
  /** True: a text that Meta has approved, which has a lane of its own. */
  readonly isApproved: boolean;
}

/** What became of one part. */
export interface PartRendering {
  readonly drafts: readonly Draft[];
  readonly losses: readonly Loss[];
  readonly problems: readonly RenderProblem[];
}

/** What a part may ask about the message around it. */
export interface RenderContext {
  readonly message: OutboundMessage;
  readonly partIndex: number;
}

export type PartLoss = Omit<Loss, 'partIndex'>;

export function draft(
  content: Readonly<Record<string, unknown>>,
  { partIndex }: RenderContext,
  facts: Partial<Pick<Draft, 'files' | 'cost' | 'isApproved'>> = {},
): Draft {
  return { content, partIndex, files: [], cost: 1, isApproved: false, ...facts };
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

/** What can only be shown in a poorer way: that way with its losses, or a problem when the author wants none. */
export function degraded(
  losses: readonly PartLoss[],
  context: RenderContext,
  poorer: () => PartRendering,
): PartRendering {
  if (losses.length > 0 && context.message.options.onUnsupported === 'REFUSE') {
    return problem(losses.map(({ description }) => `${description}.`).join(' '), context);
  }
  const { partIndex } = context;
  const rendering = poorer();
  const stated = losses.map(({ code, description }) => ({ code, description, partIndex }));
  return { ...rendering, losses: [...stated, ...rendering.losses] };
}
