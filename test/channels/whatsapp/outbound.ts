import type { OutboundMessage, Rendering, WireRequest } from '../../../src/core/channel/index.ts';
import type { Part } from '../../../src/core/model/part.ts';
import type { SendOptions } from '../../../src/core/model/send-options.ts';

export interface OutboundFacts
  extends Partial<SendOptions>,
    Partial<Pick<OutboundMessage, 'replyTo' | 'purpose' | 'settings'>> {
  readonly to?: string;
  readonly aliases?: readonly string[];
  readonly isGroup?: boolean;
}

export const MESSAGE_ID = '0198f000-0000-7000-8000-000000000001';
export const PHONE = '491713920077';
export const USER_ID = 'DE.7204418836150092';

/** A message of these parts to one person, degraded rather than refused, unless told otherwise. */
export function outbound(parts: readonly Part[], facts: OutboundFacts = {}): OutboundMessage {
  const { to = PHONE, aliases, isGroup = false, replyTo = null, purpose = 'SERVICE', ...rest } = facts;
  const { settings = {}, ...options } = rest;
  return {
    id: MESSAGE_ID,
    parts,
    recipient: { externalId: to, isGroup, ...(aliases !== undefined && { aliases }) },
    author: 'MEMBER',
    purpose,
    replyTo,
    options: { overlongText: 'SPLIT', onUnsupported: 'DEGRADE', isSilent: false, ...options },
    settings,
  };
}

/** @throws when it was not rendered. */
export function requestsOf(rendering: Rendering): readonly WireRequest[] {
  if (rendering.kind === 'unrenderable') throw new Error(JSON.stringify(rendering.problems));
  return rendering.requests;
}

/** The one request of a message that makes one. @throws when it makes none or several. */
export function requestOf(rendering: Rendering): WireRequest {
  const [request, ...others] = requestsOf(rendering);
  if (request === undefined || others.length > 0) throw new Error('This message makes not one request.');
  return request;
}

export function lossesOf(rendering: Rendering): readonly string[] {
  return rendering.kind === 'rendered' ? rendering.losses.map(({ code }) => code) : [];
}

/** @throws when it was rendered. */
export function problemsOf(rendering: Rendering): readonly string[] {
  if (rendering.kind === 'rendered') throw new Error(JSON.stringify(rendering.requests));
  return rendering.problems.map(({ message }) => message);
}
