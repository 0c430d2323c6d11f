import type { AccountHealth, HealthStep } from '../../core/model/channel-account.ts';
import {
  apiKeysInOrder,
  channelAccountsInOrder,
  inboxesInOrder,
  membersInOrder,
  newestDeadLetters,
} from '../../core/store/reads/lists.ts';
import type {
  ApiKeyView,
  ChannelAccountView,
  DeadLetterView,
  InboxView,
  MemberView,
  WorkspaceView,
} from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { toConnection, toPageRequest } from '../paging.ts';
import { ChannelType } from './channel.ts';
import { ChannelAccountStatusEnum, HealthLevelEnum, MemberRoleEnum } from './enums.ts';

export const InboxType = builder.objectRef<InboxView>('Inbox');
const inboxes = connectionOf(InboxType, 'Inbox', 'An');
builder.node(InboxType, {
  id: { resolve: ({ id }) => id },
  description: 'A desk that one or more channel accounts feed.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    isDefault: t.exposeBoolean('isDefault', { description: 'New accounts feed it unless told otherwise.' }),
    caseReopenGraceSeconds: t.float({
      description: 'A contact who writes this soon after a case was resolved reopens it.',
      resolve: ({ caseReopenGraceMs }) => caseReopenGraceMs / 1000,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

const HealthStepType = builder.objectRef<HealthStep>('HealthStep').implement({
  description: 'One step of a set-up check.',
  fields: (t) => ({
    name: t.exposeString('name', { description: "The platform's method." }),
    isOk: t.exposeBoolean('isOk', { description: 'Whether it went well.' }),
    description: t.exposeString('description', {
      description: 'What was found, or what failed and what to do.',
    }),
    platformCode: t.exposeString('platformCode', {
      nullable: true,
      description: "The platform's code; null when none.",
    }),
  }),
});

const AccountHealthType = builder.objectRef<AccountHealth>('AccountHealth').implement({
  description: 'What the last set-up check found, or the platform said since.',
  fields: (t) => ({
    level: t.expose('level', { type: HealthLevelEnum, description: 'How the account is doing.' }),
    checkedAt: t.string({
      nullable: true,
      description: 'When (RFC 3339); null before the first check.',
      resolve: ({ checkedAt }) => checkedAt,
    }),
    steps: t.field({
      type: [HealthStepType],
      description: 'In order; the last may be the one that failed.',
      resolve: ({ steps }) => [...steps],
    }),
  }),
});

const SettingValueType = builder.objectRef<{ name: string; value: string | null }>('SettingValue').implement({
  description: 'A setting of an account.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As the channel declares it.' }),
    value: t.exposeString('value', { nullable: true, description: 'As text; null when not set.' }),
  }),
});

export const DeadLetterType = builder.objectRef<DeadLetterView>('DeadLetter');
const deadLetters = connectionOf(DeadLetterType, 'DeadLetter');
builder.node(DeadLetterType, {
  id: { resolve: ({ id }) => id },
  description: 'An authentic body that was not understood or could not be stored; kept raw.',
  fields: (t) => ({
    reason: t.exposeString('reason', { description: 'not-understood, not-storable or account-unknown.' }),
    detail: t.exposeString('detail', { description: 'What exactly.' }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When it came.' }),
    replayCount: t.exposeInt('replayCount', { description: 'How often it was replayed.' }),
    replayedAt: t.expose('replayedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was understood after all; null: not yet.',
    }),
  }),
});

export const ChannelAccountType = builder.objectRef<ChannelAccountView>('ChannelAccount');
const channelAccounts = connectionOf(ChannelAccountType, 'ChannelAccount');
builder.node(ChannelAccountType, {
  id: { resolve: ({ id }) => id },
  description: 'One connected number, page, bot or business id. Its credentials are never returned.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    channel: t.field({
      type: ChannelType,
      nullable: true,
      description: 'The kind of messenger; null when its adapter is no longer installed.',
      resolve: ({ channel }, _arguments, { services }) => services.core.channels.find(channel),
    }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: "The platform's id; null before it was connected.",
    }),
    username: t.exposeString('username', {
      nullable: true,
      description: 'The public handle, where there is one.',
    }),
    status: t.expose('status', { type: ChannelAccountStatusEnum, description: 'Whether it takes part.' }),
    health: t.expose('health', {
      type: AccountHealthType,
      description: 'The last set-up check, step by step.',
    }),
    receiveMode: t.exposeString('receiveMode', { description: 'How events reach us: webhook or polling.' }),
    apiBaseUrl: t.exposeString('apiBaseUrl', {
      nullable: true,
      description: "Overrides the platform's production address.",
    }),
    webhookUrl: t.string({
      description: 'Where the platform sends events.',
      resolve: ({ id, channel }, _arguments, { services }) =>
        `${services.baseUrl()}/webhooks/${channel}/${id}`,
    }),
    settings: t.field({
      type: [SettingValueType],
      description: 'As the channel declares them.',
      resolve: ({ settings }) =>
        Object.entries(settings).map(([name, value]) => ({
          name,
          value: value === null ? null : String(value),
        })),
    }),
    inbox: t.field({
      type: InboxType,
      description: 'The desk that it feeds.',
      resolve: async ({ inboxId }, _arguments, { reads }) => existing(await reads.inbox(inboxId), 'inbox'),
    }),
    deadLetters: t.connection(
      {
        type: DeadLetterType,
        description: 'What came and was not understood, newest first.',
        resolve: async ({ id }, page, { reads }) =>
          toConnection(await reads.pageOf(newestDeadLetters, 'channel_account_id', id, toPageRequest(page))),
      },
      deadLetters,
    ),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was connected.' }),
  }),
});

export const MemberType = builder.objectRef<MemberView>('Member');
const members = connectionOf(MemberType, 'Member');
builder.node(MemberType, {
  id: { resolve: ({ id }) => id },
  description: 'A colleague.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As shown.' }),
    email: t.exposeString('email', { nullable: true, description: 'Null when not given.' }),
    role: t.expose('role', { type: MemberRoleEnum, description: 'What they may do.' }),
    isActive: t.exposeBoolean('isActive', { description: 'False: may do nothing any more.' }),
  }),
});

export const ApiKeyType = builder.objectRef<ApiKeyView>('ApiKey');
const apiKeys = connectionOf(ApiKeyType, 'ApiKey', 'An');
builder.node(ApiKeyType, {
  id: { resolve: ({ id }) => id },
  description: 'A key for a program. The key itself is shown once, when it is made.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is for.' }),
    prefix: t.exposeString('prefix', { description: 'How it begins.' }),
    role: t.expose('role', { type: MemberRoleEnum, description: 'What it may do.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: 'Null: never.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'Null: still good.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'To the minute; null: never.',
    }),
  }),
});

export const WorkspaceType = builder.objectRef<WorkspaceView>('Workspace');
builder.node(WorkspaceType, {
  id: { resolve: ({ id }) => id },
  description: 'A tenant; everything else belongs to one.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    asOf: t.field({
      type: 'Cursor',
      description:
        'The position of the log before anything in this answer was read: `events(after:)` follows from here without a gap.',
      resolve: (_workspace, _arguments, { reads }) => reads.asOf(),
    }),
    inboxes: t.connection(
      {
        type: InboxType,
        description: 'Oldest first.',
        resolve: async (_workspace, page, { reads }) =>
          toConnection(await reads.page(inboxesInOrder, [], toPageRequest(page))),
      },
      inboxes,
    ),
    channelAccounts: t.connection(
      {
        type: ChannelAccountType,
        description: 'Oldest first.',
        resolve: async (_workspace, page, { reads }) =>
          toConnection(await reads.page(channelAccountsInOrder, [], toPageRequest(page))),
      },
      channelAccounts,
    ),
    members: t.connection(
      {
        type: MemberType,
        description: 'Oldest first.',
        resolve: async (_workspace, page, { reads }) =>
          toConnection(await reads.page(membersInOrder, [], toPageRequest(page))),
      },
      members,
    ),
    apiKeys: t.connection(
      {
        type: ApiKeyType,
        description: 'Oldest first, revoked ones too.',
        resolve: async (_workspace, page, { reads }) =>
          toConnection(await reads.page(apiKeysInOrder, [], toPageRequest(page))),
      },
      apiKeys,
    ),
  }),
});

/** What a row's foreign key names is there by the database's own rules. */
export function existing<Row>(row: Row | null, noun: string): Row {
  if (row === null) throw new Error(`A ${noun} that a row names is missing.`);
  return row;
}
