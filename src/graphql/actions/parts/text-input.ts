import type { Formatting, TextPart } from '../../../core/model/part.ts';
import { builder } from '../../builder.ts';
import { FormattingStyleEnum } from '../../types/enums.ts';
import { given } from './given.ts';

export const FormattingInput = builder.inputType('FormattingInput', {
  description: 'A span of a text that the platform shows in another way.',
  fields: (t) => ({
    style: t.field({ type: FormattingStyleEnum, required: true, description: 'In which way.' }),
    offset: t.int({ required: true, description: 'Where it begins, in UTF-16 units.' }),
    length: t.int({ required: true, description: 'How long it is, in UTF-16 units.' }),
    url: t.string({ description: 'With LINK: where it leads.' }),
  }),
});

export const TextPartInput = builder.inputType('TextPartInput', {
  description: 'Words.',
  fields: (t) => ({
    text: t.string({ required: true, description: 'Plain text: tags and stars stay as they are.' }),
    formatting: t.field({ type: [FormattingInput], description: 'Default: none.' }),
  }),
});

export function toTextPart({ text, formatting }: typeof TextPartInput.$inferInput): TextPart {
  return { type: 'text', text, ...given({ formatting: formatting?.map(toFormatting) }) };
}

export function toFormatting({ style, offset, length, url }: typeof FormattingInput.$inferInput): Formatting {
  return { style, offset, length, ...given({ url }) };
}
