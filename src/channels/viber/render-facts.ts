import { truncate } from '../../core/model/describe-parts.ts';
import type { ContactCard, ContactCardPart, LocationPart, PollPart } from '../../core/model/part.ts';
import { MAX_CONTACT_NAME_LENGTH, MAX_PHONE_LENGTH } from './capabilities.ts';
import { impossible, lost, type PartRendering, shown, together } from './part-rendering.ts';

/** Viber's pin has no words, so the name of the place goes before it. */
export function renderLocation({ latitude, longitude, name, address, isLive }: LocationPart): PartRendering {
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
    return impossible('A latitude lies between -90 and 90, a longitude between -180 and 180.');
  }
  const words = [name, address].filter(Boolean).join('\n');
  return shown(
    [
      ...(words === '' ? [] : [{ type: 'text' as const, text: words }]),
      { type: 'location', location: { lat: degrees(latitude), lon: degrees(longitude) } },
    ],
    [
      words === '' ? null : lost('caption-separated', 'The name of the place goes as a message of its own.'),
      isLive === true ? lost('other', 'The place stands still: it is not followed live.') : null,
    ],
  );
}

export function renderContacts({ contacts }: ContactCardPart): PartRendering {
  return together(contacts.map(renderContact));
}

/** Viber's contact is a name and a number; whoever has several is several contacts. */
function renderContact(contact: ContactCard): PartRendering {
  const { name, emails, organization } = contact;
  const phones = contact.phones.filter((phone) => phone.trim() !== '');
  const fits = phones.length > 0 && phones.every((phone) => phone.length <= MAX_PHONE_LENGTH);
  if (!fits || name.trim() === '') {
    const text = [name, organization, ...phones, ...emails].filter(Boolean).join('\n');
    if (text.trim() === '') return impossible('A contact needs a name or a number.');
    const reason = `A contact of Viber has a name and a number of at most ${MAX_PHONE_LENGTH} characters`;
    return shown([{ type: 'text', text }], [lost('contact-as-text', `${reason}: sent as text.`)]);
  }
  const hasMore = emails.length > 0 || organization !== undefined;
  return shown(
    phones.map((phone) => ({
      type: 'contact',
      contact: { name: truncate(name, MAX_CONTACT_NAME_LENGTH), phone_number: phone },
    })),
    [
      name.length > MAX_CONTACT_NAME_LENGTH
        ? lost('shortened', `A contact's name is cut to ${MAX_CONTACT_NAME_LENGTH} characters.`)
        : null,
      hasMore ? lost('other', 'A contact shows only name and numbers.') : null,
    ],
  );
}

export function renderPoll({ question, options }: PollPart): PartRendering {
  const lines = options.map((option, index) => `${index + 1}. ${option}`);
  const loss = lost('poll-as-text', 'Viber has no polls for bots: the answers become numbered lines.');
  return shown([{ type: 'text', text: [question, ...lines].join('\n') }], [loss]);
}

/** A string, as in Viber's own examples. Six decimals are 11 centimetres; more could be written with an exponent. */
function degrees(value: number): string {
  return String(Number(value.toFixed(6)) || 0);
}
