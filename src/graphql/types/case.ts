import type { CaseView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { ConversationType } from './conversation.ts';
import { CaseStatusEnum } from './enums.ts';
import { existing, MemberType } from './workspace.ts';

export const CaseType = builder.objectRef<CaseView>('Case');
export const caseConnection = connectionOf(CaseType, 'Case');

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
