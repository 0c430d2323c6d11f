import type { ChannelDefinition } from '../channel/index.ts';
import type { Part } from '../model/part.ts';
import type { PolicyDecision } from '../model/policy.ts';
import type { AuthorKind, Purpose } from '../model/words.ts';
import { decide } from '../policy/decide.ts';
import type { Identity } from '../store/rows.ts';

/** Asks policy about one message to one identity: before it is queued, just before the wire, and for "what if". */
export function weighSending(
  adapter: ChannelDefinition,
  identity: Pick<Identity, 'reachability' | 'lastInboundAt' | 'promotionalOptOutAt'>,
  message: { readonly author: AuthorKind; readonly purpose: Purpose; readonly parts: readonly Part[] },
  at: Date,
): PolicyDecision {
  return decide(
    {
      channel: adapter.name,
      author: message.author,
      purpose: message.purpose,
      partTypes: message.parts.map((part) => part.type),
    },
    {
      reachability: identity.reachability,
      lastInboundAt: identity.lastInboundAt,
      promotionalOptOutAt: identity.promotionalOptOutAt,
      messagingWindowMs: adapter.capabilities.messagingWindowMs,
      initiation: adapter.capabilities.initiation,
    },
    adapter.policyEditions,
    at,
  );
}
