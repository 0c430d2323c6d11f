import { brandWithType } from '@pothos/core';
import type { ChannelDefinition } from '../core/channel/index.ts';
import type { WorkspaceViewer } from '../core/model/viewer.ts';
import { contactFilters } from '../core/store/reads/contacts.ts';
import { conversationFilters, conversationsByActivity } from '../core/store/reads/conversations.ts';
import { newestContacts } from '../core/store/reads/lists.ts';
import { findWorkspace } from '../core/store/reads/workspace.ts';
import { builder } from './builder.ts';
import { adminSeesNothing, type Context } from './context.ts';
import { decodeId, parseId } from './ids.ts';
import { toConnection, toPageRequest } from './paging.ts';
import { ChannelType } from './types/channel.ts';
import { ContactType, contactConnection } from './types/contact.ts';
import { ConversationType, conversationConnection } from './types/conversation.ts';
import { CaseStatusEnum, ConversationOrderEnum } from './types/enums.ts';
import { ViewerType } from './types/viewer.ts';
import { existing, WorkspaceType } from './types/workspace.ts';

/** The caller within their workspace; the admin key has none. */
export function workspaceViewer({ viewer }: Context): WorkspaceViewer {
  if (viewer.kind === 'admin') throw adminSeesNothing();
  return viewer;
}

const ConversationFilterInput = builder.inputType('ConversationFilter', {
  description: 'All given conditions must hold.',
  fields: (t) => ({
    inboxId: t.id({ description: 'At this desk.' }),
    contactId: t.id({ description: 'With this contact.' }),
    caseStatus: t.field({
      type: [CaseStatusEnum],
      description: 'Whose current case has one of these statuses.',
    }),
    assigneeId: t.id({ description: 'Whose current case is this member’s.' }),
    isAssigned: t.boolean({ description: 'Whose current case has an assignee, or has none.' }),
    isUnread: t.boolean({ description: 'With unread messages, or without.' }),
    channel: t.string({ description: 'In which the contact is known to an account of this channel.' }),
  }),
});

const ContactFilterInput = builder.inputType('ContactFilter', {
  description: 'All given conditions must hold.',
  fields: (t) => ({
    channel: t.string({ description: 'Known to an account of this channel.' }),
    tag: t.string({ description: 'With this label.' }),
  }),
});

builder.queryFields((t) => ({
  viewer: t.field({
    type: ViewerType,
    description: 'Who is calling.',
    resolve: (_root, _arguments, { viewer }) => viewer,
  }),
  workspace: t.field({
    type: WorkspaceType,
    description: 'The workspace of the caller.',
    resolve: async (_root, _arguments, context) =>
      existing(
        await findWorkspace(context.services.core.db, workspaceViewer(context).workspaceId),
        'workspace',
      ),
  }),
  channels: t.field({
    type: [ChannelType],
    description: 'The installed adapters.',
    resolve: (_root, _arguments, { services }): ChannelDefinition[] => [...services.core.channels.all],
  }),
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'Anything by its id; null when there is no such thing in this workspace.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (_root, { id }, context) => findNode(context, id) as never,
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description:
      'Several things by their ids, in the same order; null for each that is not there. At most 100.',
    args: { ids: t.arg.idList({ required: true, description: 'Their ids.' }) },
    resolve: (_root, { ids }, context) => ids.slice(0, 100).map((id) => findNode(context, id)) as never,
  }),
  conversation: t.field({
    type: ConversationType,
    nullable: true,
    description: 'One conversation; null when there is no such one in this workspace.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (_root, { id }, { reads }) => reads.conversation(decodeId('Conversation', id)),
  }),
  contact: t.field({
    type: ContactType,
    nullable: true,
    description: 'One contact; null when there is no such one in this workspace.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (_root, { id }, { reads }) => reads.contact(decodeId('Contact', id)),
  }),
  conversations: t.connection(
    {
      type: ConversationType,
      description: 'The inbox.',
      args: {
        filter: t.arg({ type: ConversationFilterInput, description: 'Which ones.' }),
        orderBy: t.arg({ type: ConversationOrderEnum, description: 'Default: LATEST_FIRST.' }),
      },
      resolve: async (_root, { filter, orderBy, ...page }, { reads }) => {
        const filters = conversationFilters({
          ...(filter?.inboxId != null && { inboxId: decodeId('Inbox', filter.inboxId) }),
          ...(filter?.contactId != null && { contactId: decodeId('Contact', filter.contactId) }),
          ...(filter?.caseStatus != null && { caseStatuses: filter.caseStatus }),
          ...(filter?.assigneeId != null && { assigneeId: decodeId('Member', filter.assigneeId) }),
          ...(filter?.isAssigned != null && { isAssigned: filter.isAssigned }),
          ...(filter?.isUnread != null && { isUnread: filter.isUnread }),
          ...(filter?.channel != null && { channel: filter.channel }),
        });
        const list = conversationsByActivity(orderBy === 'OLDEST_FIRST' ? 'ASC' : 'DESC');
        return toConnection(await reads.page(list, filters, toPageRequest(page)));
      },
    },
    conversationConnection,
  ),
  contacts: t.connection(
    {
      type: ContactType,
      description: 'Newest first.',
      args: { filter: t.arg({ type: ContactFilterInput, description: 'Which ones.' }) },
      resolve: async (_root, { filter, ...page }, { reads }) => {
        const filters = contactFilters({
          ...(filter?.channel != null && { channel: filter.channel }),
          ...(filter?.tag != null && { tag: filter.tag }),
        });
        return toConnection(await reads.page(newestContacts, filters, toPageRequest(page)));
      },
    },
    contactConnection,
  ),
}));

const NODES = {
  Inbox: 'inbox',
  ChannelAccount: 'channelAccount',
  Member: 'member',
  ApiKey: 'apiKey',
  Contact: 'contact',
  Identity: 'identity',
  Conversation: 'conversation',
  Case: 'case',
  Message: 'message',
  Media: 'media',
  DeadLetter: 'deadLetter',
  Topic: 'topic',
  ConsentRecord: 'consentRecord',
  Template: 'template',
  Audience: 'audience',
  Snippet: 'snippet',
  Campaign: 'campaign',
  CampaignRecipient: 'campaignRecipient',
  Migration: 'migration',
  MigrationReader: 'migrationReader',
  MigrationLink: 'migrationLink',
  MigrationImport: 'migrationImport',
} as const;

/** Malformed, unknown, absent and foreign ids are all the same: null. */
async function findNode({ reads, services }: Context, globalId: string): Promise<object | null> {
  const parsed = parseId(globalId);
  if (parsed === null) return null;
  if (parsed.noun === 'Workspace') {
    const row =
      parsed.id === reads.workspaceId ? await findWorkspace(services.core.db, reads.workspaceId) : null;
    return branded(row, 'Workspace');
  }
  if (!(parsed.noun in NODES)) return null;
  const noun = NODES[parsed.noun as keyof typeof NODES];
  return branded(await reads[noun](parsed.id), parsed.noun);
}

/** Tells GraphQL which type a row is; the row itself may be shared, so a copy is marked. */
function branded(row: object | null, typeName: string): object | null {
  if (row === null) return null;
  const copy = { ...row };
  brandWithType(copy, typeName as never);
  return copy;
}
