import { addTags, removeTags } from '../../core/inbox/change-tags.ts';
import { updateContact } from '../../core/inbox/update-contact.ts';
import type { ContactView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { ContactType } from '../types/contact.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';

const ContactSuccess = builder
  .objectRef<{ readonly kind: 'done'; readonly contact: ContactView }>('ContactSuccess')
  .implement({
    description: 'It was done.',
    fields: (t) => ({
      contact: t.expose('contact', { type: ContactType, description: 'As they are now.' }),
    }),
  });
const ContactResult = builder.unionType('ContactResult', {
  description: 'What became of it.',
  types: [ContactSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('ContactSuccess'),
});

const ContactAttributeInput = builder.inputType('ContactAttributeInput', {
  description: 'One attribute of a contact.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'What contents and audiences call it; 1 to 100 characters.',
    }),
    value: t.string({ description: 'At most 1,000 characters; null or absent: the attribute is removed.' }),
  }),
});
const UpdateContactInput = builder.inputType('UpdateContactInput', {
  description: 'What is known of a contact. Absent: stays as it is. Null: is forgotten.',
  fields: (t) => ({
    contactId: t.id({ required: true, description: 'Which one.' }),
    name: t.string({ description: 'What colleagues call them; 1 to 200 characters.' }),
    locale: t.string({
      description: 'BCP 47, such as `de` or `pt-BR`: in which language they are written to.',
    }),
    timeZone: t.string({ description: 'IANA name, such as `Europe/Berlin`: whose quiet hours are kept.' }),
    attributes: t.field({
      type: [ContactAttributeInput],
      description: 'Those to change; others stay. A contact has at most 50.',
    }),
  }),
});
const TagsInput = builder.inputType('TagsInput', {
  description: 'Labels of a contact.',
  fields: (t) => ({
    contactId: t.id({ required: true, description: 'Whose.' }),
    tags: t.stringList({
      required: true,
      description: 'Which; 1 to 50 characters each. A contact has at most 100.',
    }),
  }),
});

builder.mutationFields((t) => ({
  updateContact: t.field({
    type: ContactResult,
    description:
      'Writes down what a colleague knows about a contact; platforms do not take it back. Needs the role AGENT.',
    args: { input: t.arg({ type: UpdateContactInput, required: true, description: 'The change.' }) },
    resolve: (_root, { input }, context) => {
      const { contactId, name, locale, timeZone, attributes } = input;
      return updateContact(context.services.core, workspaceViewer(context), {
        contactId: decodeId('Contact', contactId),
        ...(name !== undefined && { name }),
        ...(locale !== undefined && { locale }),
        ...(timeZone !== undefined && { timeZone }),
        ...(attributes != null && {
          attributes: attributes.map((one) => ({ name: one.name, value: one.value ?? null })),
        }),
      });
    },
  }),
  addTags: t.field({
    type: ContactResult,
    description: 'Puts labels on a contact. Needs the role AGENT.',
    args: { input: t.arg({ type: TagsInput, required: true, description: 'Which, on whom.' }) },
    resolve: (_root, { input }, context) =>
      addTags(context.services.core, workspaceViewer(context), {
        contactId: decodeId('Contact', input.contactId),
        tags: input.tags,
      }),
  }),
  removeTags: t.field({
    type: ContactResult,
    description: 'Takes labels off a contact; one that it does not have is no error. Needs the role AGENT.',
    args: { input: t.arg({ type: TagsInput, required: true, description: 'Which, off whom.' }) },
    resolve: (_root, { input }, context) =>
      removeTags(context.services.core, workspaceViewer(context), {
        contactId: decodeId('Contact', input.contactId),
        tags: input.tags,
      }),
  }),
}));
