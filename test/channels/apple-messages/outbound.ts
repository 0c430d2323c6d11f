import type { OutboundMessage, Rendering, WireRequest } from '../../../src/core/channel/index.ts';
import type { Part } from '../../../src/core/model/part.ts';
import type { SendOptions } from '../../../src/core/model/send-options.ts';
import type { AuthorKind } from '../../../src/core/model/words.ts';
import { BUSINESS_ID } from './credentials.ts';

export const MESSAGE_ID = '0198f000-0000-7000-8000-000000000001';
export const CUSTOMER = 'urn:mbid:AQAAYdemo1=';

export interface OutboundFacts extends Partial<SendOptions> {
  /** Absent: the device did not tell. */
  readonly features?: readonly string[];
  readonly author?: AuthorKind;
  readonly replyTo?: OutboundMessage['replyTo'];
}

/** A message of these parts to one customer, degraded rather than refused, unless told otherwise. */
export function outbound(parts: readonly Part[], facts: OutboundFacts = {}): OutboundMessage {
  const { features, author = 'MEMBER', replyTo = null, ...options } = facts;
  return {
    id: MESSAGE_ID,
    parts,
    recipient: {
      externalId: CUSTOMER,
      isGroup: false,
      ...(features !== undefined && { deviceFeatures: features }),
    },
    author,
    purpose: 'SERVICE',
    replyTo,
    options: { overlongText: 'SPLIT', onUnsupported: 'DEGRADE', isSilent: false, ...options },
    settings: {},
    publicCredentials: { businessId: BUSINESS_ID },
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
