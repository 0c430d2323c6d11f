import QRCode from 'qrcode';
import type { PersonalLink } from '../../core/migration/personal-links.ts';
import { type ReaderWay, waysTo } from '../../core/migration/reader-ways.ts';
import {
  IMPORT_STATUSES,
  INVITATION_WAYS,
  MIGRATION_STATUSES,
  READER_STATES,
  type ReaderState,
} from '../../core/model/migration.ts';
import { type FunnelCounts, type FunnelPart, readFunnel } from '../../core/store/migration-funnel.ts';
import { findReader } from '../../core/store/migration-readers.ts';
import {
  migrationReadersInOrder,
  newestMigrationImports,
  newestMigrations,
} from '../../core/store/reads/lists.ts';
import type { Filter } from '../../core/store/reads/page.ts';
import type {
  MigrationImportView,
  MigrationLinkView,
  MigrationReaderView,
  MigrationView,
} from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { decodeId } from '../ids.ts';
import { toConnection, toPageRequest } from '../paging.ts';
import { TopicType } from './consent.ts';
import { enumOf } from './enums.ts';
import { IdentityType } from './identity.ts';
import { PolicyDecisionType } from './policy.ts';
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
export const ReaderStateEnum = enumOf(
  'MigrationReaderState',
  'How far a reader is: exactly one of these.',
  READER_STATES,
  {
    IMPORTED: 'On the list, and not invited by us.',
    INVITED: 'Was sent the personal link.',
    OPENED: 'Looked at the page behind it.',
    ARRIVED: 'Opened a chat on another channel, and has been asked there.',
    CONFIRMED: 'Reads there from now on.',
    DECLINED: 'Said no, or took the consent back.',
    FAILED: 'The invitation could not be delivered.',
    LAPSED: 'The deadline passed before they moved.',
  },
);
export const InvitationWayEnum = enumOf('InvitationWay', 'How a reader can be invited.', INVITATION_WAYS, {
  ANSWER: 'By a message, while the window after their own is open.',
  TEMPLATE: 'By a text that the platform approved.',
  POST: 'By what is printed, mailed or posted elsewhere: personal link, QR code, keyword.',
});
export const ImportStatusEnum = enumOf('MigrationImportStatus', 'How far a file is.', IMPORT_STATUSES, {
  QUEUED: 'It waits.',
  CHECKING: 'It is read as a whole; nothing is written yet.',
  RUNNING: 'Its rows are taken in, batch by batch.',
  DONE: 'All rows were looked at.',
  FAILED: 'The file as a whole can not be read.',
});

const ReaderWayType = builder.objectRef<ReaderWay>('MigrationReaderWay').implement({
  description: 'One way to invite a reader.',
  fields: (t) => ({
    way: t.expose('way', { type: InvitationWayEnum, description: 'Which.' }),
    isOpen: t.exposeBoolean('isOpen', { description: 'Whether it would be allowed now.' }),
    reason: t.exposeString('reason', { description: 'Why, or why not.' }),
    decision: t.field({
      type: PolicyDecisionType,
      nullable: true,
      description: 'What policy says; null where we send nothing.',
      resolve: ({ decision }) => decision,
    }),
  }),
});

export const MigrationLinkType = builder.objectRef<MigrationLinkView>('MigrationLink');
builder.node(MigrationLinkType, {
  id: { resolve: ({ id }) => id },
  description: 'A personal link of one reader. Its token is kept nowhere.',
  fields: (t) => ({
    channelAccount: t.field({
      type: ChannelAccountType,
      nullable: true,
      description: 'Where it leads; null: to the landing page.',
      resolve: ({ channelAccountId }, _arguments, { reads }) =>
        channelAccountId === null ? null : reads.channelAccount(channelAccountId),
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends.' }),
    usedAt: t.expose('usedAt', { type: 'DateTime', nullable: true, description: 'Null: not used.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'Null: not revoked.' }),
    openCount: t.exposeInt('openCount', { description: 'How often people looked at the page.' }),
  }),
});

export const PersonalLinkType = builder.objectRef<PersonalLink>('PersonalLink').implement({
  description: 'A link as it can be handed out.',
  fields: (t) => ({
    link: t.field({
      type: MigrationLinkType,
      description: 'What we keep of it.',
      resolve: ({ link }) => link,
    }),
    url: t.exposeString('url', { description: 'The address. Whoever has it can use it, once.' }),
    qrSvg: t.string({
      description: 'The address as a QR code, as SVG.',
      resolve: ({ url }) => QRCode.toString(url, { type: 'svg' }),
    }),
    qrPng: t.string({
      description: 'The same as PNG of 600 pixels, in base64.',
      resolve: async ({ url }) => (await QRCode.toBuffer(url, { width: 600 })).toString('base64'),
    }),
  }),
});

export const MigrationReaderType = builder.objectRef<MigrationReaderView>('MigrationReader');
const readers = connectionOf(MigrationReaderType, 'MigrationReader');
builder.node(MigrationReaderType, {
  id: { resolve: ({ id }) => id },
  description: 'One reader of an audience that moves.',
  fields: (t) => ({
    identity: t.field({
      type: IdentityType,
      description: 'Where they read until now.',
      resolve: async ({ identityId }, _arguments, { reads }) =>
        existing(await reads.identity(identityId), 'identity'),
    }),
    confirmedIdentity: t.field({
      type: IdentityType,
      nullable: true,
      description: 'Where they read from now on; null: not moved.',
      resolve: ({ confirmedIdentityId }, _arguments, { reads }) =>
        confirmedIdentityId === null ? null : reads.identity(confirmedIdentityId),
    }),
    language: t.exposeString('language', { nullable: true, description: 'BCP 47; null: unknown.' }),
    state: t.expose('state', { type: ReaderStateEnum, description: 'How far they are.' }),
    stateAt: t.expose('stateAt', { type: 'DateTime', description: 'Since when.' }),
    channel: t.exposeString('channel', { nullable: true, description: 'Where they arrived; null: nowhere.' }),
    invitedAt: t.expose('invitedAt', { type: 'DateTime', nullable: true, description: 'Null: not yet.' }),
    invitedBy: t.expose('invitedBy', {
      type: InvitationWayEnum,
      nullable: true,
      description: 'How; null: not yet.',
    }),
    reminderCount: t.exposeInt('reminderCount', { description: 'How often they were reminded.' }),
    failure: t.exposeString('failure', { nullable: true, description: 'Why the invitation failed.' }),
    ways: t.field({
      type: [ReaderWayType],
      description: 'Which ways to invite them are open now, and why.',
      resolve: async ({ id, workspaceId }, _arguments, { services: { core } }) => {
        const known = await findReader(core.db, workspaceId, id);
        const [ways = []] = known === null ? [] : await waysTo(core, [known], core.clock.now());
        return [...ways];
      },
    }),
  }),
});

export const MigrationImportType = builder.objectRef<MigrationImportView>('MigrationImport');
const imports = connectionOf(MigrationImportType, 'MigrationImport');
builder.node(MigrationImportType, {
  id: { resolve: ({ id }) => id },
  description: 'A file of readers on its way in.',
  fields: (t) => ({
    status: t.expose('status', { type: ImportStatusEnum, description: 'How far it is.' }),
    problem: t.exposeString('problem', {
      nullable: true,
      description: 'Why the whole file was refused; null otherwise.',
    }),
    encoding: t.exposeString('encoding', { nullable: true, description: 'As declared or found.' }),
    rowCount: t.exposeInt('rowCount', { nullable: true, description: 'Null: not counted yet.' }),
    rowsRead: t.exposeInt('rowsRead', {
      description: 'Up to which row it was taken in; the header is row 1.',
    }),
    added: t.exposeInt('added', { description: 'Who became a reader.' }),
    known: t.exposeInt('known', { description: 'Who was one already.' }),
    passedOver: t.exposeInt('passedOver', {
      description:
        'Of those added: who had refused or taken back the consent here, so that the list does not speak for them.',
    }),
    failed: t.exposeInt('failed', { description: 'Rows that brought nobody.' }),
    errorsUrl: t.string({
      description: 'Those rows with their numbers and reasons, as CSV; asked for with the same key.',
      resolve: ({ id }, _arguments, { services }) =>
        `${services.baseUrl()}/migration-imports/${id}/errors.csv`,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it came.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Null: not finished.',
    }),
  }),
});

const FunnelCountsType = builder.objectRef<FunnelCounts>('MigrationCounts').implement({
  description: 'How many have come how far.',
  fields: (t) => ({
    readers: t.exposeInt('readers', { description: 'All of them.' }),
    invited: t.exposeInt('invited', { description: 'Got the personal link, from us or elsewhere.' }),
    opened: t.exposeInt('opened', { description: 'Looked at the page.' }),
    arrived: t.exposeInt('arrived', { description: 'Opened a chat elsewhere.' }),
    confirmed: t.exposeInt('confirmed', { description: 'Read there now.' }),
    declined: t.exposeInt('declined', { description: 'Said no.' }),
    failed: t.exposeInt('failed', { description: 'Whose invitation failed.' }),
    lapsed: t.exposeInt('lapsed', { description: 'Who had not moved at the deadline.' }),
    stillOnSource: t.exposeInt('stillOnSource', { description: 'Neither moved nor refused.' }),
  }),
});
const FunnelPartType = builder.objectRef<FunnelPart>('MigrationFunnelPart').implement({
  description: 'The counts of one part of the readers.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'The language, the channel or the day (UTC); empty: not known.',
    }),
    counts: t.field({ type: FunnelCountsType, description: 'How many.', resolve: (part) => part }),
  }),
});
const FunnelType = builder.objectRef<readonly FunnelPart[]>('MigrationFunnel').implement({
  description: 'Where the readers stand, counted now. `MIGRATION_READER_CHANGED` tells when to look again.',
  fields: (t) => ({
    total: t.field({
      type: FunnelCountsType,
      description: 'All readers.',
      resolve: (parts) => existing(parts.find(({ part }) => part === 'all') ?? null, 'count'),
    }),
    byLanguage: t.field({
      type: [FunnelPartType],
      description: 'By the readers’ languages.',
      resolve: (parts) => parts.filter(({ part }) => part === 'language'),
    }),
    byChannel: t.field({
      type: [FunnelPartType],
      description: 'By where they arrived.',
      resolve: (parts) => parts.filter(({ part }) => part === 'channel'),
    }),
    byDay: t.field({
      type: [FunnelPartType],
      description: 'What happened on which day.',
      resolve: (parts) => parts.filter(({ part }) => part === 'day'),
    }),
  }),
});

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
      readers,
    ),
    imports: t.connection(
      {
        type: MigrationImportType,
        description: 'Newest first.',
        resolve: async ({ id }, page, { reads }) =>
          toConnection(await reads.page(newestMigrationImports, [ofMigration(id)], toPageRequest(page))),
      },
      imports,
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
