import type { Part } from '../../core/model/part.ts';
import { withMarkup } from './markup.ts';
import { impossible, lost, type PartRendering, shown } from './part-rendering.ts';
import { renderCards } from './render-cards.ts';
import { renderChoice } from './render-choice.ts';
import { renderContacts, renderLocation, renderPoll } from './render-facts.ts';
import { renderMedia } from './render-media.ts';

export interface PartPlace {
  /** No other choice follows in the message. */
  readonly isLastChoice: boolean;
  /** See `compose`. */
  readonly apiVersion: number | null;
}

export function renderPart(part: Part, place: PartPlace): PartRendering {
  switch (part.type) {
    case 'text': {
      const { text, loss } = withMarkup(part.text, part.formatting);
      return shown([{ type: 'text', text }], [loss]);
    }
    case 'media':
      return renderMedia(part);
    case 'location':
      return renderLocation(part);
    case 'contact-card':
      return renderContacts(part);
    case 'choice':
      return renderChoice(part, place);
    case 'card':
      return renderCards(part, place.apiVersion);
    case 'poll':
      return renderPoll(part);
    case 'dice':
      return shown(
        [{ type: 'text', text: part.emoji }],
        [lost('other', 'Viber rolls no dice: its sign is sent.')],
      );
    case 'template':
      return impossible('Viber has no templates: send the text itself.');
    case 'choice-reply':
    case 'form-reply':
    case 'unsupported':
      return impossible('Only contacts send this kind of part.');
    default:
      return part satisfies never;
  }
}
