import { TEMPLATE_CATEGORIES, TEMPLATE_STATUSES } from '../../core/model/template.ts';
import type { TemplateSyncView, TemplateView } from '../../core/store/reads/shapes.ts';
import { newestTemplates, templateFilters } from '../../core/store/reads/templates.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { toConnection, toPageRequest } from '../paging.ts';
import { enumOf } from './enums.ts';
import { BodyType, ButtonType, HeaderType, VariableStyleEnum } from './template-content.ts';
import { ChannelAccountType, existing, WorkspaceType } from './workspace.ts';

export const TemplateCategoryEnum = enumOf(
  'TemplateCategory',
  'What a template is for; purpose rules and prices depend on it.',
  TEMPLATE_CATEGORIES,
  {
    MARKETING: 'Promotion, and everything that is not clearly something else.',
    UTILITY: 'About something that the contact did or asked for.',
    AUTHENTICATION: 'A code to sign in with.',
  },
);
export const TemplateStatusEnum = enumOf(
  'TemplateStatus',
  'Where a template stands at its platform.',
  TEMPLATE_STATUSES,
  {
    PENDING: 'Waits for the platform’s verdict.',
    APPROVED: 'Can be sent; nothing else can.',
    REJECTED: 'Refused; see rejectionReason.',
    PAUSED: 'Off for a while, because contacts disliked it; comes back by itself.',
    DISABLED: 'Off for good.',
    UNAVAILABLE: 'Archived, locked or over a limit; see platformStatus.',
    DELETED: 'No longer at the platform.',
    UNKNOWN: 'A word of the platform that is new to us; see platformStatus.',
  },
);
export const TemplateType = builder.objectRef<TemplateView>('Template');
const templates = connectionOf(TemplateType, 'Template');
builder.node(TemplateType, {
  id: { resolve: ({ id }) => id },
  description:
    'A text that a platform approves before it may be sent. Name and language identify it within its account.',
  fields: (t) => ({
    channelAccount: t.field({
      type: ChannelAccountType,
      description: 'Whose it is.',
      resolve: async ({ channelAccountId }, _arguments, { reads }) =>
        existing(await reads.channelAccount(channelAccountId), 'channel account'),
    }),
    externalId: t.exposeString('externalId', { description: "The platform's id." }),
    name: t.exposeString('name', { description: 'As messages name it.' }),
    language: t.exposeString('language', {
      description: "The platform's spelling, such as `de` or `pt_BR`.",
    }),
    category: t.expose('category', {
      type: TemplateCategoryEnum,
      nullable: true,
      description: 'Null: one that we do not know.',
    }),
    previousCategory: t.expose('previousCategory', {
      type: TemplateCategoryEnum,
      nullable: true,
      description: 'Before the platform put it into another one; null: it never did.',
    }),
    comingCategory: t.expose('comingCategory', {
      type: TemplateCategoryEnum,
      nullable: true,
      description: 'Announced by the platform, and not yet so; null: nothing is.',
    }),
    status: t.expose('status', { type: TemplateStatusEnum, description: 'Where it stands.' }),
    platformStatus: t.exposeString('platformStatus', { description: 'The platform’s own word for that.' }),
    quality: t.exposeString('quality', {
      nullable: true,
      description: 'The platform’s word for how contacts take it, such as GREEN; null: none yet.',
    }),
    rejectionReason: t.exposeString('rejectionReason', {
      nullable: true,
      description: 'The platform’s word for why it was refused; null: it was not.',
    }),
    rejectionDetail: t.exposeString('rejectionDetail', {
      nullable: true,
      description: 'What the platform says about it, and what to do; null: nothing.',
    }),
    variableStyle: t.field({
      type: VariableStyleEnum,
      description: 'How its variables stand in the text.',
      resolve: ({ content }) => content.variableStyle,
    }),
    header: t.field({
      type: HeaderType,
      nullable: true,
      description: 'Null: none.',
      resolve: ({ content }) => content.header,
    }),
    body: t.field({
      type: BodyType,
      description: 'Its text.',
      resolve: ({ content }) => content.body,
    }),
    footer: t.string({
      nullable: true,
      description: 'Null: none.',
      resolve: ({ content }) => content.footer,
    }),
    buttons: t.field({
      type: [ButtonType],
      description: 'In their order.',
      resolve: ({ content }) => [...content.buttons],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When we first knew of it.' }),
    changedAt: t.expose('changedAt', {
      type: 'DateTime',
      description: 'When we last learned something new about it.',
    }),
    lastSyncedAt: t.expose('syncedAt', {
      type: 'DateTime',
      description: 'When it was last seen in the platform’s list, or sent in.',
    }),
    vanishedAt: t.expose('vanishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when the platform no longer has it; null: it has.',
    }),
  }),
});

const TemplateFilterInput = builder.inputType('TemplateFilter', {
  description: 'All given conditions must hold.',
  fields: (t) => ({
    name: t.string({ description: 'Exactly this name.' }),
    language: t.string({ description: "The platform's spelling, such as `de`." }),
    category: t.field({ type: [TemplateCategoryEnum], description: 'Of one of these categories.' }),
    status: t.field({ type: [TemplateStatusEnum], description: 'With one of these statuses.' }),
    channel: t.string({ description: 'Of an account of this channel.' }),
  }),
});

function filtersOf(filter: typeof TemplateFilterInput.$inferInput | null | undefined) {
  return templateFilters({
    ...(filter?.name != null && { name: filter.name }),
    ...(filter?.language != null && { language: filter.language }),
    ...(filter?.category != null && { categories: filter.category }),
    ...(filter?.status != null && { statuses: filter.status }),
    ...(filter?.channel != null && { channel: filter.channel }),
  });
}

const TemplateSyncType = builder.objectRef<TemplateSyncView>('TemplateSync').implement({
  description: 'How the templates of an account are read from its platform.',
  fields: (t) => ({
    lastSyncedAt: t.expose('lastSyncedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the whole list was last read; null: never.',
    }),
    failure: t.exposeString('failure', {
      nullable: true,
      description: 'Why the last try failed; it is tried again. Null: it did not.',
    }),
  }),
});

builder.objectFields(ChannelAccountType, (t) => ({
  templates: t.connection(
    {
      type: TemplateType,
      description: 'Texts that its platform approves, newest first; vanished ones too.',
      args: { filter: t.arg({ type: TemplateFilterInput, description: 'Which ones.' }) },
      resolve: async ({ id }, { filter, ...page }, { reads }) =>
        toConnection(
          await reads.pageOf(
            newestTemplates,
            'channel_account_id',
            id,
            toPageRequest(page),
            filtersOf(filter),
          ),
        ),
    },
    templates,
  ),
  templateSync: t.field({
    type: TemplateSyncType,
    nullable: true,
    description: 'Null: they were never read, or the channel has none.',
    resolve: async ({ id }, _arguments, { reads }) => (await reads.templateSyncOf(id))[0] ?? null,
  }),
}));

builder.objectField(WorkspaceType, 'templates', (t) =>
  t.connection(
    {
      type: TemplateType,
      description: 'Texts that platforms approve, of all accounts, newest first; vanished ones too.',
      args: { filter: t.arg({ type: TemplateFilterInput, description: 'Which ones.' }) },
      resolve: async (_workspace, { filter, ...page }, { reads }) =>
        toConnection(await reads.page(newestTemplates, filtersOf(filter), toPageRequest(page))),
    },
    templates,
  ),
);
