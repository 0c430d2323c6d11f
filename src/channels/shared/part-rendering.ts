import type { Loss, OutboundMessage, RenderProblem } from '../../core/channel/index.ts';

/** What became of one part, or of some that stand together; `Draft` is a channel's request to be. */
export interface PartRendering<Draft> {
  readonly drafts: readonly Draft[];
  readonly losses: readonly Loss[];
  readonly problems: readonly RenderProblem[];
}

/** Where a part stands, and what its author wants of it. */
export interface PartContext {
  readonly options: OutboundMessage['options'];
  readonly partIndex: number;
}

export type PartLoss = Omit<Loss, 'partIndex'>;

export function shown<Draft>(drafts: readonly Draft[], losses: readonly Loss[] = []): PartRendering<Draft> {
  return { drafts, losses, problems: [] };
}

export function problem(
  message: string,
  { partIndex }: Pick<PartContext, 'partIndex'>,
): PartRendering<never> {
  return { drafts: [], losses: [], problems: [{ partIndex, message }] };
}

export function together<Draft>(renderings: readonly PartRendering<Draft>[]): PartRendering<Draft> {
  return {
    drafts: renderings.flatMap(({ drafts }) => drafts),
    losses: renderings.flatMap(({ losses }) => losses),
    problems: renderings.flatMap(({ problems }) => problems),
  };
}

export function withLoss<Draft>(
  rendering: PartRendering<Draft>,
  loss: PartLoss | readonly PartLoss[],
  { partIndex }: Pick<PartContext, 'partIndex'>,
): PartRendering<Draft> {
  const stated = [loss].flat().map(({ code, description }) => ({ code, description, partIndex }));
  return { ...rendering, losses: [...stated, ...rendering.losses] };
}

/**
 * What can only be shown in a poorer way: that way with its losses, or a problem when the author wants none of
 * them. No loss changes nothing.
 */
export function degraded<Draft>(
  loss: PartLoss | readonly PartLoss[],
  context: PartContext,
  poorer: () => PartRendering<Draft>,
): PartRendering<Draft> {
  const losses = [loss].flat();
  if (losses.length > 0 && context.options.onUnsupported === 'REFUSE') {
    return problem(losses.map(({ description }) => `${description}.`).join(' '), context);
  }
  return withLoss(poorer(), losses, context);
}
