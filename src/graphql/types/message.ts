import type { MessageView, ReactionView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { reading } from '../selected-properties.ts';
import { ConversationType } from './conversation.ts';
import { AttemptType, FailureType, ReceiptType } from './delivery.ts';
import { AuthorKindEnum, DeliveryStatusEnum, DirectionEnum, PurposeEnum } from './enums.ts';
import { IdentityType } from './identity.ts';
import { PartUnion } from './part.ts';
import { PolicyDecisionType } from './policy.ts';
import { existing } from './workspace.ts';

export const MessageType = builder.objectRef<MessageView>('Message');
export const messageConnection = connectionOf(MessageType, 'Message');

const ReactionType = builder.objectRef<ReactionView>('Reaction').implement({
  description: 'An emoji on a message.',
  fields: (t) => ({
    emoji: t.exposeString('emoji', { description: 'The emoji, or the platform’s name of a custom one.' }),
    isOurs: t.boolean({
      description: 'Set by us; else by the contact or a participant.',
      resolve: ({ actor }) => actor === 'us',
    }),
    reactedAt: t.expose('reactedAt', { type: 'DateTime', description: 'When.' }),
  }),
});

builder.node(MessageType, {
  id: { resolve: ({ id }) => id },
  description: 'One utterance, of either side.',
  fields: (t) => ({
    direction: t.expose('direction', { type: DirectionEnum, description: 'Which way it went.' }),
    author: t.expose('authorKind', { type: AuthorKindEnum, description: 'Who wrote it.' }),
    authorName: t.exposeString('authorName', {
      nullable: true,
      description: 'The participant of a group, the member or the key.',
    }),
    parts: t.field({
      ...reading<MessageView>('parts'),
      type: [PartUnion],
      description: 'What it is made of; empty once deleted.',
      resolve: ({ parts }) => [...parts],
    }),
    preview: t.exposeString('preview', { description: 'One line for lists; untrusted.' }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: "The platform's id; null while it waits.",
    }),
    quote: t.exposeString('quote', { nullable: true, description: 'The words that were quoted.' }),
    isForwarded: t.exposeBoolean('isForwarded', { description: 'Written by somebody else first.' }),
    sentAt: t.expose('sentAt', {
      type: 'DateTime',
      description: 'By the platform’s clock where it tells; messages are sorted by it.',
    }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When we got or took it.' }),
    editedAt: t.expose('editedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last changed.',
    }),
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken back.',
    }),
    purpose: t.expose('purpose', {
      type: PurposeEnum,
      nullable: true,
      description: 'Null on inbound messages.',
    }),
    status: t.expose('status', {
      type: DeliveryStatusEnum,
      nullable: true,
      description: 'Null on inbound messages.',
    }),
    failure: t.expose('failure', {
      type: FailureType,
      nullable: true,
      description: 'Why it failed or waits.',
    }),
    decision: t.expose('decision', {
      type: PolicyDecisionType,
      nullable: true,
      description: 'What policy said; null on inbound messages.',
    }),
    acceptedAt: t.expose('acceptedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the platform took it.',
    }),
    isPossibleDuplicate: t.exposeBoolean('isPossibleDuplicate', {
      description: 'Sent again after an unknown outcome.',
    }),
    conversation: t.field({
      ...reading<MessageView>('conversationId'),
      type: ConversationType,
      description: 'Where it stands.',
      resolve: async ({ conversationId }, _arguments, { reads }) =>
        existing(await reads.conversation(conversationId), 'conversation'),
    }),
    identity: t.field({
      ...reading<MessageView>('identityId'),
      type: IdentityType,
      description: 'Whom it came from or goes to.',
      resolve: async ({ identityId }, _arguments, { reads }) =>
        existing(await reads.identity(identityId), 'identity'),
    }),
    replyTo: t.field({
      ...reading<MessageView>('replyToId'),
      type: MessageType,
      nullable: true,
      description: 'The message that it answers; null also when we do not have it.',
      resolve: ({ replyToId }, _arguments, { reads }) =>
        replyToId === null ? null : reads.message(replyToId),
    }),
    receipts: t.field({
      ...reading<MessageView>('id'),
      type: [ReceiptType],
      description: 'The history of its delivery.',
      resolve: async ({ id }, _arguments, { reads }) => [...(await reads.receiptsOf(id))],
    }),
    attempts: t.field({
      ...reading<MessageView>('id'),
      type: [AttemptType],
      description: 'Every request that was made for it.',
      resolve: async ({ id }, _arguments, { reads }) => [...(await reads.attemptsOf(id))],
    }),
    reactions: t.field({
      ...reading<MessageView>('id'),
      type: [ReactionType],
      description: 'Of either side.',
      resolve: async ({ id }, _arguments, { reads }) => [...(await reads.reactionsOf(id))],
    }),
  }),
});
