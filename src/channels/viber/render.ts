import type { OutboundMessage, Rendering, RenderProblem } from '../../core/channel/index.ts';
import { apiVersionOf } from './api-version.ts';
import { compose } from './compose.ts';
import { senderOf } from './envelope.ts';

/** The exact requests for a message. Its id goes with each of them and comes back with what the contact writes next. */
export function render(message: OutboundMessage): Rendering {
  if (message.recipient.isGroup) {
    return unrenderable('Viber offers bots no way to write to a group: answer its members one by one.');
  }
  const sender = senderOf(message);
  if (sender === null) return unrenderable(NO_SENDER);
  const address = { receiver: message.recipient.externalId };
  const envelope = { address, sender, trackingData: message.id };
  const rendering = compose('send_message', envelope, message, apiVersionOf(message.recipient));
  if (rendering.kind === 'unrenderable' || message.replyTo === null) return rendering;
  if (message.options.onUnsupported === 'REFUSE') return unrenderable(NO_REPLIES);
  const loss = { partIndex: 0, code: 'reply-dropped', description: NO_REPLIES } as const;
  return { ...rendering, losses: [loss, ...rendering.losses] };
}

const NO_REPLIES = 'Viber shows no replies to a certain message: it stands alone.';

export const NO_SENDER = 'Viber wants a name on every message, and the account has no displayName.';

export function unrenderable(message: string): Rendering {
  const problem: RenderProblem = { partIndex: null, message };
  return { kind: 'unrenderable', problems: [problem] };
}
