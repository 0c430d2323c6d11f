import { deleteMessage, editMessage, type MessageDone, react } from '../../core/inbox/change-sent-message.ts';
import { type MessageQueued, sendMessage } from '../../core/inbox/send-message.ts';
import { cancelMessage, resolveUnconfirmed } from '../../core/inbox/settle-by-hand.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { OnUnsupportedEnum, OverlongTextEnum, PurposeEnum, ResolutionEnum } from '../types/enums.ts';
import { ERROR_MEMBERS, memberOr, PolicyRefusedType } from '../types/errors.ts';
import { MessageType } from '../types/message.ts';
import { GoodsEnum, toDeclaration } from '../types/policy.ts';
import { PartInput, toPart } from './part-input.ts';

const SendMessageSuccess = builder.objectRef<MessageQueued>('SendMessageSuccess').implement({
  description: 'The message is stored and will be sent.',
  fields: (t) => ({
    queuedMessage: t.expose('message', { type: MessageType, description: 'With its status from now on.' }),
  }),
});

export const SendMessageResult = builder.unionType('SendMessageResult', {
  description: 'What became of a request to send.',
  types: [SendMessageSuccess, PolicyRefusedType, ...ERROR_MEMBERS],
  resolveType: memberOr('SendMessageSuccess'),
});

const SendMessageInput = builder.inputType('SendMessageInput', {
  description: 'A message to one contact: by conversation (where it was last heard from) or by identity.',
  fields: (t) => ({
    conversationId: t.id({ description: 'Answers there, to the identity last heard from.' }),
    identityId: t.id({ description: 'Goes to exactly this identity.' }),
    parts: t.field({ type: [PartInput], required: true, description: 'What it is made of.' }),
    purpose: t.field({ type: PurposeEnum, description: 'Default: SERVICE.' }),
    topicId: t.id({ description: 'The newsletter or series that it belongs to.' }),
    declaredGoods: t.field({ type: [GoodsEnum], description: 'What it offers for sale. Default: nothing.' }),
    containsPromotion: t.boolean({
      description: 'True: it promotes something beside its purpose. Default: false.',
    }),
    replyToId: t.id({ description: 'The message that it answers.' }),
    onUnsupported: t.field({ type: OnUnsupportedEnum, description: 'Default: DEGRADE.' }),
    overlongText: t.field({ type: OverlongTextEnum, description: 'Default: SPLIT.' }),
    isSilent: t.boolean({ description: 'No sound, where the platform can. Default: false.' }),
    persona: t.string({
      description:
        'As whom the platform shows the sender, by its own id (Messenger: a persona). Default: as the account says.',
    }),
    idempotencyKey: t.string({
      required: true,
      description: 'The same key and input make one message, however often they come; kept at least 24 h.',
    }),
  }),
});

builder.mutationField('sendMessage', (t) =>
  t.field({
    type: SendMessageResult,
    description: 'Promises to send a message; returns when the promise is stored.',
    args: { input: t.arg({ type: SendMessageInput, required: true, description: 'The message.' }) },
    resolve: (_root, { input }, context) =>
      sendMessage(context.services.core, workspaceViewer(context), {
        conversationId: input.conversationId == null ? null : decodeId('Conversation', input.conversationId),
        identityId: input.identityId == null ? null : decodeId('Identity', input.identityId),
        parts: input.parts.map(toPart),
        purpose: input.purpose ?? 'SERVICE',
        replyToId: input.replyToId == null ? null : decodeId('Message', input.replyToId),
        options: {
          onUnsupported: input.onUnsupported ?? 'DEGRADE',
          overlongText: input.overlongText ?? 'SPLIT',
          isSilent: input.isSilent ?? false,
          ...(input.persona != null && { persona: input.persona }),
          declaration: toDeclaration(input),
        },
        idempotencyKey: input.idempotencyKey,
      }),
  }),
);

const MessageSuccess = builder.objectRef<MessageDone>('MessageSuccess').implement({
  description: 'It was done.',
  fields: (t) => ({
    changedMessage: t.expose('message', { type: MessageType, description: 'As it is now.' }),
  }),
});

const MessageResult = builder.unionType('MessageResult', {
  description: 'What became of a change of one message.',
  types: [MessageSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('MessageSuccess'),
});

const ChangeMessageResult = builder.unionType('ChangeMessageResult', {
  description: 'What became of an edit or a reaction.',
  types: [MessageSuccess, PolicyRefusedType, ...ERROR_MEMBERS],
  resolveType: memberOr('MessageSuccess'),
});

const EditMessageInput = builder.inputType('EditMessageInput', {
  description: 'What a sent message shall say.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The message.' }),
    parts: t.field({ type: [PartInput], required: true, description: 'The same kind of content as before.' }),
  }),
});
const DeleteMessageInput = builder.inputType('DeleteMessageInput', {
  description: 'Which message to take back.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The message.' }) }),
});
const ReactInput = builder.inputType('ReactInput', {
  description: 'Our reactions to a message.',
  fields: (t) => ({
    messageId: t.id({ required: true, description: 'The message.' }),
    emojis: t.stringList({ required: true, description: 'The complete set; empty takes all back.' }),
  }),
});
const CancelMessageInput = builder.inputType('CancelMessageInput', {
  description: 'Which message not to send.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The message; it must still be QUEUED.' }) }),
});
const ResolveUnconfirmedInput = builder.inputType('ResolveUnconfirmedInput', {
  description: 'What a person found out.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The message; it must be UNCONFIRMED.' }),
    resolution: t.field({ type: ResolutionEnum, required: true, description: 'What to make of it.' }),
  }),
});

builder.mutationFields((t) => ({
  editMessage: t.field({
    type: ChangeMessageResult,
    description: 'Changes a message that we sent, where policy allows it, at the platform and here.',
    args: { input: t.arg({ type: EditMessageInput, required: true, description: 'The change.' }) },
    resolve: (_root, { input }, context) =>
      editMessage(context.services.core, workspaceViewer(context), {
        id: decodeId('Message', input.id),
        parts: input.parts.map(toPart),
      }),
  }),
  deleteMessage: t.field({
    type: MessageResult,
    description: 'Takes a message back that we sent, at the platform and here.',
    args: { input: t.arg({ type: DeleteMessageInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      deleteMessage(context.services.core, workspaceViewer(context), { id: decodeId('Message', input.id) }),
  }),
  react: t.field({
    type: ChangeMessageResult,
    description: 'Sets our reactions on a message of either side, where an answer would be allowed.',
    args: { input: t.arg({ type: ReactInput, required: true, description: 'The reactions.' }) },
    resolve: (_root, { input }, context) =>
      react(context.services.core, workspaceViewer(context), {
        messageId: decodeId('Message', input.messageId),
        emojis: input.emojis,
      }),
  }),
  cancelMessage: t.field({
    type: MessageResult,
    description: 'Takes a message out of the queue.',
    args: { input: t.arg({ type: CancelMessageInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      cancelMessage(context.services.core, workspaceViewer(context), { id: decodeId('Message', input.id) }),
  }),
  resolveUnconfirmed: t.field({
    type: MessageResult,
    description: 'Decides about a message of which nobody knows whether it was sent.',
    args: { input: t.arg({ type: ResolveUnconfirmedInput, required: true, description: 'The decision.' }) },
    resolve: (_root, { input }, context) =>
      resolveUnconfirmed(context.services.core, workspaceViewer(context), {
        id: decodeId('Message', input.id),
        resolution: input.resolution,
      }),
  }),
}));
