import type { ContactCardPart, LocationPart, PollPart } from '../../core/model/part.ts';
import { degraded, problem, together } from '../shared/part-rendering.ts';
import type { PartRendering, RenderContext } from './draft.ts';
import { renderLink } from './render-link.ts';
import { renderText } from './render-text.ts';

/** A place can not be sent; Maps shows it behind a rich link. */
export function renderLocation(part: LocationPart, context: RenderContext): PartRendering {
  const { latitude, longitude, name, address } = part;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
    return problem('A latitude lies between -90 and 90, a longitude between -180 and 180.', context);
  }
  const coordinates = `${latitude},${longitude}`;
  const title = [name, address].filter(Boolean).join(', ') || coordinates;
  const query = new URLSearchParams({ ll: coordinates, q: name ?? address ?? coordinates });
  const description = 'A place becomes a link to the map';
  return degraded({ code: 'location-as-text', description }, context, () =>
    renderLink({ url: `https://maps.apple.com/?${query}`, title }, context),
  );
}

export function renderContacts({ contacts }: ContactCardPart, context: RenderContext): PartRendering {
  const description = 'A contact becomes text';
  return degraded({ code: 'contact-as-text', description }, context, () =>
    together(
      contacts.map(({ name, organization, phones, emails }) =>
        renderText([name, organization, ...phones, ...emails].filter(Boolean).join('\n'), context),
      ),
    ),
  );
}

export function renderPoll({ question, options }: PollPart, context: RenderContext): PartRendering {
  const lines = options.map((option, index) => `${index + 1}. ${option}`);
  const description = 'Apple has no polls: the answers become numbered lines';
  return degraded({ code: 'poll-as-text', description }, context, () =>
    renderText([question, ...lines].join('\n'), context),
  );
}
