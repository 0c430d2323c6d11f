import type { ChoiceOption, ChoicePart } from '../../core/model/part.ts';
import { choiceLosses } from '../shared/choice-losses.ts';
import { degraded, type PartLoss, problem } from '../shared/part-rendering.ts';
import { type Options, toButtons, toQuickReplies } from './buttons.ts';
import { capabilities, limits } from './capabilities.ts';
import type { PartRendering, RenderContext } from './draft.ts';
import { renderPieces, renderText } from './render-text.ts';

/**
 * Buttons stay under the message, quick replies vanish with the next one. What does not fit below a message stands
 * above the keyboard; what fits nowhere becomes numbered lines.
 */
export function renderChoice(part: ChoicePart, context: RenderContext): PartRendering {
  const buttons = toButtons(part.options);
  const quickReplies = toQuickReplies(part.options);
  const [wanted, other] =
    part.style === 'buttons' ? ([buttons, quickReplies] as const) : ([quickReplies, buttons] as const);
  const wrong = [wanted, other].find((options) => options.kind === 'wrong');
  if (wrong?.kind === 'wrong') return problem(wrong.problem, context);
  const styleLosses = part.style === 'list' ? [NO_LIST] : [];
  if (wanted.kind === 'possible')
    return renderOptions(part, wanted, wanted === buttons, styleLosses, context);
  if (other.kind === 'possible') {
    const loss = other === buttons ? AS_BUTTONS : AS_QUICK_REPLIES;
    return renderOptions(part, other, other === buttons, [loss], context);
  }
  const reason = wanted.kind === 'impossible' ? wanted.reason : 'Messenger can not show these options';
  return renderAsLines(part, reason, context);
}

const NO_LIST: PartLoss = {
  code: 'other',
  description: 'Messenger has no lists: the options stand above the keyboard',
};
const AS_QUICK_REPLIES: PartLoss = {
  code: 'other',
  description: 'The options stand above the keyboard and vanish with the next message',
};
const AS_BUTTONS: PartLoss = {
  code: 'other',
  description: 'The options stand under the message and stay there',
};

function renderOptions(
  part: ChoicePart,
  { wire, losses }: Extract<Options, { kind: 'possible' }>,
  isButtons: boolean,
  further: readonly PartLoss[],
  context: RenderContext,
): PartRendering {
  const words = wordsOf(part, part.options.flatMap(descriptionOf));
  const plainer = choiceLosses(part, { showsImages: !isButtons, takesSeveralAnswers: false });
  return degraded([...further, ...losses, ...plainer], context, () =>
    isButtons
      ? renderPieces(words, limits.buttonText, context, (text) => ({
          attachment: {
            type: 'template',
            payload: { template_type: 'button', text, buttons: wire },
          },
        }))
      : renderPieces(words, capabilities.text.maxLength, context, (text) => ({
          text,
          quick_replies: wire,
        })),
  );
}

function renderAsLines(part: ChoicePart, reason: string, context: RenderContext): PartRendering {
  const loss: PartLoss = {
    code: 'choice-as-text',
    description: `${reason}: the options become numbered lines`,
  };
  return degraded([loss], context, () => renderText(wordsOf(part, numbered(part.options)), context));
}

export function numbered(options: readonly ChoiceOption[]): readonly string[] {
  return options.map((option, index) => {
    const more = option.action === 'open-url' ? option.url : undefined;
    const description = option.action === 'reply' ? option.description : undefined;
    return [`${index + 1}. ${option.title}`, description ?? more].filter(Boolean).join(': ');
  });
}

/** Buttons have room for a title only: what is said about an option stands in the words above. */
function descriptionOf(option: ChoiceOption): readonly string[] {
  return option.action === 'reply' && option.description !== undefined
    ? [`${option.title}: ${option.description}`]
    : [];
}

function wordsOf({ header, text, footer }: ChoicePart, lines: readonly string[]): string {
  return [header, text, lines.join('\n'), footer]
    .filter((block) => block !== undefined && block.trim() !== '')
    .join('\n\n');
}
