import type { OutboundMessage, Rendering, WireRequest } from '../../../src/core/channel/index.ts';
import type { Part } from '../../../src/core/model/part.ts';
import type { SendOptions } from '../../../src/core/model/send-options.ts';

export interface OutboundFacts extends Partial<SendOptions> {
  readonly to?: string;
  readonly isGroup?: boolean;
  readonly replyTo?: OutboundMessage['replyTo'];
}

/** A message of these parts to a private chat, degraded rather than refused, unless told otherwise. */
export function outbound(parts: readonly Part[], facts: OutboundFacts = {}): OutboundMessage {
  const { to = '7001', isGroup = false, replyTo = null, ...options } = facts;
  return {
    id: '0198f000-0000-7000-8000-000000000001',
    parts,
    recipient: { externalId: to, isGroup },
    author: 'MEMBER',
    purpose: 'SERVICE',
    replyTo,
    options: { overlongText: 'SPLIT', onUnsupported: 'DEGRADE', isSilent: false, ...options },
    settings: {},
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
