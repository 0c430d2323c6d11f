import type { ContactView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { IdentityType } from './identity.ts';
import { NamedValueType } from './named-value.ts';

export const ContactType = builder.objectRef<ContactView>('Contact');
export const contactConnection = connectionOf(ContactType, 'Contact');

builder.node(ContactType, {
  id: { resolve: ({ id }) => id },
  description: 'A person, or a group that is answered as one.',
  fields: (t) => ({
    name: t.exposeString('name', {
      nullable: true,
      description: 'As the platform told or a colleague wrote; untrusted.',
    }),
    locale: t.exposeString('locale', { nullable: true, description: 'BCP 47; null when unknown.' }),
    timeZone: t.exposeString('timeZone', { nullable: true, description: 'IANA name; null when unknown.' }),
    tags: t.field({ type: ['String'], description: 'Labels.', resolve: ({ tags }) => tags }),
    attributes: t.field({
      type: [NamedValueType],
      description:
        'What colleagues or an imported list say of them, by name; contents use them as variables.',
      resolve: ({ attributes }) =>
        Object.entries(attributes)
          .map(([name, value]) => ({ name, value }))
          .sort((one, other) => (one.name < other.name ? -1 : 1)),
    }),
    identities: t.field({
      type: [IdentityType],
      description: 'How the contact is known to our accounts; the first 50.',
      resolve: async ({ id }, _arguments, { reads }) => [...(await reads.identitiesOf(id))],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When we first heard of them.' }),
  }),
});
