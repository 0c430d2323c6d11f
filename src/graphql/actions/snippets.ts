import { putSnippet, type SnippetPut } from '../../core/campaigns/put-snippet.ts';
import type { SnippetView } from '../../core/store/reads/shapes.ts';
import { listSnippets } from '../../core/store/snippets.ts';
import { builder } from '../builder.ts';
import { workspaceViewer } from '../queries.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';
import { WorkspaceType } from '../types/workspace.ts';

const SnippetTextType = builder
  .objectRef<{ readonly language: string; readonly text: string }>('SnippetText')
  .implement({
    description: 'A snippet in one language.',
    fields: (t) => ({
      language: t.exposeString('language', { description: 'BCP 47.' }),
      text: t.exposeString('text', { description: 'What it says.' }),
    }),
  });

const SnippetType = builder.objectRef<SnippetView>('Snippet');
builder.node(SnippetType, {
  id: { resolve: ({ id }) => id },
  description: 'Canned text that contents take in as `{{> name}}`; may hold variables.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What contents call it.' }),
    text: t.exposeString('text', { description: 'What it says in languages without a text of their own.' }),
    texts: t.field({
      type: [SnippetTextType],
      description: 'By language.',
      resolve: ({ texts }) => Object.entries(texts).map(([language, text]) => ({ language, text })),
    }),
  }),
});

builder.objectField(WorkspaceType, 'snippets', (t) =>
  t.field({
    type: [SnippetType],
    description: 'Canned texts, by name.',
    resolve: async ({ id }, _arguments, { services }) => [...(await listSnippets(services.core.db, id))],
  }),
);

const SnippetSuccess = builder.objectRef<SnippetPut>('SnippetSuccess').implement({
  description: 'It is written.',
  fields: (t) => ({ snippet: t.expose('snippet', { type: SnippetType, description: 'As it is now.' }) }),
});
const PutSnippetResult = builder.unionType('PutSnippetResult', {
  description: 'What became of it.',
  types: [SnippetSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('SnippetSuccess'),
});
const SnippetTextInput = builder.inputType('SnippetTextInput', {
  description: 'A snippet in one language.',
  fields: (t) => ({
    language: t.string({ required: true, description: 'BCP 47.' }),
    text: t.string({ required: true, description: 'What it says.' }),
  }),
});
const PutSnippetInput = builder.inputType('PutSnippetInput', {
  description: 'Canned text.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What contents call it.' }),
    text: t.string({ required: true, description: 'What it says.' }),
    texts: t.field({ type: [SnippetTextInput], description: 'The same by language.' }),
  }),
});

builder.mutationField('putSnippet', (t) =>
  t.field({
    type: PutSnippetResult,
    description: 'Writes canned text, or writes it anew under its name. Needs the role ADMIN.',
    args: { input: t.arg({ type: PutSnippetInput, required: true, description: 'The text.' }) },
    resolve: (_root, { input }, context) =>
      putSnippet(context.services.core, workspaceViewer(context), {
        name: input.name,
        text: input.text,
        texts: Object.fromEntries((input.texts ?? []).map(({ language, text }) => [language, text])),
      }),
  }),
);
