import type {
  ContactCard,
  ContactCardPart,
  DicePart,
  LocationPart,
  PollPart,
} from '../../core/model/part.ts';
import { degraded, problem, shown, together } from '../shared/part-rendering.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { plain, renderText } from './render-text.ts';

/** Bot API, sendPoll. */
const POLL = { maxQuestionLength: 300, minOptions: 2, maxOptions: 10, maxOptionLength: 100 };
/** Bot API, sendDice. */
const DICE = ['🎲', '🎯', '🏀', '⚽', '🎳', '🎰'];

/** A place with a name is a venue, which must have an address too. */
export function renderLocation(part: LocationPart, context: RenderContext): PartRendering {
  const { latitude, longitude, name, address, isLive } = part;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
    return problem('A latitude lies between -90 and 90, a longitude between -180 and 180.', context);
  }
  const { partIndex } = context;
  const coordinates = `${latitude}, ${longitude}`;
  const title = name ?? address;
  const place =
    title === undefined
      ? draft('sendLocation', { latitude, longitude }, partIndex)
      : draft('sendVenue', { latitude, longitude, title, address: address ?? coordinates }, partIndex);
  if (isLive !== true) return shown([place]);
  const loss = { code: 'other' as const, description: 'The place stands still: it is not followed live' };
  return degraded(loss, context, () => shown([place]));
}

export function renderContacts(part: ContactCardPart, context: RenderContext): PartRendering {
  return together(part.contacts.map((contact) => renderContact(contact, context)));
}

function renderContact(contact: ContactCard, context: RenderContext): PartRendering {
  const { phones, emails, organization, vcard } = contact;
  const [phone] = phones;
  if (phone === undefined) {
    const loss = {
      code: 'contact-as-text' as const,
      description: 'Telegram has no contacts without a number',
    };
    return degraded(loss, context, () =>
      renderText(plain([contact.name, organization, ...emails].filter(Boolean).join('\n')), context),
    );
  }
  const card = draft(
    'sendContact',
    {
      phone_number: phone,
      first_name: contact.firstName ?? contact.name,
      ...(contact.lastName !== undefined && { last_name: contact.lastName }),
      ...(vcard !== undefined && Buffer.byteLength(vcard, 'utf8') <= 2048 && { vcard }),
    },
    context.partIndex,
  );
  const hasMore = phones.length > 1 || emails.length > 0 || organization !== undefined;
  if (!hasMore || 'vcard' in card.content) return shown([card]);
  const loss = { code: 'other' as const, description: 'A contact shows only its first number' };
  return degraded(loss, context, () => shown([card]));
}

export function renderPoll(part: PollPart, context: RenderContext): PartRendering {
  const { question, options, allowsMultipleAnswers } = part;
  const fits =
    question.length >= 1 &&
    question.length <= POLL.maxQuestionLength &&
    options.length >= POLL.minOptions &&
    options.length <= POLL.maxOptions &&
    options.every(({ length }) => length >= 1 && length <= POLL.maxOptionLength);
  if (fits) {
    const content = {
      question,
      options: options.map((text) => ({ text })),
      ...(allowsMultipleAnswers === true && { allows_multiple_answers: true }),
    };
    return shown([draft('sendPoll', content, context.partIndex)]);
  }
  const loss = {
    code: 'poll-as-text' as const,
    description: `Telegram polls have ${POLL.minOptions} to ${POLL.maxOptions} answers of up to ${POLL.maxOptionLength} characters: sent as text`,
  };
  return degraded(loss, context, () =>
    renderText(
      plain([question, ...options.map((text, index) => `${index + 1}. ${text}`)].join('\n')),
      context,
    ),
  );
}

/** Telegram rolls by itself: nobody can choose the value. */
export function renderDice({ emoji, value }: DicePart, context: RenderContext): PartRendering {
  if (!DICE.includes(emoji)) {
    const loss = { code: 'other' as const, description: `Telegram has no dice ${emoji}: sent as text` };
    return degraded(loss, context, () => renderText(plain(emoji), context));
  }
  const dice = draft('sendDice', { emoji }, context.partIndex);
  if (value === null) return shown([dice]);
  const loss = {
    code: 'other' as const,
    description: 'Telegram rolls the dice itself: its value will differ',
  };
  return degraded(loss, context, () => shown([dice]));
}
