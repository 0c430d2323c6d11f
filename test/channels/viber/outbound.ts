import type { Broadcast, OutboundMessage, Rendering, WireRequest } from '../../../src/core/channel/index.ts';
import type { Part } from '../../../src/core/model/part.ts';
import type { SendOptions } from '../../../src/core/model/send-options.ts';

export const MESSAGE_ID = '0198f000-0000-7000-8000-000000000001';
export const RECEIVER = 'qW3rT5yU7iO9pA1sD3fG5h==';

export interface OutboundFacts extends Partial<SendOptions> {
  readonly isGroup?: boolean;
  readonly replyTo?: OutboundMessage['replyTo'];
  readonly publicCredentials?: OutboundMessage['publicCredentials'];
}

/** A message of these parts to one subscriber, degraded rather than refused, unless told otherwise. */
export function outbound(parts: readonly Part[], facts: OutboundFacts = {}): OutboundMessage {
  const { isGroup = false, replyTo = null, publicCredentials = { displayName: 'Shop' }, ...options } = facts;
  return {
    id: MESSAGE_ID,
    parts,
    recipient: { externalId: RECEIVER, isGroup },
    author: 'MEMBER',
    purpose: 'SERVICE',
    replyTo,
    options: { overlongText: 'SPLIT', onUnsupported: 'DEGRADE', isSilent: false, ...options },
    settings: {},
    publicCredentials,
  };
}

export function toMany(parts: readonly Part[], recipients: readonly string[]): Broadcast {
  const { recipient: _, replyTo: __, ...message } = outbound(parts);
  return { ...message, author: 'CAMPAIGN', purpose: 'NEWSLETTER', recipients };
}

/** @throws when it was not rendered. */
export function requestsOf(rendering: Rendering | undefined): readonly WireRequest[] {
  if (rendering?.kind !== 'rendered') throw new Error(JSON.stringify(rendering));
  return rendering.requests;
}

export function lossesOf(rendering: Rendering): readonly string[] {
  return rendering.kind === 'rendered' ? rendering.losses.map(({ code }) => code) : [];
}

export function problemsOf(rendering: Rendering | undefined): readonly string[] {
  return rendering?.kind === 'unrenderable' ? rendering.problems.map(({ message }) => message) : [];
}
