import { assignCase } from '../../core/inbox/assign-case.ts';
import { markConversationRead } from '../../core/inbox/mark-conversation-read.ts';
import { sendTyping } from '../../core/inbox/send-typing.ts';
import { setCaseStatus } from '../../core/inbox/set-case-status.ts';
import type { CaseView, ConversationView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { CaseType } from '../types/case.ts';
import { ConversationType } from '../types/conversation.ts';
import { CaseStatusEnum } from '../types/enums.ts';
import { ERROR_MEMBERS, memberOr, PolicyRefusedType } from '../types/errors.ts';

const ConversationSuccess = builder
  .objectRef<{ readonly kind: 'done'; readonly conversation: ConversationView }>('ConversationSuccess')
  .implement({
    description: 'It was done.',
    fields: (t) => ({
      conversation: t.expose('conversation', { type: ConversationType, description: 'As it is now.' }),
    }),
  });
const ConversationResult = builder.unionType('ConversationResult', {
  description: 'What became of it.',
  types: [ConversationSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('ConversationSuccess'),
});
const SendTypingResult = builder.unionType('SendTypingResult', {
  description: 'What became of it.',
  types: [ConversationSuccess, PolicyRefusedType, ...ERROR_MEMBERS],
  resolveType: memberOr('ConversationSuccess'),
});

const CaseSuccess = builder
  .objectRef<{ readonly kind: 'done'; readonly case: CaseView }>('CaseSuccess')
  .implement({
    description: 'It was done.',
    fields: (t) => ({ case: t.expose('case', { type: CaseType, description: 'As it is now.' }) }),
  });
const CaseResult = builder.unionType('CaseResult', {
  description: 'What became of it.',
  types: [CaseSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('CaseSuccess'),
});

const MarkConversationReadInput = builder.inputType('MarkConversationReadInput', {
  description: 'How far somebody has read.',
  fields: (t) => ({
    conversationId: t.id({ required: true, description: 'Which one.' }),
    upToMessageId: t.id({ description: 'Messages behind it stay unread; default: everything is read.' }),
  }),
});
const SendTypingInput = builder.inputType('SendTypingInput', {
  description: 'Where somebody is writing.',
  fields: (t) => ({ conversationId: t.id({ required: true, description: 'Which one.' }) }),
});
const SetCaseStatusInput = builder.inputType('SetCaseStatusInput', {
  description: 'Where a case stands.',
  fields: (t) => ({
    caseId: t.id({ required: true, description: 'Which one.' }),
    status: t.field({ type: CaseStatusEnum, required: true, description: 'From now on.' }),
    snoozedUntil: t.field({ type: 'DateTime', description: 'With SNOOZED: when it comes back.' }),
  }),
});
const AssignCaseInput = builder.inputType('AssignCaseInput', {
  description: 'Whose a case is.',
  fields: (t) => ({
    caseId: t.id({ required: true, description: 'Which one.' }),
    assigneeId: t.id({ description: 'The colleague; null: nobody’s.' }),
  }),
});

builder.mutationFields((t) => ({
  markConversationRead: t.field({
    type: ConversationResult,
    description: 'Sets how far a conversation has been read.',
    args: { input: t.arg({ type: MarkConversationReadInput, required: true, description: 'How far.' }) },
    resolve: (_root, { input }, context) =>
      markConversationRead(context.services.core, workspaceViewer(context), {
        conversationId: decodeId('Conversation', input.conversationId),
        upToMessageId: input.upToMessageId == null ? null : decodeId('Message', input.upToMessageId),
      }),
  }),
  sendTyping: t.field({
    type: SendTypingResult,
    description:
      'Shows the contact that somebody is writing, for some seconds; only where an answer may be sent.',
    args: { input: t.arg({ type: SendTypingInput, required: true, description: 'Where.' }) },
    resolve: (_root, { input }, context) =>
      sendTyping(context.services.core, workspaceViewer(context), {
        conversationId: decodeId('Conversation', input.conversationId),
      }),
  }),
  setCaseStatus: t.field({
    type: CaseResult,
    description: 'Moves a case on.',
    args: { input: t.arg({ type: SetCaseStatusInput, required: true, description: 'The change.' }) },
    resolve: (_root, { input }, context) =>
      setCaseStatus(context.services.core, workspaceViewer(context), {
        caseId: decodeId('Case', input.caseId),
        status: input.status,
        snoozedUntil: input.snoozedUntil ?? null,
      }),
  }),
  assignCase: t.field({
    type: CaseResult,
    description: 'Gives a case to a colleague, or to nobody.',
    args: { input: t.arg({ type: AssignCaseInput, required: true, description: 'The change.' }) },
    resolve: (_root, { input }, context) =>
      assignCase(context.services.core, workspaceViewer(context), {
        caseId: decodeId('Case', input.caseId),
        assigneeId: input.assigneeId == null ? null : decodeId('Member', input.assigneeId),
      }),
  }),
}));
