import type { InputFieldBuilder } from '@pothos/core';
import type { MediaId } from '../../core/model/ids.ts';
import {
  type TemplateButton,
  type TemplateContent,
  type TemplateHeader,
  type TemplateText,
  variablesIn,
} from '../../core/model/template.ts';
import { builder, type SchemaTypes } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { TemplateButtonKindEnum, TemplateHeaderKindEnum } from '../types/template-content.ts';

const ExampleInput = builder.inputType('TemplateExampleInput', {
  description: 'What a variable could stand for, for the people who approve it.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Of the variable, or its position from 1.' }),
    value: t.string({ required: true, description: 'What could stand there.' }),
  }),
});

const BodyInput = builder.inputType('TemplateBodyInput', {
  description: 'The text of a template.',
  fields: (t) => ({
    text: t.string({
      required: true,
      description: 'With variables by position, {{1}}, or by name, {{first_name}}: one way or the other.',
    }),
    examples: t.field({ type: [ExampleInput], description: 'One for every variable.' }),
  }),
});

const HeaderInput = builder.inputType('TemplateHeaderInput', {
  description: 'What stands above the body.',
  fields: (t) => ({
    kind: t.field({ type: TemplateHeaderKindEnum, required: true, description: 'What it is.' }),
    text: t.string({ description: 'TEXT: its words, with one variable at most.' }),
    examples: t.field({ type: [ExampleInput], description: 'TEXT: one for its variable.' }),
    exampleHandle: t.string({
      description: 'IMAGE, VIDEO, FILE: the platform’s handle of an example that was uploaded there.',
    }),
    exampleMediaId: t.id({
      description:
        'IMAGE, VIDEO, FILE: an uploaded file (`POST /media`), which the platform is then shown as the example. In place of `exampleHandle`.',
    }),
  }),
});

const ButtonInput = builder.inputType('TemplateButtonInput', {
  description: 'A button of a template.',
  fields: (t) => ({
    kind: t.field({ type: TemplateButtonKindEnum, required: true, description: 'What it does.' }),
    title: t.string({ description: 'REPLY, URL, PHONE: its words.' }),
    url: t.string({ description: 'URL: what it opens; it may end in a variable.' }),
    phone: t.string({ description: 'PHONE: whom it calls.' }),
    example: t.string({ description: 'URL with a variable: a whole link. COPY_CODE: a code.' }),
  }),
});

/** What a template shows, in every input that makes one. */
export const contentFields = (t: InputFieldBuilder<PothosTypes, 'InputObject'>) => ({
  header: t.field({ type: HeaderInput, description: 'Default: none.' }),
  body: t.field({ type: BodyInput, required: true, description: 'Its text.' }),
  footer: t.string({ description: 'Small words under the text. Default: none.' }),
  buttons: t.field({ type: [ButtonInput], description: 'In their order. Default: none.' }),
});

type PothosTypes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;

interface ContentInput {
  readonly header?: typeof HeaderInput.$inferInput | null | undefined;
  readonly body: typeof BodyInput.$inferInput;
  readonly footer?: string | null | undefined;
  readonly buttons?: readonly (typeof ButtonInput.$inferInput)[] | null | undefined;
}

/** The uploaded file that the platform shall be shown; null: none. */
export function exampleMediaOf({ header }: Pick<ContentInput, 'header'>): MediaId | null {
  const id = header?.exampleMediaId;
  return id == null ? null : decodeId('Media', id);
}

/** What is missing or does not fit is for the channel's check of drafts to say. */
export function toContent({ header, body, footer, buttons }: ContentInput): TemplateContent {
  const names = [body.text, header?.text ?? ''].flatMap(variablesIn);
  return {
    variableStyle: names.some((name) => !/^\d+$/u.test(name)) ? 'named' : 'positional',
    header: header == null ? null : toHeader(header),
    body: toText(body),
    footer: footer ?? null,
    buttons: (buttons ?? []).map(toButton),
  };
}

function toText({ text, examples }: Pick<typeof HeaderInput.$inferInput, 'text' | 'examples'>): TemplateText {
  return {
    text: text ?? '',
    examples: Object.fromEntries((examples ?? []).map(({ name, value }) => [name, value])),
  };
}

function toHeader({ kind, text, examples, exampleHandle }: typeof HeaderInput.$inferInput): TemplateHeader {
  if (kind === 'text') return { kind, ...toText({ text, examples }) };
  return kind === 'location' ? { kind } : { kind, exampleHandle: exampleHandle ?? null };
}

function toButton({ kind, title, url, phone, example }: typeof ButtonInput.$inferInput): TemplateButton {
  switch (kind) {
    case 'reply':
      return { kind, title: title ?? '' };
    case 'url':
      return { kind, title: title ?? '', url: url ?? '', example: example ?? null };
    case 'phone':
      return { kind, title: title ?? '', phone: phone ?? '' };
    case 'copy-code':
      return { kind, example: example ?? null };
    case 'other':
      return { kind, title: title ?? null, platformKind: 'OTHER' };
    default:
      return kind satisfies never;
  }
}
