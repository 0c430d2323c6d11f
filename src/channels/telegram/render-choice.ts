import type { Card, CardPart, ChoiceOption, ChoicePart } from '../../core/model/part.ts';
import { choiceLosses } from '../shared/choice-losses.ts';
import { degraded, problem, shown, together } from '../shared/part-rendering.ts';
import { capabilities } from './capabilities.ts';
import { bold, composeText, italic, type Line } from './compose-text.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { keyboardFor } from './keyboards.ts';
import { entitiesField, renderText } from './render-text.ts';
import type { FormattedText } from './split-text.ts';
import { mediaValue } from './wire-media.ts';

export function renderChoice(part: ChoicePart, context: RenderContext): PartRendering {
  const lines: readonly Line[] = [bold(part.header), { text: part.text }, italic(part.footer)];
  const plainer = choiceLosses(part, { showsImages: false, takesSeveralAnswers: false });
  return degraded(plainer, context, () =>
    withOptions(part.options, context, {
      render: (markup) => renderText(composeText(lines, '\n\n'), context, markup),
      renderAsText: (answers) => renderText(composeText([...lines, { text: answers }], '\n\n'), context),
    }),
  );
}

/** Each card is a message: its picture, what it says, and its buttons. */
export function renderCards(part: CardPart, context: RenderContext): PartRendering {
  const { max } = capabilities.cards;
  if (part.cards.length > max) {
    return problem(
      `Each card is a message of its own: at most ${max} of them, not ${part.cards.length}.`,
      context,
    );
  }
  return together(part.cards.map((card) => renderCard(card, context)));
}

function renderCard(card: Card, context: RenderContext): PartRendering {
  const lines: readonly Line[] = [
    card.url === undefined
      ? bold(card.title)
      : { text: card.title, style: { type: 'text_link', url: card.url } },
    { text: card.subtitle ?? '' },
  ];
  if (card.options === undefined || card.options.length === 0) {
    return renderFace(card, composeText(lines), context, {});
  }
  return withOptions(card.options, context, {
    render: (markup) => renderFace(card, composeText(lines), context, markup),
    renderAsText: (answers) => renderFace(card, composeText([...lines, { text: answers }]), context, {}),
  });
}

function renderFace(
  { image }: Card,
  words: FormattedText,
  context: RenderContext,
  markup: Readonly<Record<string, unknown>>,
): PartRendering {
  if (image === undefined) return renderText(words, context, markup);
  const { value, file } = mediaValue({ kind: 'image', source: image }, 'photo');
  const photo = file === null ? { photo: value } : {};
  const files = file === null ? [] : [file];
  const { maxLength } = capabilities.caption;
  if (words.text.length > maxLength) {
    const description = `The words of a card have ${words.text.length} characters; a picture shows ${maxLength}`;
    if (context.options.overlongText === 'REFUSE') return problem(`${description}.`, context);
    const loss = { partIndex: context.partIndex, code: 'caption-separated' as const, description };
    const picture = shown([draft('sendPhoto', photo, context.partIndex, files)], [loss]);
    return together([picture, renderText(words, context, markup)]);
  }
  const caption = { caption: words.text, ...entitiesField('caption_entities', words.entities) };
  return shown([draft('sendPhoto', { ...photo, ...caption, ...markup }, context.partIndex, files)]);
}

interface Ways {
  readonly render: (markup: Readonly<Record<string, unknown>>) => PartRendering;
  /** @param answers  What could be chosen, as numbered lines. */
  readonly renderAsText: (answers: string) => PartRendering;
}

function withOptions(
  options: readonly ChoiceOption[],
  context: RenderContext,
  { render, renderAsText }: Ways,
): PartRendering {
  const keyboard = keyboardFor(options, context.isGroup);
  if (keyboard.kind === 'impossible') {
    const loss = {
      code: 'choice-as-text' as const,
      description: `${keyboard.reason}: buttons become numbered lines`,
    };
    return degraded(loss, context, () => renderAsText(numbered(options)));
  }
  const rendering = render({ reply_markup: keyboard.markup });
  if (keyboard.losses.length > 0 && context.options.onUnsupported === 'REFUSE') {
    return problem(`${keyboard.losses.join('. ')}.`, context);
  }
  const losses = keyboard.losses.map((description) => ({
    partIndex: context.partIndex,
    code: 'other' as const,
    description,
  }));
  return { ...rendering, losses: [...rendering.losses, ...losses] };
}

function numbered(options: readonly ChoiceOption[]): string {
  return options
    .map((option, index) => {
      const more = option.action === 'open-url' ? option.url : undefined;
      const description = option.action === 'reply' ? option.description : undefined;
      return [`${index + 1}. ${option.title}`, description ?? more].filter(Boolean).join(': ');
    })
    .join('\n');
}
