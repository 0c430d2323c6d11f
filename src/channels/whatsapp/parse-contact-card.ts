import * as z from 'zod';
import type { ContactCard, Part } from '../../core/model/part.ts';
import { displayName } from '../shared/display-name.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { Items, optional, Word } from './payload.ts';

/** Every part of a card may be missing, even the name. Addresses, web pages and birthday stay in the vCard. */
const Card = z.object({
  origin: optional(z.string()),
  vcard: optional(Word),
  name: optional(
    z.object({ formatted_name: optional(Word), first_name: optional(Word), last_name: optional(Word) }),
  ),
  phones: Items,
  emails: Items,
  org: optional(z.object({ company: optional(Word) })),
});
const Phone = z.object({ phone: optional(Word), wa_id: optional(Word) });
const Email = z.object({ email: Word });

export function readContactCards(value: unknown): readonly Part[] | null {
  if (!Array.isArray(value)) return null;
  const contacts = value.map((item) => Card.safeParse(item)).flatMap(({ data }) => data ?? []);
  if (contacts.length === 0) return null;
  return [{ type: 'contact-card', contacts: contacts.map(toCard) }];
}

function toCard({ origin, vcard, name, phones, emails, org }: z.infer<typeof Card>): ContactCard {
  const numbers = phones
    .map((item) => Phone.safeParse(item))
    .flatMap(({ data }) => data?.phone ?? data?.wa_id ?? []);
  return omitUndefined({
    name:
      displayName(name?.formatted_name) ??
      displayName(name?.first_name, name?.last_name) ??
      displayName(org?.company) ??
      numbers[0] ??
      'Contact',
    firstName: name?.first_name,
    lastName: name?.last_name,
    phones: numbers,
    emails: emails.map((item) => Email.safeParse(item)).flatMap(({ data }) => data?.email ?? []),
    organization: org?.company,
    vcard,
    // The answer to a button that asked for the contact's own number.
    isSender: origin === 'contact_request' ? true : undefined,
  });
}
