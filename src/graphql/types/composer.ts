import type { ChannelDefinition } from '../../core/channel/index.ts';
import type { Core } from '../../core/inbox/core.ts';
import { weighSending } from '../../core/inbox/weigh-sending.ts';
import type { Weighed } from '../../core/inbox/weighed.ts';
import type { PartType } from '../../core/model/part.ts';
import type { PolicyDecision, PolicyFacts } from '../../core/model/policy.ts';
import type { FactsRow } from '../../core/store/policy-facts.ts';
import { type ConversationView, type IdentityView, identityShape } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ChannelType } from './channel.ts';
import { ConversationType } from './conversation.ts';
import { PartTypeEnum } from './enums.ts';
import { IdentityType } from './identity.ts';
import { PolicyDecisionType } from './policy.ts';

interface ComposerOption {
  readonly identity: IdentityView;
  readonly adapter: ChannelDefinition | null;
  /** Null when the adapter is not installed. */
  readonly decision: PolicyDecision | null;
  readonly allowedParts: readonly PartType[];
  readonly isAccountActive: boolean;
}

const ComposerOptionType = builder.objectRef<ComposerOption>('ComposerOption').implement({
  description: 'What may be sent to one identity of the contact now.',
  fields: (t) => ({
    identity: t.expose('identity', { type: IdentityType, description: 'Where it would go.' }),
    channel: t.expose('adapter', {
      type: ChannelType,
      nullable: true,
      description: 'Null when the adapter is not installed.',
    }),
    canSend: t.boolean({
      description: 'Whether a free-form answer would be taken now.',
      resolve: ({ decision, isAccountActive }) => isAccountActive && decision?.verdict === 'ALLOW',
    }),
    partTypes: t.field({
      type: [PartTypeEnum],
      description: 'Parts that may be sent now and that the channel shows as they are; empty: nothing may.',
      resolve: ({ allowedParts }) => [...allowedParts],
    }),
    decision: t.expose('decision', {
      type: PolicyDecisionType,
      nullable: true,
      description: 'About a free-form answer by a person now: window, reason, remedies, price.',
    }),
  }),
});

interface Composer {
  readonly options: readonly ComposerOption[];
  readonly defaultIdentityId: string | null;
}

const ComposerType = builder.objectRef<Composer>('Composer').implement({
  description: 'What a client may offer now; it never computes policy itself.',
  fields: (t) => ({
    options: t.field({
      type: [ComposerOptionType],
      description: 'One for each identity in this inbox.',
      resolve: ({ options }) => [...options],
    }),
    defaultIdentity: t.field({
      type: IdentityType,
      nullable: true,
      description: 'Where an answer goes unless told otherwise: the identity last heard from.',
      resolve: ({ options, defaultIdentityId }) =>
        options.find(({ identity }) => identity.id === defaultIdentityId)?.identity ?? null,
    }),
  }),
});

builder.objectField(ConversationType, 'composer', (t) =>
  t.field({
    type: ComposerType,
    description: 'What may be sent now, and where.',
    resolve: async (conversation, _arguments, context) => ({
      options: await optionsOf(conversation, context),
      defaultIdentityId: conversation.lastInboundIdentityId,
    }),
  }),
);

async function optionsOf(
  { contactId, inboxId }: ConversationView,
  { reads, services: { core } }: Context,
): Promise<readonly ComposerOption[]> {
  const at = core.clock.now();
  const rows = await reads.answerFacts(contactId, at);
  const options = await Promise.all(
    rows.map(async (row) => {
      const account = await reads.channelAccount(row.channelAccountId);
      return account?.inboxId === inboxId ? [optionOf(row, core, at)] : [];
    }),
  );
  return options.flat();
}

function optionOf(row: FactsRow, { channels }: Core, at: Date): ComposerOption {
  const identity = identityShape.decode(row.identity);
  const adapter = channels.find(row.channel);
  const isAccountActive = row.accountStatus === 'ACTIVE';
  if (adapter === null) return { identity, adapter, decision: null, allowedParts: [], isAccountActive };
  const weigh = (message: Weighed, assume: Partial<PolicyFacts> = {}) =>
    weighSending(adapter, { channels, rows: [row], message, at, assume });
  const decision = weigh(FREE_FORM);
  const carried = adapter.capabilities.parts.outbound;
  const allowedParts =
    decision.verdict === 'ALLOW'
      ? carried
      : carried.filter((type) => type === 'template' && weigh(TEMPLATE, ANY_TEMPLATE).verdict === 'ALLOW');
  return { identity, adapter, decision, allowedParts, isAccountActive };
}

const FREE_FORM: Weighed = {
  author: 'MEMBER',
  purpose: 'SERVICE',
  parts: [{ type: 'text', text: '' }],
};
/** Which one it will be is not known yet. */
const ANY_TEMPLATE: Partial<PolicyFacts> = { template: null };
const TEMPLATE: Weighed = {
  author: 'MEMBER',
  purpose: 'SERVICE',
  parts: [{ type: 'template', name: '', language: '', variables: {} }],
};
