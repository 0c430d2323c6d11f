import type { ChannelDefinition } from '../../core/channel/index.ts';
import { weighSending } from '../../core/inbox/weigh-sending.ts';
import type { PolicyDecision } from '../../core/model/policy.ts';
import type { IdentityView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { ChannelType } from './channel.ts';
import { ConversationType } from './conversation.ts';
import { PartTypeEnum } from './enums.ts';
import { IdentityType } from './identity.ts';
import { PolicyDecisionType } from './policy.ts';

interface ComposerOption {
  readonly identity: IdentityView;
  readonly adapter: ChannelDefinition | null;
  readonly decision: PolicyDecision | null;
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
      description: 'Parts that the channel shows as they are.',
      resolve: ({ adapter }) => [...(adapter?.capabilities.parts.outbound ?? [])],
    }),
    decision: t.expose('decision', {
      type: PolicyDecisionType,
      nullable: true,
      description: 'About a free-form answer now: window, reason, remedies.',
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
    resolve: async (conversation, _arguments, { reads, services }) => {
      const identities = await reads.identitiesOf(conversation.contactId);
      const options = await Promise.all(
        identities.map(async (identity) => {
          const account = await reads.channelAccount(identity.channelAccountId);
          const adapter = account === null ? null : services.core.channels.find(account.channel);
          const answer = {
            author: 'MEMBER',
            purpose: 'SERVICE',
            parts: [{ type: 'text', text: '' }],
          } as const;
          return {
            identity,
            adapter,
            isHere: account?.inboxId === conversation.inboxId,
            isAccountActive: account?.status === 'ACTIVE',
            decision:
              adapter === null ? null : weighSending(adapter, identity, answer, services.core.clock.now()),
          };
        }),
      );
      return {
        options: options.filter(({ isHere }) => isHere),
        defaultIdentityId: conversation.lastInboundIdentityId,
      };
    },
  }),
);
