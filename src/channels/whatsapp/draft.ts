import type { OutboundMessage, WireFile } from '../../core/channel/index.ts';
import type { PartContext, PartRendering as Rendered } from '../shared/part-rendering.ts';

/** One message to be, without what every message has: to whom, in answer to what, and our id. */
export interface Draft {
  /** `text`, `image` …: the wire's `type`, and the field that holds the content. */
  readonly type: string;
  readonly content: unknown;
  readonly files: readonly WireFile[];
  readonly partIndex: number;
}

/** What became of one part, or of some that stand together. */
export type PartRendering = Rendered<Draft>;

/** What a part may ask about the message around it. */
export interface RenderContext extends PartContext {
  readonly message: OutboundMessage;
}

export function draft(
  type: string,
  content: unknown,
  { partIndex }: RenderContext,
  files: readonly WireFile[] = [],
): Draft {
  return { type, content, files, partIndex };
}
