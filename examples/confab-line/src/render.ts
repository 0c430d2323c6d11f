import {
  type Loss,
  type OutboundMessage,
  type Rendering,
  type RenderProblem,
  retryKeyOf,
  type WireRequest,
} from 'confab/channel';
import { type PartRendering, renderPart } from './render-part.ts';

/** "Send push message": one to five messages in a request. */
const MAX_MESSAGES = 5;

/**
 * Push messages only: the reply token of an event is good for about a minute and for one use, which a queue that
 * may wait, stop and start again can not promise.
 */
export function render({ id, parts, recipient, options, replyTo }: OutboundMessage): Rendering {
  if (!/^[UCR][0-9a-f]{32}$/u.test(recipient.externalId)) return unrenderable('This is nobody on LINE.');
  if (parts.length === 0) return unrenderable('There is nothing to send.');
  if (replyTo !== null && options.onUnsupported === 'REFUSE') {
    return unrenderable(`${REPLY_DROPPED.description}.`);
  }
  const rendered = parts.map((part, partIndex) => ({ partIndex, ...renderPart(part, options) }));
  const problems = rendered.flatMap(({ partIndex, problem }): RenderProblem[] =>
    problem === null ? [] : [{ partIndex, message: problem }],
  );
  if (problems.length > 0) return { kind: 'unrenderable', problems };
  const losses = rendered.flatMap(({ partIndex, losses }) => losses.map((loss) => ({ partIndex, ...loss })));
  return {
    kind: 'rendered',
    requests: inRequests(rendered, { id, to: recipient.externalId, isSilent: options.isSilent }),
    losses: replyTo === null ? losses : [REPLY_DROPPED, ...losses],
  };
}

const REPLY_DROPPED: Loss = {
  partIndex: 0,
  code: 'reply-dropped',
  description: 'LINE lets accounts quote nothing that is older than a moment: it stands alone',
};

type Placed = PartRendering & { readonly partIndex: number };

function inRequests(
  rendered: readonly Placed[],
  { id, to, isSilent }: { readonly id: string; readonly to: string; readonly isSilent: boolean },
): readonly WireRequest[] {
  const all = rendered.flatMap(({ partIndex, messages }) =>
    messages.map((message) => ({ partIndex, message })),
  );
  const requests: WireRequest[] = [];
  for (let start = 0; start < all.length; start += MAX_MESSAGES) {
    const some = all.slice(start, start + MAX_MESSAGES);
    requests.push({
      operation: 'push',
      body: {
        to,
        messages: some.map(({ message }) => message),
        ...(isSilent && { notificationDisabled: true }),
      },
      headers: { 'x-line-retry-key': retryKeyOf(id, requests.length) },
      files: [],
      partIndexes: [...new Set(some.map(({ partIndex }) => partIndex))],
      cost: 1,
    });
  }
  return requests;
}

function unrenderable(message: string): Rendering {
  return { kind: 'unrenderable', problems: [{ partIndex: null, message }] };
}
