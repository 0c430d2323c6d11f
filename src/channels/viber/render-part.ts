import type { Part } from '../../core/model/part.ts';
import { withMarkup } from './markup.ts';
import { impossible, lost, type PartRendering, shown } from './part-rendering.ts';
import { renderCards } from './render-cards.ts';
import { renderChoice } from './render-choice.ts';
import { renderContacts, renderLocation, renderPoll } from './render-facts.ts';
import { renderMedia } from './render-media.ts';

/** @param isLastChoice  No other choice follows in the message. */
export function renderPart(part: Part, isLastChoice: boolean): PartRendering {
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
      return renderChoice(part, isLastChoice);
    case 'card':
      return renderCards(part);
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
