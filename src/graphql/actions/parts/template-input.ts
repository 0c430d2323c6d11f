import type { TemplatePart } from '../../../core/model/part.ts';
import { builder } from '../../builder.ts';
import { TemplateButtonValueKindEnum, TemplateHeaderMediaKindEnum } from '../../types/enums.ts';
import { given } from './given.ts';
import { LocationPartInput, toPlace } from './location-input.ts';
import { MediaSourceInput, toMediaSource } from './media-input.ts';

const VariableInput = builder.inputType('TemplateVariableInput', {
  description: 'A value for a variable.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name, or its position from 1.' }),
    value: t.string({ required: true, description: 'What stands there.' }),
  }),
});

const ButtonValueInput = builder.inputType('TemplateButtonValueInput', {
  description: 'Fills the variable of one button.',
  fields: (t) => ({
    index: t.int({
      required: true,
      description: 'Its position among all of the template’s buttons, from 0.',
    }),
    kind: t.field({ type: TemplateButtonValueKindEnum, required: true, description: 'What it fills.' }),
    value: t.string({ required: true, description: 'What stands there.' }),
  }),
});

export const TemplatePartInput = builder.inputType('TemplatePartInput', {
  description:
    'A text that the platform approved. On Messenger the name `receipt` makes a receipt, of variables such as `order_number`, `summary.total_cost` and `elements.1.title`.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Of the template.' }),
    language: t.string({ required: true, description: "The platform's code of its language." }),
    variables: t.field({ type: [VariableInput], description: 'Values.' }),
    header: t.field({ type: MediaSourceInput, description: 'The file of a header that is one.' }),
    headerKind: t.field({
      type: TemplateHeaderMediaKindEnum,
      description: 'What that file is. Default: IMAGE.',
    }),
    headerFileName: t.string({ description: 'With FILE: as the contact sees it.' }),
    headerLocation: t.field({ type: LocationPartInput, description: 'The place of a header that is one.' }),
    headerVariables: t.field({ type: [VariableInput], description: 'Values of a header that is text.' }),
    buttonPayloads: t.stringList({
      description: 'What quick replies send back, by position; an empty one leaves a button as it is.',
    }),
    buttonValues: t.field({ type: [ButtonValueInput], description: 'Values of other buttons.' }),
  }),
});

export function toTemplatePart(input: typeof TemplatePartInput.$inferInput): TemplatePart {
  const { name, language, variables, header, headerLocation, headerVariables, ...others } = input;
  const { headerKind, headerFileName, buttonPayloads, buttonValues } = others;
  return {
    type: 'template',
    name,
    language,
    variables: toRecord(variables ?? []),
    ...given({
      header: header && toMediaSource(header),
      headerKind,
      headerFileName,
      headerLocation: headerLocation && toPlace(headerLocation),
      headerVariables: headerVariables && toRecord(headerVariables),
      buttonPayloads,
      buttonValues,
    }),
  };
}

const toRecord = (variables: readonly (typeof VariableInput.$inferInput)[]) =>
  Object.fromEntries(variables.map(({ name, value }) => [name, value]));
