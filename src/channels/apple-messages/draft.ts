import type { WireFile } from '../../core/channel/index.ts';
import type { PartContext, PartRendering as Rendered } from '../shared/part-rendering.ts';

/** One message of Apple's to be, without what every one has: its id, and from whom to whom. */
export interface Draft {
  readonly operation: 'message' | 'authenticate';
  /** @param requestId  The id that the message will have, which comes back with its answer. */
  readonly content: (requestId: string) => Readonly<Record<string, unknown>>;
  readonly files: readonly WireFile[];
  readonly partIndexes: readonly number[];
}

/** What became of one part, or of some that stand together. */
export type PartRendering = Rendered<Draft>;

/** What a part may ask about the message around it. */
export interface RenderContext extends PartContext {
  readonly features: ReadonlySet<string>;
}

export function shown(
  content: Draft['content'],
  { partIndex }: RenderContext,
  files: readonly WireFile[] = [],
  operation: Draft['operation'] = 'message',
): PartRendering {
  return { drafts: [{ operation, content, files, partIndexes: [partIndex] }], losses: [], problems: [] };
}
