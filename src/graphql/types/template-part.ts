import type { TemplatePart } from '../../core/model/part.ts';
import { builder } from '../builder.ts';
import { NamedValueType } from './named-value.ts';

export const TemplatePartType = builder.objectRef<TemplatePart>('TemplatePart').implement({
  description: 'A text that the platform approved, with values.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Of the template.' }),
    language: t.exposeString('language', { description: "The platform's code of its language." }),
    variables: t.field({
      type: [NamedValueType],
      description: 'What stands for its variables.',
      resolve: ({ variables }) => Object.entries(variables).map(([name, value]) => ({ name, value })),
    }),
  }),
});
