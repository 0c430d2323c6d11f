import type { ContactCardPart, LocationPart, PollPart } from '../../core/model/part.ts';
import { degraded } from '../shared/part-rendering.ts';
import type { PartRendering, RenderContext } from './draft.ts';
import { renderText } from './render-text.ts';

export function renderLocation(part: LocationPart, context: RenderContext): PartRendering {
  const { name, address, latitude, longitude } = part;
  const link = `https://maps.google.com/?q=${latitude},${longitude}`;
  const description = 'Messenger takes no places: a link to a map goes instead';
  return degraded([{ code: 'location-as-text', description }], context, () =>
    renderText([name, address, link].filter(Boolean).join('\n'), context),
  );
}

export function renderContacts({ contacts }: ContactCardPart, context: RenderContext): PartRendering {
  const text = contacts
    .map(({ name, organization, phones, emails }) =>
      [name, organization, ...phones, ...emails].filter(Boolean).join('\n'),
    )
    .join('\n\n');
  const description = 'Messenger takes no contact cards: sent as text';
  return degraded([{ code: 'contact-as-text', description }], context, () => renderText(text, context));
}

export function renderPoll({ question, options }: PollPart, context: RenderContext): PartRendering {
  const lines = options.map((option, index) => `${index + 1}. ${option}`);
  const description = 'Messenger has no polls: the answers become numbered lines';
  return degraded([{ code: 'poll-as-text', description }], context, () =>
    renderText([question, ...lines].join('\n'), context),
  );
}
