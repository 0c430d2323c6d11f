import { builder } from '../builder.ts';

export const NamedValueType = builder.objectRef<{ name: string; value: string }>('NamedValue').implement({
  description: 'A name and its value.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name.' }),
    value: t.exposeString('value', { description: 'The value, as text.' }),
  }),
});
