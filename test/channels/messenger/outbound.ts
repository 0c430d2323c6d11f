import type { OutboundMessage, Rendering, WireRequest } from '../../../src/core/channel/index.ts';
import type { Part } from '../../../src/core/model/part.ts';
import type { SendOptions } from '../../../src/core/model/send-options.ts';

export interface OutboundFacts
  extends Partial<SendOptions>,
    Partial<Pick<OutboundMessage, 'replyTo' | 'author' | 'purpose' | 'settings' | 'isWindowOpen'>> {
  readonly to?: string;
}

export const MESSAGE_ID = '0198f000-0000-7000-8000-000000000001';

/** An answer of these parts by a member, degraded rather than refused, unless told otherwise. */
export function outbound(parts: readonly Part[], facts: OutboundFacts = {}): OutboundMessage {
  const {
    to = '7712003344556677',
    replyTo = null,
    author = 'MEMBER',
    purpose = 'SERVICE',
    settings = {},
    isWindowOpen,
    ...options
  } = facts;
  return {
    id: MESSAGE_ID,
    parts,
    recipient: { externalId: to, isGroup: false },
    author,
    purpose,
    replyTo,
    settings,
    options: { overlongText: 'SPLIT', onUnsupported: 'DEGRADE', isSilent: false, ...options },
    ...(isWindowOpen !== undefined && { isWindowOpen }),
  };
}

/** @throws when it was not rendered. */
export function requestsOf(rendering: Rendering): readonly WireRequest[] {
  if (rendering.kind === 'unrenderable') throw new Error(JSON.stringify(rendering.problems));
  return rendering.requests;
}

export function lossesOf(rendering: Rendering): readonly string[] {
  return rendering.kind === 'rendered' ? rendering.losses.map(({ code }) => code) : [];
}
