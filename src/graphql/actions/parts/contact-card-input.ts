import type { ContactCardPart } from '../../../core/model/part.ts';
import { builder } from '../../builder.ts';
import { given } from './given.ts';

const ContactCardInput = builder.inputType('ContactCardInput', {
  description: 'An entry of an address book.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'As shown.' }),
    firstName: t.string({ description: 'Where the platform has names in parts.' }),
    lastName: t.string({ description: 'Where the platform has names in parts.' }),
    phones: t.stringList({ description: 'Phone numbers.' }),
    emails: t.stringList({ description: 'E-mail addresses.' }),
    organization: t.string({ description: 'Where they work.' }),
    vcard: t.string({ description: 'The whole entry as a vCard, where the platform takes one.' }),
  }),
});

export const ContactCardPartInput = builder.inputType('ContactCardPartInput', {
  description: 'Entries of an address book.',
  fields: (t) => ({
    contacts: t.field({ type: [ContactCardInput], required: true, description: 'One or more.' }),
  }),
});

export function toContactCardPart({ contacts }: typeof ContactCardPartInput.$inferInput): ContactCardPart {
  return {
    type: 'contact-card',
    contacts: contacts.map(({ name, phones, emails, ...others }) => ({
      name,
      phones: phones ?? [],
      emails: emails ?? [],
      ...given(others),
    })),
  };
}
