import { addMembers } from '../../core/audiences/add-members.ts';
import { type AudienceDone, createAudience } from '../../core/audiences/create-audience.ts';
import type { AudienceQuery } from '../../core/model/audience.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { AudienceType } from '../types/audience.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';
import { TopicSubscriptionStateEnum } from '../types/topic-subscription.ts';

const AttributeConditionInput = builder.inputType('AttributeConditionInput', {
  description: 'What a contact’s attribute must say.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Of the attribute.' }),
    values: t.stringList({ description: 'One of these. Default: that it is there at all.' }),
  }),
});

export const AudienceQueryInput = builder.inputType('AudienceQueryInput', {
  description: 'Which contacts: all given conditions must hold. Empty: everybody.',
  fields: (t) => ({
    tagsAll: t.stringList({ description: 'With every one of these labels.' }),
    tagsAny: t.stringList({ description: 'With at least one of these.' }),
    tagsNone: t.stringList({ description: 'With none of these.' }),
    attributes: t.field({ type: [AttributeConditionInput], description: 'What their attributes say.' }),
    locales: t.stringList({ description: 'BCP 47; `de` includes `de-AT`.' }),
    channels: t.stringList({ description: 'Known to an account of one of these.' }),
    topicId: t.id({ description: 'Subscribed to this topic.' }),
    subscriptionStates: t.field({
      type: [TopicSubscriptionStateEnum],
      description: 'Where that subscription stands. Default: CONFIRMED.',
    }),
    lastInboundAfter: t.field({ type: 'DateTime', description: 'Wrote after then, on any channel.' }),
    lastInboundBefore: t.field({ type: 'DateTime', description: 'Last wrote before then, or never.' }),
  }),
});

export function toAudienceQuery(input: typeof AudienceQueryInput.$inferInput): AudienceQuery {
  const { tagsAll, tagsAny, tagsNone, attributes, locales, channels, topicId } = input;
  return {
    tags: {
      ...(tagsAll != null && { all: tagsAll }),
      ...(tagsAny != null && { any: tagsAny }),
      ...(tagsNone != null && { none: tagsNone }),
    },
    ...(attributes != null && {
      attributes: attributes.map(({ name, values }) => ({ name, values: values ?? null })),
    }),
    ...(locales != null && { locales }),
    ...(channels != null && { channels }),
    ...(topicId != null && {
      topic: {
        topicId: decodeId('Topic', topicId),
        states: input.subscriptionStates ?? (['CONFIRMED'] as const),
      },
    }),
    ...(input.lastInboundAfter != null && { lastInboundAfter: input.lastInboundAfter.toISOString() }),
    ...(input.lastInboundBefore != null && { lastInboundBefore: input.lastInboundBefore.toISOString() }),
  };
}

const AudienceSuccess = builder.objectRef<AudienceDone>('AudienceSuccess').implement({
  description: 'The audience is there.',
  fields: (t) => ({ audience: t.expose('audience', { type: AudienceType, description: 'The audience.' }) }),
});
const AudienceResult = builder.unionType('AudienceResult', {
  description: 'What became of it.',
  types: [AudienceSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('AudienceSuccess'),
});

const CreateAudienceInput = builder.inputType('CreateAudienceInput', {
  description: 'A saved query, or with `contactIds` a fixed list: one of the two.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Unique in the workspace.' }),
    query: t.field({ type: AudienceQueryInput, description: 'Whoever fits, each time it is used.' }),
    contactIds: t.idList({ description: 'These contacts and no others; at most 1,000 at once.' }),
  }),
});
const AddAudienceMembersInput = builder.inputType('AddAudienceMembersInput', {
  description: 'Further contacts for a list.',
  fields: (t) => ({
    audienceId: t.id({ required: true, description: 'The list.' }),
    contactIds: t.idList({ required: true, description: 'At most 1,000 at once.' }),
  }),
});

builder.mutationFields((t) => ({
  createAudience: t.field({
    type: AudienceResult,
    description: 'Saves a question about contacts, or a list of them. Needs the role ADMIN.',
    args: { input: t.arg({ type: CreateAudienceInput, required: true, description: 'The audience.' }) },
    resolve: (_root, { input }, context) =>
      createAudience(context.services.core, workspaceViewer(context), {
        name: input.name,
        query: input.query == null ? null : toAudienceQuery(input.query),
        contactIds: input.contactIds?.map((id) => decodeId('Contact', id)) ?? null,
      }),
  }),
  addAudienceMembers: t.field({
    type: AudienceResult,
    description: 'Puts contacts on a list; doing it twice is once. Needs the role ADMIN.',
    args: { input: t.arg({ type: AddAudienceMembersInput, required: true, description: 'Who.' }) },
    resolve: (_root, { input }, context) =>
      addMembers(context.services.core, workspaceViewer(context), {
        audienceId: decodeId('Audience', input.audienceId),
        contactIds: input.contactIds.map((id) => decodeId('Contact', id)),
      }),
  }),
}));
