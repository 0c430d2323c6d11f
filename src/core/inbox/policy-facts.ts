import type { ChannelDefinition } from '../channel/index.ts';
import type { TemplatePart } from '../model/part.ts';
import type { PolicyFacts } from '../model/policy.ts';
import type { TemplateFacts } from '../model/template-facts.ts';
import type { FactsRow } from '../store/policy-facts.ts';
import { templateProblems } from './template-problems.ts';

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
    isPromotionalOptOutKept: row.isPromotionalOptOutKept,
    recipientIds: [row.externalId, ...row.aliases],
    country: row.country,
    timeZone: row.timeZone,
    messagingWindowMs: adapter.capabilities.messagingWindowMs,
    initiation: adapter.capabilities.initiation,
    takesTemplates: adapter.capabilities.parts.outbound.includes('template'),
    settings: withDefaults(adapter, row.settings),
    topic:
      topicId === null || topicName === null || topicPurpose === null
        ? null
        : { id: topicId, name: topicName, purpose: topicPurpose },
    consent: consentState === null ? null : { state: consentState, isOwnWord: row.consentIsOwnWord === true },
    template: template === null ? null : templateFacts(adapter, template, row),
    approvedTemplates: row.approvedTemplates,
    promotionalSentAt: row.promotionalSentAt.map((sentAt) => new Date(sentAt)),
    heldBackAt: row.heldBackAt.map((instant) => new Date(instant)),
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

/** An account that was connected before a setting existed has its default. */
const withDefaults = (
  { settingFields }: ChannelDefinition,
  settings: PolicyFacts['settings'],
): PolicyFacts['settings'] => ({
  ...Object.fromEntries(settingFields.map(({ name, defaultValue }) => [name, defaultValue])),
  ...settings,
});

/** One that the account does not have is as little approved as one that the platform refused. */
function templateFacts(
  adapter: ChannelDefinition,
  part: TemplatePart,
  { template, templateLanguages }: FactsRow,
): TemplateFacts | null {
  const problems = templateProblems(adapter, part, template, templateLanguages);
  if (template === null && problems.length === 0) return null;
  return {
    name: part.name,
    language: part.language,
    category: template?.category ?? null,
    isApproved: template?.isApproved ?? false,
    problems: problems.map(({ message }) => message),
  };
}
