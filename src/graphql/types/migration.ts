import { MIGRATION_STATUSES, type ReaderState } from '../../core/model/migration.ts';
import { readFunnel } from '../../core/store/migration-funnel.ts';
import {
  migrationReadersInOrder,
  newestMigrationImports,
  newestMigrations,
} from '../../core/store/reads/lists.ts';
import type { Filter } from '../../core/store/reads/page.ts';
import type { MigrationView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { decodeId } from '../ids.ts';
import { toConnection, toPageRequest } from '../paging.ts';
import { enumOf } from './enums.ts';
import { FunnelType } from './migration-funnel.ts';
import { importConnection, MigrationImportType } from './migration-import.ts';
import { MigrationReaderType, ReaderStateEnum, readerConnection } from './migration-reader.ts';
import { TopicType } from './topic.ts';
import { ChannelAccountType, existing } from './workspace.ts';

export const MigrationStatusEnum = enumOf(
  'MigrationStatus',
  'Where a migration stands.',
  MIGRATION_STATUSES,
  {
    DRAFT: 'Nobody was told yet.',
    RUNNING: 'Readers are invited and reminded.',
    PAUSED: 'Nobody is written to; whoever comes by a link is welcome.',
    ENDED: 'The deadline has passed.',
  },
);
export const MigrationType = builder.objectRef<MigrationView>('Migration');
const migrations = connectionOf(MigrationType, 'Migration');
builder.node(MigrationType, {
  id: { resolve: ({ id }) => id },
  description: 'The move of an audience from one account to others.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    status: t.expose('status', { type: MigrationStatusEnum, description: 'Where it stands.' }),
    sourceAccount: t.field({
      type: ChannelAccountType,
      description: 'Which account is left.',
      resolve: async ({ sourceAccountId }, _arguments, { reads }) =>
        existing(await reads.channelAccount(sourceAccountId), 'channel account'),
    }),
    targetAccounts: t.field({
      type: [ChannelAccountType],
      description: 'Where readers may move, in the order in which the page offers it.',
      resolve: async ({ targetAccountIds }, _arguments, { reads }) =>
        (await Promise.all(targetAccountIds.map((id) => reads.channelAccount(id)))).filter(
          (row) => row !== null,
        ),
    }),
    topic: t.field({
      type: TopicType,
      description: 'Which subscription moves.',
      resolve: async ({ topicId }, _arguments, { reads }) => existing(await reads.topic(topicId), 'topic'),
    }),
    keyword: t.string({
      description: 'What anybody can write to a target account to subscribe without a personal link.',
      resolve: async ({ topicId }, _arguments, { reads }) =>
        `subscribe ${existing(await reads.topic(topicId), 'topic').name}`,
    }),
    deadlineAt: t.expose('deadlineAt', { type: 'DateTime', description: 'When it ends.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'Null: not yet.' }),
    funnel: t.field({
      type: FunnelType,
      description: 'Where its readers stand.',
      resolve: async ({ id, workspaceId }, _arguments, { services }) => [
        ...(await readFunnel(services.core.db, workspaceId, id)),
      ],
    }),
    readers: t.connection(
      {
        type: MigrationReaderType,
        description:
          'Oldest first. With `state`, those who never moved are found, each with the ways that are open.',
        args: { state: t.arg({ type: [ReaderStateEnum], description: 'Only in one of these states.' }) },
        resolve: async ({ id }, { state, ...page }, { reads }) =>
          toConnection(
            await reads.page(migrationReadersInOrder, readerFilters(id, state), toPageRequest(page)),
          ),
      },
      readerConnection,
    ),
    imports: t.connection(
      {
        type: MigrationImportType,
        description: 'Newest first.',
        resolve: async ({ id }, page, { reads }) =>
          toConnection(await reads.page(newestMigrationImports, [ofMigration(id)], toPageRequest(page))),
      },
      importConnection,
    ),
  }),
});

const ofMigration = (id: string): Filter => ({
  name: 'migration',
  value: id,
  sql: (parameter) => `r.migration_id = ${parameter}::uuid`,
});

function readerFilters(id: string, states: readonly ReaderState[] | null | undefined): Filter[] {
  if (states == null) return [ofMigration(id)];
  const inState: Filter = {
    name: 'state',
    value: [...states],
    sql: (parameter) => `r.state = ANY (${parameter}::text[])`,
  };
  return [ofMigration(id), inState];
}

builder.queryFields((t) => ({
  migration: t.field({
    type: MigrationType,
    nullable: true,
    description: 'One migration; null when there is no such one in this workspace.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (_root, { id }, { reads }) => reads.migration(decodeId('Migration', id)),
  }),
  migrations: t.connection(
    {
      type: MigrationType,
      description: 'Newest first.',
      resolve: async (_root, page, { reads }) =>
        toConnection(await reads.page(newestMigrations, [], toPageRequest(page))),
    },
    migrations,
  ),
}));
