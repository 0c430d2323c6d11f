import type { WireFile } from '../../core/channel/index.ts';
import type { PartContext, PartRendering as Rendered } from '../shared/part-rendering.ts';

/** One call to be, without what every call of a message has: where to, and how loud. */
export interface Draft {
  readonly operation: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly files: readonly WireFile[];
  readonly partIndexes: readonly number[];
  readonly cost: number;
}

/** What became of one part, or of some that stand together. */
export type PartRendering = Rendered<Draft>;

/** What a part may ask about the message around it. */
export interface RenderContext extends PartContext {
  readonly isGroup: boolean;
}

export function draft(
  operation: string,
  content: Readonly<Record<string, unknown>>,
  partIndex: number,
  files: readonly WireFile[] = [],
): Draft {
  return { operation, content, files, partIndexes: [partIndex], cost: 1 };
}
