import type { Loss, OutboundMessage, RenderProblem, WireFile } from '../../core/channel/index.ts';

/** One message to be, without what every message has: to whom, in answer to what, and our id. */
export interface Draft {
  /** `text`, `image` …: the wire's `type`, and the field that holds the content. */
  readonly type: string;
  readonly content: unknown;
  readonly files: readonly WireFile[];
  readonly partIndex: number;
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

export function draft(
  type: string,
  content: unknown,
  { partIndex }: RenderContext,
  files: readonly WireFile[] = [],
): Draft {
  return { type, content, files, partIndex };
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
  { code, description }: Omit<Loss, 'partIndex'>,
  context: RenderContext,
  poorer: () => PartRendering,
): PartRendering {
  if (context.message.options.onUnsupported === 'REFUSE') return problem(`${description}.`, context);
  const rendering = poorer();
  return { ...rendering, losses: [{ code, description, partIndex: context.partIndex }, ...rendering.losses] };
}

/** The same with every one of several losses; none changes nothing. */
export function degradedBy(
  losses: readonly Omit<Loss, 'partIndex'>[],
  context: RenderContext,
  render: () => PartRendering,
): PartRendering {
  return losses.reduceRight<() => PartRendering>(
    (poorer, loss) => () => degraded(loss, context, poorer),
    render,
  )();
}
