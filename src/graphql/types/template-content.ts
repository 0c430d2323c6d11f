import type { TemplateButton, TemplateHeader, TemplateText } from '../../core/model/template.ts';
import { variablesIn } from '../../core/model/template.ts';
import { builder } from '../builder.ts';
import { enumOf } from './enums.ts';

export const VariableStyleEnum = enumOf(
  'TemplateVariableStyle',
  'How variables stand in a template.',
  ['positional', 'named'],
  { positional: 'By their place: {{1}}, {{2}}.', named: 'By a name: {{first_name}}.' },
);
export const TemplateHeaderKindEnum = enumOf('TemplateHeaderKind', 'What stands above the body.', [
  'text',
  'image',
  'video',
  'file',
  'location',
]);
export const TemplateButtonKindEnum = enumOf(
  'TemplateButtonKind',
  'What a button of a template does.',
  ['reply', 'url', 'phone', 'copy-code', 'other'],
  {
    reply: 'Sends back its payload.',
    url: 'Opens a link, which may end in a variable.',
    phone: 'Calls a number.',
    'copy-code': 'Copies a code.',
    other: 'Something that can be listed and not made here.',
  },
);

interface Variable {
  readonly name: string;
  readonly example: string | null;
}

const VariableType = builder.objectRef<Variable>('TemplateVariable').implement({
  description: 'A place in a template that each message fills.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, or its position from 1.' }),
    example: t.exposeString('example', {
      nullable: true,
      description: 'What stood there when it was approved; null: unknown.',
    }),
  }),
});

function variablesOf({ text, examples }: TemplateText): readonly Variable[] {
  const given = new Map(Object.entries(examples));
  return variablesIn(text).map((name) => ({ name, example: given.get(name) ?? null }));
}

export const BodyType = builder.objectRef<TemplateText>('TemplateBody').implement({
  description: 'The text of a template.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'With its variables, as it was approved.' }),
    variables: t.field({
      type: [VariableType],
      description: 'In the order of the text, each once.',
      resolve: (body) => [...variablesOf(body)],
    }),
  }),
});

export const HeaderType = builder.objectRef<TemplateHeader>('TemplateHeader').implement({
  description: 'What stands above the body: words, or a file or place that each message brings along.',
  fields: (t) => ({
    kind: t.expose('kind', { type: TemplateHeaderKindEnum, description: 'What it is.' }),
    text: t.string({
      nullable: true,
      description: 'Its words; null: it has none.',
      resolve: (header) => (header.kind === 'text' ? header.text : null),
    }),
    variables: t.field({
      type: [VariableType],
      description: 'Of its words.',
      resolve: (header) => (header.kind === 'text' ? [...variablesOf(header)] : []),
    }),
    exampleHandle: t.string({
      nullable: true,
      description: 'Names the file that the platform saw when it approved; null: no file, or unknown.',
      resolve: (header) => ('exampleHandle' in header ? header.exampleHandle : null),
    }),
  }),
});

export const ButtonType = builder.objectRef<TemplateButton>('TemplateButton').implement({
  description: 'A button of a template. Messages name it by its position, from 0.',
  fields: (t) => ({
    kind: t.expose('kind', { type: TemplateButtonKindEnum, description: 'What it does.' }),
    title: t.string({
      nullable: true,
      description: 'Its words; null: the platform writes them.',
      resolve: (button) => ('title' in button ? button.title : null),
    }),
    url: t.string({
      nullable: true,
      description: 'What it opens; it may end in a variable.',
      resolve: (button) => (button.kind === 'url' ? button.url : null),
    }),
    phone: t.string({
      nullable: true,
      description: 'Whom it calls.',
      resolve: (button) => (button.kind === 'phone' ? button.phone : null),
    }),
    example: t.string({
      nullable: true,
      description: 'The whole link, or the code, that the platform saw.',
      resolve: (button) => ('example' in button ? button.example : null),
    }),
    needsValue: t.boolean({
      description: 'Each message must bring the end of the link, or the code.',
      resolve: (button) =>
        button.kind === 'copy-code' || (button.kind === 'url' && variablesIn(button.url).length > 0),
    }),
    platformKind: t.string({
      nullable: true,
      description: 'OTHER: the platform’s word for it.',
      resolve: (button) => (button.kind === 'other' ? button.platformKind : null),
    }),
  }),
});
