import type { ChannelDefinition, ChannelRegistry } from '../channel/index.ts';
import { type Declaration, NOTHING_DECLARED } from '../model/declaration.ts';
import type { IdentityId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { Part, TemplatePart } from '../model/part.ts';
import type { PolicyDecision, PolicyFacts, PolicyRequest } from '../model/policy.ts';
import type { AuthorKind, Purpose } from '../model/words.ts';
import { decide } from '../policy/decide.ts';
import { describeRemedy } from '../policy/describe-remedy.ts';
import type { FactsAsk, FactsRow } from '../store/policy-facts.ts';
import { linksTo } from './contact-links.ts';
import { toPolicyFacts } from './policy-facts.ts';

/** A message as policy sees it: who writes it, why, and what it is made of. */
export interface Weighed {
  readonly author: AuthorKind;
  readonly purpose: Purpose;
  readonly parts: readonly Part[];
  /** Absent: nothing is declared. */
  readonly options?: { readonly declaration?: Declaration };
}

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
  return { ...decision, remedies: [...here, ...elsewhere] };
}

function decideOn(
  adapter: ChannelDefinition,
  row: FactsRow,
  { message, at, assume }: Weighing,
): PolicyDecision {
  const facts = toPolicyFacts(adapter, row, templateOf(message.parts), assume);
  return decide(policyRequest(adapter, message), facts, adapter.policyEditions, momentOf(row, at));
}

/** What the clock of the row's workspace shows. */
export const momentOf = ({ clockOffsetMs }: Pick<FactsRow, 'clockOffsetMs'>, at: Date): Date =>
  clockOffsetMs === 0 ? at : new Date(at.getTime() + clockOffsetMs);

export function policyRequest(
  adapter: ChannelDefinition,
  { author, purpose, parts, options }: Weighed,
): PolicyRequest {
  return {
    channel: adapter.name,
    author,
    purpose,
    partTypes: parts.map((part) => part.type),
    declaration: options?.declaration ?? NOTHING_DECLARED,
  };
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
