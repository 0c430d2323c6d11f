import { type ChannelDefinition, checkTemplatePart, type Template } from '../channel/index.ts';
import type { TemplatePart } from '../model/part.ts';
import type { PolicyFacts } from '../model/policy.ts';
import type { TemplateFacts } from '../model/template-facts.ts';
import type { FactsRow } from '../store/policy-facts.ts';

/** What the store found, in the words that policy asks in. */
export function toPolicyFacts(
  adapter: ChannelDefinition,
  row: FactsRow,
  template: TemplatePart | null,
  assume: Partial<PolicyFacts> = {},
): PolicyFacts {
  const { topicId, topicName, topicPurpose, consentState } = row;
  const facts: PolicyFacts = {
    reachability: row.reachability,
    lastInboundAt: row.lastInboundAt,
    promotionalOptOutAt: row.promotionalOptOutAt,
    recipientIds: [row.externalId, ...row.aliases],
    country: row.country,
    timeZone: row.timeZone,
    messagingWindowMs: adapter.capabilities.messagingWindowMs,
    initiation: adapter.capabilities.initiation,
    takesTemplates: adapter.capabilities.parts.outbound.includes('template'),
    settings: row.settings,
    topic:
      topicId === null || topicName === null || topicPurpose === null
        ? null
        : { id: topicId, name: topicName, purpose: topicPurpose },
    consent: consentState === null ? null : { state: consentState, isOwnWord: row.consentIsOwnWord === true },
    template: template === null ? null : templateFacts(template, row),
    approvedTemplates: row.approvedTemplates,
    promotionalSentAt: row.promotionalSentAt.map((sentAt) => new Date(sentAt)),
    entryPointAt: row.entryPointAt,
    operatorRules: row.operatorRules.map((rule) => ({
      ...rule,
      effectiveFrom: new Date(rule.effectiveFrom),
    })),
    spentMicros: row.spentMicros,
    rateCard: row.rateCard,
  };
  return { ...facts, ...assume, settings: { ...facts.settings, ...assume.settings } };
}

function templateFacts(part: TemplatePart, { template }: FactsRow): TemplateFacts | null {
  if (template === null) return null;
  const { category, isApproved, content } = template;
  return {
    name: part.name,
    language: part.language,
    category,
    isApproved,
    // Stored as the platform's port gave it, so it has that port's shape.
    problems: isApproved
      ? checkTemplatePart(part, content as unknown as Template).map(({ message }) => message)
      : [],
  };
}
