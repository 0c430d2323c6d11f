import type { ChoiceOption, ChoicePart } from '../../core/model/part.ts';
import { choiceLosses } from '../shared/choice-losses.ts';
import { FIRST_VERSION_WITH, isTooOld } from './api-version.ts';
import { buttonProblem, isCut, layOut } from './buttons.ts';
import { capabilities } from './capabilities.ts';
import { lost, type PartRendering, shown } from './part-rendering.ts';
import type { PartPlace } from './render-part.ts';

/**
 * A question over a keyboard. The app shows only the last keyboard it got, and none after a message without one,
 * so a message can have one such question; an earlier one is asked in words.
 */
export function renderChoice(part: ChoicePart, place: PartPlace): PartRendering {
  const reason = whyNotButtons(part.options, place);
  if (reason !== null) {
    const text = paragraphs(part.header, part.text, numbered(part.options), part.footer);
    const loss = lost('choice-as-text', `${reason}: buttons become numbered lines.`);
    return shown([{ type: 'text', text }], [loss]);
  }
  const text = paragraphs(part.header, part.text, described(part.options), part.footer);
  const isList = part.style === 'list';
  const hasSections = part.options.some(
    (option) => option.action === 'reply' && option.section !== undefined,
  );
  return shown(
    [{ type: 'text', text }],
    [
      isList
        ? lost(
            'other',
            `The menu is shown as a keyboard${hasSections ? ', without the headings of its sections' : ''}.`,
          )
        : null,
      part.options.some(isCut) ? lost('shortened', 'Long titles of buttons are cut.') : null,
      ...choiceLosses(part, { showsImages: true, takesSeveralAnswers: false }).map(({ code, description }) =>
        lost(code, `${description}.`),
      ),
    ],
    layOut(part.options),
  );
}

/** What could be chosen, as lines to answer by number. */
export function numbered(options: readonly ChoiceOption[]): string {
  return options
    .map((option, index) => {
      const more = option.action === 'open-url' ? option.url : undefined;
      const description = option.action === 'reply' ? option.description : undefined;
      return [`${index + 1}. ${option.title}`, description ?? more].filter(Boolean).join(': ');
    })
    .join('\n');
}

/** The parts of a text that are there, with an empty line between them. */
export function paragraphs(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text.trim() !== '').join('\n\n');
}

/** A button that gets something from the app itself. */
export const isSharing = ({ action }: ChoiceOption): boolean =>
  action === 'share-phone' || action === 'share-location';

function whyNotButtons(
  options: readonly ChoiceOption[],
  { isLastChoice, apiVersion }: PartPlace,
): string | null {
  const { maxOptions } = capabilities.choice;
  if (options.some(isSharing) && isTooOld(apiVersion, FIRST_VERSION_WITH.sharing)) {
    return 'The contact’s app is too old for buttons that share something';
  }
  if (!isLastChoice) return 'Viber keeps only the last keyboard of a message';
  if (options.length > maxOptions) return `A keyboard of Viber has at most ${maxOptions} buttons`;
  return options.map(buttonProblem).find((problem) => problem !== null) ?? null;
}

/** A button has no room for more than its title, so what explains it stands in the text. */
function described(options: readonly ChoiceOption[]): string {
  return options
    .flatMap((option) =>
      option.action === 'reply' && option.description ? `${option.title}: ${option.description}` : [],
    )
    .join('\n');
}
