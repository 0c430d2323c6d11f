import type { ChannelDefinition } from '../../core/channel/index.ts';
import { weighSending } from '../../core/inbox/weigh-sending.ts';
import type { MessageFailure } from '../../core/model/failure.ts';
import type { PolicyDecision } from '../../core/model/policy.ts';
import { messagesInOrder, newestCases } from '../../core/store/reads/lists.ts';
import type {
  AttemptView,
  CaseView,
  ContactView,
  ConversationView,
  IdentityView,
  MessageView,
  ReactionView,
  ReceiptView,
} from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { toConnection, toPageRequest } from '../paging.ts';
import { ChannelType } from './channel.ts';
import {
  ActionByEnum,
  AuthorKindEnum,
  CaseStatusEnum,
  DeliveryStatusEnum,
  DirectionEnum,
  FailureKindEnum,
  IdentityKindEnum,
  PartTypeEnum,
  PurposeEnum,
  ReachabilityEnum,
  RejectionCauseEnum,
} from './enums.ts';
import { PartUnion } from './part.ts';
import { PolicyDecisionType } from './policy.ts';
import { ChannelAccountType, existing, InboxType, MemberType } from './workspace.ts';

export const ContactType = builder.objectRef<ContactView>('Contact');
export const IdentityType = builder.objectRef<IdentityView>('Identity');
export const ConversationType = builder.objectRef<ConversationView>('Conversation');
export const CaseType = builder.objectRef<CaseView>('Case');
export const MessageType = builder.objectRef<MessageView>('Message');
export const contactConnection = connectionOf(ContactType, 'Contact');
export const conversationConnection = connectionOf(ConversationType, 'Conversation');
const cases = connectionOf(CaseType, 'Case');
const messages = connectionOf(MessageType, 'Message');

builder.node(ContactType, {
  id: { resolve: ({ id }) => id },
  description: 'A person, or a group that is answered as one.',
  fields: (t) => ({
    name: t.exposeString('name', {
      nullable: true,
      description: 'As the platform told or a colleague wrote; untrusted.',
    }),
    locale: t.exposeString('locale', { nullable: true, description: 'BCP 47; null when unknown.' }),
    timeZone: t.exposeString('timeZone', { nullable: true, description: 'IANA name; null when unknown.' }),
    tags: t.field({ type: ['String'], description: 'Labels.', resolve: ({ tags }) => tags }),
    identities: t.field({
      type: [IdentityType],
      description: 'How the contact is known to our accounts; the first 50.',
      resolve: async ({ id }, _arguments, { reads }) => [...(await reads.identitiesOf(id))],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When we first heard of them.' }),
  }),
});

builder.node(IdentityType, {
  id: { resolve: ({ id }) => id },
  description: 'How one contact is known to one channel account.',
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The platform's id; opaque." }),
    kind: t.expose('kind', { type: IdentityKindEnum, description: 'A person or a group.' }),
    displayName: t.exposeString('displayName', {
      nullable: true,
      description: 'As the platform shows it; untrusted.',
    }),
    username: t.exposeString('username', { nullable: true, description: 'The public handle; may change.' }),
    reachability: t.expose('reachability', {
      type: ReachabilityEnum,
      description: 'Whether the platform lets us write.',
    }),
    lastInboundAt: t.expose('lastInboundAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the contact last wrote here.',
    }),
    promotionalOptOutAt: t.expose('promotionalOptOutAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the contact refused newsletters and marketing here; null: never.',
    }),
    channelAccount: t.field({
      type: ChannelAccountType,
      description: 'The account that knows them.',
      resolve: async ({ channelAccountId }, _arguments, { reads }) =>
        existing(await reads.channelAccount(channelAccountId), 'channel account'),
    }),
    contact: t.field({
      type: ContactType,
      description: 'Who it is.',
      resolve: async ({ contactId }, _arguments, { reads }) =>
        existing(await reads.contact(contactId), 'contact'),
    }),
  }),
});

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

builder.node(ConversationType, {
  id: { resolve: ({ id }) => id },
  description: 'The one thread of one contact in one inbox, across all channels that feed it.',
  fields: (t) => ({
    contact: t.field({
      type: ContactType,
      description: 'With whom.',
      resolve: async ({ contactId }, _arguments, { reads }) =>
        existing(await reads.contact(contactId), 'contact'),
    }),
    inbox: t.field({
      type: InboxType,
      description: 'At which desk.',
      resolve: async ({ inboxId }, _arguments, { reads }) => existing(await reads.inbox(inboxId), 'inbox'),
    }),
    unreadCount: t.exposeInt('unreadCount', { description: 'Messages of the contact that nobody has read.' }),
    lastMessageAt: t.expose('lastMessageAt', { type: 'DateTime', description: 'Lists are sorted by it.' }),
    lastMessage: t.field({
      type: MessageType,
      nullable: true,
      description: 'The message that stands last.',
      resolve: ({ lastMessageId }, _arguments, { reads }) =>
        lastMessageId === null ? null : reads.message(lastMessageId),
    }),
    case: t.field({
      type: CaseType,
      nullable: true,
      description: 'The unresolved case, else the one resolved last.',
      resolve: ({ openCaseId, lastCaseId }, _arguments, { reads }) => {
        const id = openCaseId ?? lastCaseId;
        return id === null ? null : reads.case(id);
      },
    }),
    cases: t.connection(
      {
        type: CaseType,
        description: 'Newest first.',
        resolve: async ({ id }, page, { reads }) =>
          toConnection(await reads.pageOf(newestCases, 'conversation_id', id, toPageRequest(page))),
      },
      cases,
    ),
    messages: t.connection(
      {
        type: MessageType,
        description: 'Oldest first, by the platform’s time; without `first` the latest ones.',
        resolve: async ({ id }, page, { reads }) =>
          toConnection(
            await reads.pageOf(messagesInOrder, 'conversation_id', id, toPageRequest(page, 'end')),
          ),
      },
      messages,
    ),
    composer: t.field({
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
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it began.' }),
  }),
});

builder.node(CaseType, {
  id: { resolve: ({ id }) => id },
  description: 'A work item on a conversation.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Counts up within the workspace; what people call it by.' }),
    status: t.expose('status', { type: CaseStatusEnum, description: 'Where it stands.' }),
    assignee: t.field({
      type: MemberType,
      nullable: true,
      description: 'Whose it is; null: nobody’s.',
      resolve: ({ assigneeId }, _arguments, { reads }) =>
        assigneeId === null ? null : reads.member(assigneeId),
    }),
    conversation: t.field({
      type: ConversationType,
      description: 'On which it is.',
      resolve: async ({ conversationId }, _arguments, { reads }) =>
        existing(await reads.conversation(conversationId), 'conversation'),
    }),
    snoozedUntil: t.expose('snoozedUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'When it comes back.',
    }),
    openedAt: t.expose('openedAt', { type: 'DateTime', description: 'When the contact wrote.' }),
    firstResponseAt: t.expose('firstResponseAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a colleague first answered.',
    }),
    resolvedAt: t.expose('resolvedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was done.',
    }),
  }),
});

const FailureType = builder.objectRef<MessageFailure>('MessageFailure').implement({
  description: 'Why a message failed or is held.',
  fields: (t) => ({
    kind: t.expose('kind', { type: FailureKindEnum, description: 'What went wrong.' }),
    cause: t.expose('cause', {
      type: RejectionCauseEnum,
      nullable: true,
      description: 'Why the platform refused.',
    }),
    actionBy: t.expose('actionBy', { type: ActionByEnum, nullable: true, description: 'Who can mend it.' }),
    platformCode: t.exposeString('platformCode', { description: "The platform's own code." }),
    description: t.exposeString('description', { description: 'For a person.' }),
  }),
});

const ReceiptType = builder.objectRef<ReceiptView>('Receipt').implement({
  description: 'One dated step of a delivery.',
  fields: (t) => ({
    status: t.expose('status', { type: DeliveryStatusEnum, description: 'What happened.' }),
    occurredAt: t.expose('occurredAt', {
      type: 'DateTime',
      description: 'By the platform’s clock where it tells.',
    }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When we learned it.' }),
  }),
});

const AttemptType = builder.objectRef<AttemptView>('Attempt').implement({
  description: 'At most one HTTP request to the platform; written down before it left.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'From 1.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was written down.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Null: still out, or its process died.',
    }),
    outcome: t.exposeString('outcome', {
      nullable: true,
      description: 'accepted, or the kind of failure; null: unknown.',
    }),
  }),
});

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
      type: ConversationType,
      description: 'Where it stands.',
      resolve: async ({ conversationId }, _arguments, { reads }) =>
        existing(await reads.conversation(conversationId), 'conversation'),
    }),
    identity: t.field({
      type: IdentityType,
      description: 'Whom it came from or goes to.',
      resolve: async ({ identityId }, _arguments, { reads }) =>
        existing(await reads.identity(identityId), 'identity'),
    }),
    replyTo: t.field({
      type: MessageType,
      nullable: true,
      description: 'The message that it answers; null also when we do not have it.',
      resolve: ({ replyToId }, _arguments, { reads }) =>
        replyToId === null ? null : reads.message(replyToId),
    }),
    receipts: t.field({
      type: [ReceiptType],
      description: 'The history of its delivery.',
      resolve: async ({ id }, _arguments, { reads }) => [...(await reads.receiptsOf(id))],
    }),
    attempts: t.field({
      type: [AttemptType],
      description: 'Every request that was made for it.',
      resolve: async ({ id }, _arguments, { reads }) => [...(await reads.attemptsOf(id))],
    }),
    reactions: t.field({
      type: [ReactionType],
      description: 'Of either side.',
      resolve: async ({ id }, _arguments, { reads }) => [...(await reads.reactionsOf(id))],
    }),
  }),
});
