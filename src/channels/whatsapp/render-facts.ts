import type { ContactCard, ContactCardPart, LocationPart, PollPart } from '../../core/model/part.ts';
import { degraded, problem, shown } from '../shared/part-rendering.ts';
import { limits } from './capabilities.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { renderText } from './render-text.ts';
import { visibleWords } from './visible-words.ts';

export function renderLocation(part: LocationPart, context: RenderContext): PartRendering {
  const { latitude, longitude, name, address, isLive } = part;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
    return problem('A latitude lies between -90 and 90, a longitude between -180 and 180.', context);
  }
  const place = draft(
    'location',
    { latitude, longitude, ...(name !== undefined && { name }), ...(address !== undefined && { address }) },
    context,
  );
  if (isLive !== true) return shown([place]);
  const loss = { code: 'other' as const, description: 'The place stands still: it is not followed live' };
  return degraded(loss, context, () => shown([place]));
}

export function renderContacts({ contacts }: ContactCardPart, context: RenderContext): PartRendering {
  if (contacts.length === 0 || contacts.length > limits.contacts) {
    return problem(
      `WhatsApp takes 1 to ${limits.contacts} contacts in a message, not ${contacts.length}.`,
      context,
    );
  }
  if (contacts.some(({ name }) => visibleWords(name) === undefined)) {
    return problem('WhatsApp takes no contact without a name.', context);
  }
  return shown([draft('contacts', contacts.map(toContact), context)]);
}

/** WhatsApp wants one part of the name beside the whole. A vCard can not be sent: its fields are. */
function toContact(card: ContactCard): Readonly<Record<string, unknown>> {
  const { name, firstName, lastName, phones, emails, organization } = card;
  const parts = {
    ...(firstName !== undefined && { first_name: firstName }),
    ...(lastName !== undefined && { last_name: lastName }),
  };
  return {
    name: { formatted_name: name, ...(Object.keys(parts).length === 0 ? { first_name: name } : parts) },
    ...(phones.length > 0 && { phones: phones.map((phone) => ({ phone })) }),
    ...(emails.length > 0 && { emails: emails.map((email) => ({ email })) }),
    ...(organization !== undefined && { org: { company: organization } }),
  };
}

export function renderPoll({ question, options }: PollPart, context: RenderContext): PartRendering {
  const loss = {
    code: 'poll-as-text' as const,
    description: 'Businesses have no polls on WhatsApp: sent as text',
  };
  return degraded(loss, context, () =>
    renderText([question, ...options.map((text, index) => `${index + 1}. ${text}`)].join('\n'), context),
  );
}
