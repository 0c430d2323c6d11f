import type { OutboundMessage, WireFile } from '../../core/channel/index.ts';
import type { PartContext, PartRendering as Rendered } from '../shared/part-rendering.ts';

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

/** What became of one part, or of some that stand together. */
export type PartRendering = Rendered<Draft>;

/** What a part may ask about the message around it. */
export interface RenderContext extends PartContext {
  readonly message: OutboundMessage;
}

export function draft(
  content: Readonly<Record<string, unknown>>,
  { partIndex }: RenderContext,
  facts: Partial<Pick<Draft, 'files' | 'cost' | 'isApproved'>> = {},
): Draft {
  return { content, partIndex, files: [], cost: 1, isApproved: false, ...facts };
}
