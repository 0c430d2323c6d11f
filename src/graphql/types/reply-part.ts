import type { ChoiceReplyPart, FormReplyPart } from '../../core/model/part.ts';
import { builder } from '../builder.ts';
import { TimeSlotType } from './choice.ts';
import { NamedValueType } from './named-value.ts';

export const ChoiceReplyPartType = builder.objectRef<ChoiceReplyPart>('ChoiceReplyPart').implement({
  description: 'The contact tapped an option.',
  fields: (t) => ({
    payload: t.exposeString('payload', {
      description: 'What the platform says was tapped; untrusted. Of several together: joined with commas.',
    }),
    payloads: t.field({
      type: ['String'],
      description: 'Each that was chosen; untrusted.',
      resolve: ({ payload, payloads }) => [...(payloads ?? [payload])],
    }),
    title: t.exposeString('title', {
      nullable: true,
      description: 'What the contact saw; null where not told.',
    }),
    slot: t.field({
      type: TimeSlotType,
      nullable: true,
      description: 'The appointment that was chosen; null: it was none, or the platform does not say.',
      resolve: ({ slot }) => slot ?? null,
    }),
  }),
});

const valuesOf = ({ values }: FormReplyPart) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

export const FormReplyPartType = builder.objectRef<FormReplyPart>('FormReplyPart').implement({
  description: 'The contact filled in a form.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true, description: 'Of the form, where told.' }),
    values: t.field({
      type: [NamedValueType],
      description: 'What was entered; untrusted.',
      resolve: valuesOf,
    }),
  }),
});

const statusOf = ({ values }: FormReplyPart): string => values.status ?? 'unknown';

export const SignInReplyPartType = builder.objectRef<FormReplyPart>('SignInReplyPart').implement({
  description: 'What came of a sign-in that the contact was asked for.',
  fields: (t) => ({
    isSuccessful: t.boolean({
      description: 'The contact signed in; how, the business’s own provider knows.',
      resolve: (part) => /^(?:success|linked)$/u.test(statusOf(part)),
    }),
    status: t.string({
      description: 'In the platform’s word, such as `success`; `unknown`: it says nothing.',
      resolve: statusOf,
    }),
    values: t.field({
      type: [NamedValueType],
      description: 'All that the platform says.',
      resolve: valuesOf,
    }),
  }),
});

export const PaymentReplyPartType = builder.objectRef<FormReplyPart>('PaymentReplyPart').implement({
  description: 'What came of a request to pay. The payment itself went to the business’s own gateway.',
  fields: (t) => ({
    status: t.string({
      description: 'In the platform’s word; `unknown`: it says nothing.',
      resolve: statusOf,
    }),
    values: t.field({
      type: [NamedValueType],
      description: 'All that the platform says.',
      resolve: valuesOf,
    }),
  }),
});
