import { type AccountDone, connectChannelAccount } from '../../core/inbox/connect-channel-account.ts';
import {
  checkChannelAccount,
  disconnectChannelAccount,
  updateChannelAccount,
} from '../../core/inbox/manage-channel-account.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';
import { ChannelAccountType } from '../types/workspace.ts';

const ConnectChannelAccountSuccess = builder
  .objectRef<AccountDone>('ConnectChannelAccountSuccess')
  .implement({
    description: 'The account is stored; its health says whether the platform took it.',
    fields: (t) => ({
      channelAccount: t.field({
        type: ChannelAccountType,
        description:
          'ACTIVE when every step went well; else PAUSED, with the step that failed in its health.',
        resolve: ({ account }) => account,
      }),
    }),
  });

const ConnectChannelAccountResult = builder.unionType('ConnectChannelAccountResult', {
  description: 'What became of connecting, changing or checking an account.',
  types: [ConnectChannelAccountSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('ConnectChannelAccountSuccess'),
});

const NamedValueInput = builder.inputType('NamedValueInput', {
  description: 'A value by the name that the channel declares.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'The name.' }),
    value: t.string({ required: true, description: 'The value, as text.' }),
  }),
});

const ConnectChannelAccountInput = builder.inputType('ConnectChannelAccountInput', {
  description: 'A number, page, bot or business id to connect.',
  fields: (t) => ({
    channel: t.string({ required: true, description: 'The name of an installed channel.' }),
    name: t.string({ required: true, description: 'What people call it.' }),
    inboxId: t.id({ description: 'The desk that it feeds; default: the default inbox.' }),
    credentials: t.field({
      type: [NamedValueInput],
      required: true,
      description: 'As the channel’s credentialFields say.',
    }),
    settings: t.field({ type: [NamedValueInput], description: 'As the channel’s settingFields say.' }),
    apiBaseUrl: t.string({
      description: "Overrides the platform's production address: test servers, local servers.",
    }),
  }),
});

const UpdateChannelAccountInput = builder.inputType('UpdateChannelAccountInput', {
  description: 'What to change; what is not given stays.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The account.' }),
    name: t.string({ description: 'What people call it.' }),
    inboxId: t.id({ description: 'The desk that it feeds.' }),
    credentials: t.field({ type: [NamedValueInput], description: 'Only those that change.' }),
    settings: t.field({ type: [NamedValueInput], description: 'Only those that change.' }),
    apiBaseUrl: t.string({ description: "Overrides the platform's production address." }),
  }),
});

const ChannelAccountInput = builder.inputType('ChannelAccountInput', {
  description: 'Which account.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The account.' }) }),
});

builder.mutationFields((t) => ({
  connectChannelAccount: t.field({
    type: ConnectChannelAccountResult,
    description: 'Connects an account and asks the platform whether it works.',
    args: { input: t.arg({ type: ConnectChannelAccountInput, required: true, description: 'The account.' }) },
    resolve: (_root, { input }, context) =>
      connectChannelAccount(context.services.core, workspaceViewer(context), {
        channel: input.channel,
        name: input.name,
        inboxId: input.inboxId == null ? null : decodeId('Inbox', input.inboxId),
        credentials: input.credentials,
        settings: input.settings ?? [],
        apiBaseUrl: input.apiBaseUrl ?? null,
      }),
  }),
  updateChannelAccount: t.field({
    type: ConnectChannelAccountResult,
    description: 'Changes an account and checks it again.',
    args: { input: t.arg({ type: UpdateChannelAccountInput, required: true, description: 'The changes.' }) },
    resolve: (_root, { input }, context) =>
      updateChannelAccount(context.services.core, workspaceViewer(context), {
        id: decodeId('ChannelAccount', input.id),
        name: input.name ?? null,
        inboxId: input.inboxId == null ? null : decodeId('Inbox', input.inboxId),
        credentials: input.credentials ?? null,
        settings: input.settings ?? null,
        apiBaseUrl: input.apiBaseUrl ?? null,
      }),
  }),
  checkChannelAccount: t.field({
    type: ConnectChannelAccountResult,
    description: 'Asks the platform again; a paused account that works again sends again.',
    args: { input: t.arg({ type: ChannelAccountInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      checkChannelAccount(context.services.core, workspaceViewer(context), {
        id: decodeId('ChannelAccount', input.id),
      }),
  }),
  disconnectChannelAccount: t.field({
    type: ConnectChannelAccountResult,
    description: 'Stops receiving and sending; history stays.',
    args: { input: t.arg({ type: ChannelAccountInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      disconnectChannelAccount(context.services.core, workspaceViewer(context), {
        id: decodeId('ChannelAccount', input.id),
      }),
  }),
}));
