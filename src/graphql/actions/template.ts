import { deleteTemplate, editTemplate, type TemplateDone } from '../../core/templates/change-template.ts';
import { createTemplate, type TemplateCreated } from '../../core/templates/create-template.ts';
import { syncTemplates, type TemplatesSynced } from '../../core/templates/sync-templates.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';
import { TemplateCategoryEnum, TemplateType } from '../types/template.ts';
import { ChannelAccountType } from '../types/workspace.ts';
import { contentFields, exampleMediaOf, toContent } from './template-input.ts';

const SyncTemplatesSuccess = builder.objectRef<TemplatesSynced>('SyncTemplatesSuccess').implement({
  description: 'The templates are what the platform’s list says.',
  fields: (t) => ({
    channelAccount: t.expose('account', { type: ChannelAccountType, description: 'Whose they are.' }),
    lastSyncedAt: t.expose('syncedAt', { type: 'DateTime', description: 'When the platform was asked.' }),
    changedCount: t.exposeInt('changedCount', { description: 'So many are new, or otherwise than before.' }),
    vanishedCount: t.exposeInt('vanishedCount', { description: 'So many are no longer at the platform.' }),
  }),
});
const SyncTemplatesResult = builder.unionType('SyncTemplatesResult', {
  description: 'What became of it.',
  types: [SyncTemplatesSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('SyncTemplatesSuccess'),
});
const SyncTemplatesInput = builder.inputType('SyncTemplatesInput', {
  description: 'Whose templates to read.',
  fields: (t) => ({ channelAccountId: t.id({ required: true, description: 'The account.' }) }),
});

const TemplateSuccess = builder.objectRef<TemplateCreated | TemplateDone>('TemplateSuccess').implement({
  description: 'The platform did it.',
  fields: (t) => ({
    template: t.expose('template', { type: TemplateType, description: 'The template, as it is now.' }),
  }),
});
const TemplateResult = builder.unionType('TemplateResult', {
  description:
    'What became of it. What the platform refuses is `ChannelUnavailable`, with its code and words.',
  types: [TemplateSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('TemplateSuccess'),
});

const CreateTemplateInput = builder.inputType('CreateTemplateInput', {
  description: 'A text to be approved.',
  fields: (t) => ({
    channelAccountId: t.id({ required: true, description: 'The account whose template it becomes.' }),
    name: t.string({ required: true, description: 'As messages will name it.' }),
    language: t.string({ required: true, description: "The platform's spelling, such as `de` or `pt_BR`." }),
    category: t.field({ type: TemplateCategoryEnum, required: true, description: 'What it is for.' }),
    ...contentFields(t),
    idempotencyKey: t.string({
      required: true,
      description: 'Of your choice; the same key and input make one template, however often they come.',
    }),
  }),
});

const EditTemplateInput = builder.inputType('EditTemplateInput', {
  description: 'Other words for a template. What is not given is taken away.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The template.' }),
    category: t.field({ type: TemplateCategoryEnum, description: 'Default: stays as it is.' }),
    ...contentFields(t),
  }),
});

const DeleteTemplateInput = builder.inputType('DeleteTemplateInput', {
  description: 'Which one to take away.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The template.' }),
    allLanguages: t.boolean({ description: 'Its namesakes in other languages too. Default: false.' }),
  }),
});

builder.mutationFields((t) => ({
  syncTemplates: t.field({
    type: SyncTemplatesResult,
    description:
      'Reads all templates of an account from its platform. It happens by itself after connecting, once a day, and when the platform’s news ask for it.',
    args: { input: t.arg({ type: SyncTemplatesInput, required: true, description: 'Which account.' }) },
    resolve: (_root, { input }, context) =>
      syncTemplates(context.services.core, workspaceViewer(context), {
        channelAccountId: decodeId('ChannelAccount', input.channelAccountId),
      }),
  }),
  createTemplate: t.field({
    type: TemplateResult,
    description: 'Sends a text in for approval. The verdict comes later, as a TEMPLATE_CHANGED event.',
    args: { input: t.arg({ type: CreateTemplateInput, required: true, description: 'The text.' }) },
    resolve: (_root, { input }, context) =>
      createTemplate(context.services.core, workspaceViewer(context), {
        channelAccountId: decodeId('ChannelAccount', input.channelAccountId),
        draft: {
          name: input.name,
          language: input.language,
          category: input.category,
          ...toContent(input),
        },
        exampleMediaId: exampleMediaOf(input),
        idempotencyKey: input.idempotencyKey,
      }),
  }),
  editTemplate: t.field({
    type: TemplateResult,
    description:
      'Puts other words into a template. It waits for approval again, and can not be sent meanwhile.',
    args: { input: t.arg({ type: EditTemplateInput, required: true, description: 'The words.' }) },
    resolve: (_root, { input }, context) =>
      editTemplate(context.services.core, workspaceViewer(context), {
        id: decodeId('Template', input.id),
        category: input.category ?? null,
        content: toContent(input),
        exampleMediaId: exampleMediaOf(input),
      }),
  }),
  deleteTemplate: t.field({
    type: TemplateResult,
    description: 'Takes a template away at its platform. Repeating it is harmless.',
    args: { input: t.arg({ type: DeleteTemplateInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      deleteTemplate(context.services.core, workspaceViewer(context), {
        id: decodeId('Template', input.id),
        allLanguages: input.allLanguages ?? false,
      }),
  }),
}));
