import type { ChannelRegistry } from '../channel/index.ts';
import type { PolicyFacts } from '../model/policy.ts';
import { decide } from '../policy/decide.ts';
import type { FactsRow } from '../store/policy-facts.ts';
import { toPolicyFacts } from './policy-facts.ts';
import { momentOf, policyRequest, type Weighed } from './weighed.ts';

/**
 * The channels to which the readers of a topic could be moved: those that would let this message pass to somebody who
 * has just come there by a link and confirmed the topic. As names, in the order in which they are installed.
 */
export function whereWelcome(
  channels: ChannelRegistry,
  row: FactsRow,
  message: Weighed,
  at: Date,
): readonly string[] {
  const moment = momentOf(row, at);
  // Of the account that is left; each of the others has its own.
  const newcomer = {
    ...row,
    settings: {},
    rateCard: null,
    approvedTemplates: [],
    promotionalSentAt: [],
    heldBackAt: [],
  };
  const moved: Partial<PolicyFacts> = {
    reachability: 'REACHABLE',
    lastInboundAt: moment,
    promotionalOptOutAt: null,
    isPromotionalOptOutKept: false,
    consent: { state: 'CONFIRMED', isOwnWord: true },
    // The text of a template can be written anew there.
    template: null,
  };
  return channels.all
    .filter((adapter) => adapter.name !== row.channel && adapter.deepLink !== undefined)
    .filter((adapter) => {
      const request = { ...policyRequest(adapter, message), partTypes: ['text'] as const };
      const facts = toPolicyFacts(adapter, newcomer, null, moved);
      return decide(request, facts, adapter.policyEditions, moment).verdict === 'ALLOW';
    })
    .map(({ name }) => name);
}
