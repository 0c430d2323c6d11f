import { GraphQLError } from 'graphql';
import { createApiKey } from '../../core/access/create-api-key.ts';
import { createMember } from '../../core/access/create-member.ts';
import { createMemberToken } from '../../core/access/create-member-token.ts';
import { createWorkspace } from '../../core/access/create-workspace.ts';
import { revokeApiKey } from '../../core/access/revoke-api-key.ts';
import { createInbox } from '../../core/inbox/create-inbox.ts';
import type { ApiKeyView, InboxView, MemberView, WorkspaceView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { MemberRoleEnum } from '../types/enums.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';
import { ApiKeyType, InboxType, MemberType, WorkspaceType } from '../types/workspace.ts';

interface WorkspaceSuccess {
  readonly kind: 'created';
  readonly workspace: WorkspaceView;
  readonly apiKey: ApiKeyView;
  readonly secret: string;
}

const CreateWorkspaceSuccess = builder.objectRef<WorkspaceSuccess>('CreateWorkspaceSuccess').implement({
  description: 'The workspace and its first key.',
  fields: (t) => ({
    workspace: t.expose('workspace', { type: WorkspaceType, description: 'The tenant.' }),
    apiKey: t.exposeString('secret', { description: 'The first key, with the role OWNER: shown this once.' }),
  }),
});
const CreateWorkspaceResult = builder.unionType('CreateWorkspaceResult', {
  description: 'What became of it.',
  types: [CreateWorkspaceSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('CreateWorkspaceSuccess'),
});

interface KeySuccess {
  readonly kind: 'created' | 'revoked';
  readonly apiKey: ApiKeyView;
  readonly secret?: string;
}
const ApiKeySuccess = builder.objectRef<KeySuccess>('ApiKeySuccess').implement({
  description: 'It was done.',
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKeyType, description: 'The key’s entry.' }),
    secret: t.string({
      nullable: true,
      description: 'The key itself, shown this once; null when none was made.',
      resolve: ({ secret }) => secret ?? null,
    }),
  }),
});
const ApiKeyResult = builder.unionType('ApiKeyResult', {
  description: 'What became of it.',
  types: [ApiKeySuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('ApiKeySuccess'),
});

const MemberSuccess = builder
  .objectRef<{ readonly kind: 'created'; readonly member: MemberView }>('MemberSuccess')
  .implement({
    description: 'The colleague was added.',
    fields: (t) => ({ member: t.expose('member', { type: MemberType, description: 'The colleague.' }) }),
  });
const MemberResult = builder.unionType('MemberResult', {
  description: 'What became of it.',
  types: [MemberSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('MemberSuccess'),
});

const MemberTokenSuccess = builder
  .objectRef<{ readonly kind: 'created'; readonly token: string; readonly expiresAt: Date }>(
    'MemberTokenSuccess',
  )
  .implement({
    description: 'A token for a browser.',
    fields: (t) => ({
      token: t.exposeString('token', { description: 'Send it as `Authorization: Bearer …`.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Worthless from then on.' }),
    }),
  });
const MemberTokenResult = builder.unionType('MemberTokenResult', {
  description: 'What became of it.',
  types: [MemberTokenSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('MemberTokenSuccess'),
});

const InboxSuccess = builder
  .objectRef<{ readonly kind: 'done'; readonly inbox: InboxView }>('InboxSuccess')
  .implement({
    description: 'The desk was opened.',
    fields: (t) => ({ inbox: t.expose('inbox', { type: InboxType, description: 'The desk.' }) }),
  });
const InboxResult = builder.unionType('InboxResult', {
  description: 'What became of it.',
  types: [InboxSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('InboxSuccess'),
});

const CreateWorkspaceInput = builder.inputType('CreateWorkspaceInput', {
  description: 'A new tenant.',
  fields: (t) => ({ name: t.string({ required: true, description: '1 to 200 characters.' }) }),
});
const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'A key for a program.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is for.' }),
    role: t.field({
      type: MemberRoleEnum,
      required: true,
      description: 'What it may do; no more than the caller.',
    }),
    expiresAt: t.field({ type: 'DateTime', description: 'Default: never.' }),
  }),
});
const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  description: 'Which key to end.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The key.' }) }),
});
const CreateMemberInput = builder.inputType('CreateMemberInput', {
  description: 'A new colleague.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'As shown.' }),
    email: t.string({ description: 'Optional.' }),
    role: t.field({
      type: MemberRoleEnum,
      required: true,
      description: 'What they may do; no more than the caller.',
    }),
  }),
});
const CreateMemberTokenInput = builder.inputType('CreateMemberTokenInput', {
  description: 'A token for a colleague’s browser.',
  fields: (t) => ({
    memberId: t.id({ required: true, description: 'The colleague.' }),
    expiresInSeconds: t.int({ description: '1 to 86400; default 3600.' }),
  }),
});
const CreateInboxInput = builder.inputType('CreateInboxInput', {
  description: 'A new desk.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What people call it.' }),
    caseReopenGraceSeconds: t.int({
      description: 'A contact who writes this soon after a case was resolved reopens it. Default: 0.',
    }),
  }),
});

builder.mutationFields((t) => ({
  createWorkspace: t.field({
    type: CreateWorkspaceResult,
    description: 'Makes a tenant. For the instance’s admin key only.',
    args: { input: t.arg({ type: CreateWorkspaceInput, required: true, description: 'The tenant.' }) },
    resolve: (_root, { input }, { viewer, services }) => {
      if (viewer.kind !== 'admin') {
        throw new GraphQLError('Only the instance’s admin key creates workspaces.', {
          extensions: { code: 'FORBIDDEN' },
        });
      }
      return createWorkspace(services.core, input);
    },
  }),
  createApiKey: t.field({
    type: ApiKeyResult,
    description: 'Makes a key for a program.',
    args: { input: t.arg({ type: CreateApiKeyInput, required: true, description: 'The key.' }) },
    resolve: (_root, { input }, context) =>
      createApiKey(context.services.core, workspaceViewer(context), {
        name: input.name,
        role: input.role,
        expiresAt: input.expiresAt ?? null,
      }),
  }),
  revokeApiKey: t.field({
    type: ApiKeyResult,
    description: 'Ends a key, at once and for ever.',
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      revokeApiKey(context.services.core, workspaceViewer(context), { id: decodeId('ApiKey', input.id) }),
  }),
  createMember: t.field({
    type: MemberResult,
    description: 'Adds a colleague.',
    args: { input: t.arg({ type: CreateMemberInput, required: true, description: 'The colleague.' }) },
    resolve: (_root, { input }, context) =>
      createMember(context.services.core, workspaceViewer(context), {
        name: input.name,
        email: input.email ?? null,
        role: input.role,
      }),
  }),
  createMemberToken: t.field({
    type: MemberTokenResult,
    description: 'A short-lived token for a colleague’s browser.',
    args: { input: t.arg({ type: CreateMemberTokenInput, required: true, description: 'For whom.' }) },
    resolve: (_root, { input }, context) =>
      createMemberToken(context.services.core, workspaceViewer(context), {
        memberId: decodeId('Member', input.memberId),
        expiresInSeconds: input.expiresInSeconds ?? 3600,
      }),
  }),
  createInbox: t.field({
    type: InboxResult,
    description: 'Opens a desk.',
    args: { input: t.arg({ type: CreateInboxInput, required: true, description: 'The desk.' }) },
    resolve: (_root, { input }, context) =>
      createInbox(context.services.core, workspaceViewer(context), {
        name: input.name,
        caseReopenGraceSeconds: input.caseReopenGraceSeconds ?? 0,
      }),
  }),
}));
