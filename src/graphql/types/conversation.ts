import { messagesInOrder, newestCases } from '../../core/store/reads/lists.ts';
import type { ConversationView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { toConnection, toPageRequest } from '../paging.ts';
import { asSelected } from '../selected-properties.ts';
import { CaseType, caseConnection } from './case.ts';
import { ContactType } from './contact.ts';
import { MessageType, messageConnection } from './message.ts';
import { existing, InboxType } from './workspace.ts';

export const ConversationType = builder.objectRef<ConversationView>('Conversation');
export const conversationConnection = connectionOf(ConversationType, 'Conversation');

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
      caseConnection,
    ),
    messages: t.connection(
      {
        type: MessageType,
        description: 'Oldest first, by the platform’s time; without `first` the latest ones.',
        resolve: async ({ id }, page, { reads }, info) => {
          const list = asSelected(messagesInOrder, info);
          return toConnection(await reads.pageOf(list, 'conversation_id', id, toPageRequest(page, 'end')));
        },
      },
      messageConnection,
    ),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it began.' }),
  }),
});
