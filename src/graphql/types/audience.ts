import { sourceOfAudience } from '../../core/campaigns/member-source.ts';
import { AUDIENCE_KINDS } from '../../core/model/audience.ts';
import { countMembers } from '../../core/store/audience-members.ts';
import { newestAudiences } from '../../core/store/reads/lists.ts';
import type { AudienceView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { toConnection, toPageRequest } from '../paging.ts';
import { enumOf } from './enums.ts';
import { WorkspaceType } from './workspace.ts';

export const AudienceKindEnum = enumOf('AudienceKind', 'What an audience is.', AUDIENCE_KINDS, {
  QUERY: 'A saved question about contacts, asked anew each time.',
  LIST: 'Contacts that were named one by one.',
});

export const AudienceType = builder.objectRef<AudienceView>('Audience');
const audiences = connectionOf(AudienceType, 'Audience', 'An');
builder.node(AudienceType, {
  id: { resolve: ({ id }) => id },
  description: 'A saved query over contacts, or a fixed list of them.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    kind: t.expose('kind', { type: AudienceKindEnum, description: 'A query or a list.' }),
    query: t.string({
      nullable: true,
      description: 'The question, as JSON; null: a list.',
      resolve: ({ query }) => (query === null ? null : JSON.stringify(query)),
    }),
    memberCount: t.int({
      description: 'How many contacts belong to it now.',
      resolve: async (audience, _arguments, { reads, services: { core } }) =>
        countMembers(core.db, {
          workspaceId: audience.workspaceId,
          source: sourceOfAudience(audience),
          at: await reads.now(core.clock),
        }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

builder.objectField(WorkspaceType, 'audiences', (t) =>
  t.connection(
    {
      type: AudienceType,
      description: 'Saved queries and lists, newest first.',
      resolve: async (_workspace, page, { reads }) =>
        toConnection(await reads.page(newestAudiences, [], toPageRequest(page))),
    },
    audiences,
  ),
);
