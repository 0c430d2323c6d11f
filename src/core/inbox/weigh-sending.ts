import type { ChannelDefinition, ChannelRegistry } from '../channel/index.ts';
import { NOTHING_DECLARED } from '../model/declaration.ts';
import type { IdentityId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { Part, TemplatePart } from '../model/part.ts';
import type { PolicyDecision, PolicyFacts } from '../model/policy.ts';
import type { Remedy } from '../model/remedy.ts';
import { decide } from '../policy/decide.ts';
import { describeRemedy } from '../policy/describe-remedy.ts';
import type { FactsAsk, FactsRow } from '../store/policy-facts.ts';
import { linksTo } from './contact-links.ts';
import { toPolicyFacts } from './policy-facts.ts';
import { momentOf, policyRequest, type Weighed } from './weighed.ts';
import { whereWelcome } from './where-welcome.ts';

export interface Weighing {
  readonly channels: ChannelRegistry;
  /** Of one ask: the identity itself first, then the contact's others, if they were read. */
  readonly rows: readonly FactsRow[];
  readonly message: Weighed;
  /** By the real clock; each workspace's own time is reckoned from it. */
  readonly at: Date;
  /** "What if": takes the place of what is known. */
  readonly assume?: Partial<PolicyFacts>;
}

/**
 * Asks policy about one message to one identity: before it is queued, just before the wire, and for "what if".
 * The same function for all three, so that they agree.
 */
export function weighSending(adapter: ChannelDefinition, weighing: Weighing): PolicyDecision {
  const { channels, rows, message, at } = weighing;
  const [row, ...siblings] = rows;
  if (row === undefined) throw new Error('Policy was asked about an identity that is not there.');
  const decision = decideOn(adapter, row, weighing);
  if (decision.verdict === 'ALLOW') return decision;
  const elsewhere = siblings.flatMap((sibling) => {
    const other = channels.find(sibling.channel);
    if (other === null || sibling.accountStatus !== 'ACTIVE') return [];
    const { verdict } = decideOn(other, sibling, { channels, rows, message, at });
    const { identityId } = sibling;
    return verdict === 'ALLOW'
      ? [describeRemedy({ kind: 'use-identity', identityId, channel: sibling.channel })]
      : [];
  });
  const here = decision.remedies.map((remedy) =>
    'links' in remedy ? { ...remedy, links: linksTo(adapter, row) } : remedy,
  );
  return { ...decision, remedies: [...here, ...elsewhere, ...moveOf(decision, row, weighing)] };
}

/** Where the platform takes no such messages from us at all, their readers can be asked to come elsewhere. */
function moveOf(
  { rule, alsoObjecting }: PolicyDecision,
  row: FactsRow,
  { channels, message, at }: Weighing,
): readonly Remedy[] {
  const { topicId, topicName } = row;
  const isUnwelcome = [rule, ...alsoObjecting].includes('promotion-permitted');
  if (!isUnwelcome || topicId === null || topicName === null) return [];
  const welcome = whereWelcome(channels, row, message, at);
  return welcome.length === 0
    ? []
    : [describeRemedy({ kind: 'move-audience', topicId, topicName, channels: welcome })];
}

function decideOn(
  adapter: ChannelDefinition,
  row: FactsRow,
  { message, at, assume }: Weighing,
): PolicyDecision {
  const facts = toPolicyFacts(adapter, row, templateOf(message.parts), assume);
  return decide(policyRequest(adapter, message), facts, adapter.policyEditions, momentOf(row, at));
}

/** What to ask the store before weighing a message. */
export function factsAsk(
  workspaceId: WorkspaceId,
  identityId: IdentityId | null,
  { purpose, parts, options }: Weighed,
  messageId: MessageId | null = null,
): FactsAsk {
  const template = templateOf(parts);
  const declaration = options?.declaration ?? NOTHING_DECLARED;
  return {
    workspaceId,
    identityId,
    // Declared promotion is weighed as marketing, so that is what facts are about.
    purpose: declaration.containsPromotion && purpose !== 'NEWSLETTER' ? 'MARKETING' : purpose,
    topicId: declaration.topicId,
    template: template === null ? null : { name: template.name, language: template.language },
    messageId,
  };
}

export const templateOf = (parts: readonly Part[]): TemplatePart | null =>
  parts.find((part) => part.type === 'template') ?? null;
