import { GraphQLError } from 'graphql';
import { checkSend } from '../../core/inbox/check-send.ts';
import type { PolicyFacts } from '../../core/model/policy.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { SubscriptionStateEnum } from '../types/consent.ts';
import { AuthorKindEnum, PurposeEnum, ReachabilityEnum } from '../types/enums.ts';
import { GoodsEnum, PolicyDecisionType, toDeclaration } from '../types/policy.ts';
import { PartInput, toPart } from './part-input.ts';

const AssumedSettingInput = builder.inputType('AssumedSettingInput', {
  description: 'A setting of the account, as if it were so.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'As the channel declares it.' }),
    isOn: t.boolean({ required: true, description: 'Whether it is on.' }),
  }),
});

const AssumeInput = builder.inputType('AssumeInput', {
  description: 'Facts to take for given, whatever is known. What is absent stays as it is.',
  fields: (t) => ({
    lastInboundAt: t.field({ type: 'DateTime', description: 'When the contact last wrote; null: never.' }),
    reachability: t.field({ type: ReachabilityEnum, description: 'Whether the platform lets us write.' }),
    consent: t.field({
      type: SubscriptionStateEnum,
      description: 'To the topic, else to the purpose, by the contact’s own word; null: never asked.',
    }),
    hasOptedOutOfPromotion: t.boolean({ description: 'Refused newsletters and marketing on the platform.' }),
    country: t.string({ description: 'ISO 3166; null: unknown.' }),
    timeZone: t.string({ description: 'IANA name; null: unknown.' }),
    settings: t.field({ type: [AssumedSettingInput], description: 'Of the channel account.' }),
  }),
});

const CheckSendInput = builder.inputType('CheckSendInput', {
  description: 'A message as `sendMessage` takes it, and what to suppose about the world.',
  fields: (t) => ({
    conversationId: t.id({ description: 'To the identity last heard from there.' }),
    identityId: t.id({ description: 'To exactly this identity.' }),
    parts: t.field({ type: [PartInput], description: 'What it is made of. Default: a text.' }),
    purpose: t.field({ type: PurposeEnum, description: 'Default: SERVICE.' }),
    topicId: t.id({ description: 'The newsletter or series that it belongs to.' }),
    declaredGoods: t.field({ type: [GoodsEnum], description: 'What it offers for sale. Default: nothing.' }),
    containsPromotion: t.boolean({
      description: 'True: it promotes something beside its purpose. Default: false.',
    }),
    author: t.field({
      type: AuthorKindEnum,
      description: 'Default: who you are (a member is a MEMBER, a key a BOT).',
    }),
    at: t.field({ type: 'DateTime', description: 'On another day, with the facts of today. Default: now.' }),
    assume: t.field({ type: AssumeInput, description: 'Facts to take for given.' }),
  }),
});

builder.queryField('checkSend', (t) =>
  t.field({
    type: PolicyDecisionType,
    description:
      'Dry run: what policy would say to this message. The same engine as the real send. Writes nothing.',
    args: { input: t.arg({ type: CheckSendInput, required: true, description: 'The question.' }) },
    resolve: async (_root, { input }, context) => {
      const viewer = workspaceViewer(context);
      const outcome = await checkSend(context.services.core, viewer, {
        conversationId: input.conversationId == null ? null : decodeId('Conversation', input.conversationId),
        identityId: input.identityId == null ? null : decodeId('Identity', input.identityId),
        author: input.author ?? (viewer.kind === 'member' ? 'MEMBER' : 'BOT'),
        purpose: input.purpose ?? 'SERVICE',
        parts: input.parts?.map(toPart) ?? [{ type: 'text', text: '' }],
        options: { declaration: toDeclaration(input) },
        at: input.at ?? null,
        assume: toAssumed(input.assume ?? {}),
      });
      if (outcome.kind === 'not-found') {
        throw new GraphQLError(outcome.message, { extensions: { code: 'NOT_FOUND', path: outcome.path } });
      }
      return outcome.decision;
    },
  }),
);

function toAssumed(input: typeof AssumeInput.$inferInput): Partial<PolicyFacts> {
  const { lastInboundAt, reachability, consent, hasOptedOutOfPromotion, country, timeZone, settings } = input;
  return {
    ...(lastInboundAt !== undefined && { lastInboundAt }),
    ...(reachability != null && { reachability }),
    ...(consent !== undefined && { consent: consent === null ? null : { state: consent, isOwnWord: true } }),
    ...(hasOptedOutOfPromotion != null && {
      promotionalOptOutAt: hasOptedOutOfPromotion ? new Date(0) : null,
      isPromotionalOptOutKept: false,
    }),
    ...(country !== undefined && { country }),
    ...(timeZone !== undefined && { timeZone }),
    ...(settings != null && { settings: Object.fromEntries(settings.map(({ name, isOn }) => [name, isOn])) }),
  };
}
