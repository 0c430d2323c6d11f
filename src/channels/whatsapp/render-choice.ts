import type { Card, CardPart, ChoiceOption, ChoicePart } from '../../core/model/part.ts';
import { choiceLosses } from '../shared/choice-losses.ts';
import { degraded, problem, shown, together } from '../shared/part-rendering.ts';
import { limits } from './capabilities.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { type Interaction, replyInteraction, singleInteraction } from './interactive.ts';
import { type Frame, fitFrame } from './interactive-frame.ts';
import { renderMedia } from './render-media.ts';
import { renderProducts } from './render-products.ts';
import { renderText } from './render-text.ts';
import { splitText } from './split-text.ts';
import { visibleWords } from './visible-words.ts';

type Question = Pick<ChoicePart, 'style' | 'listLabel' | 'options'>;

export function renderChoice(
  { text, header, footer, ...question }: ChoicePart,
  context: RenderContext,
): PartRendering {
  const plainer = choiceLosses(question, { showsImages: false, takesSeveralAnswers: false });
  return degraded(plainer, context, () => renderQuestion(question, { text, header, footer }, context));
}

/** Cards have no place beside each other here: each is a message of its own. */
export function renderCards({ cards }: CardPart, context: RenderContext): PartRendering {
  if (cards.length === 0) return problem('There is no card to send.', context);
  const products = renderProducts(cards, context);
  if (products !== null) return products;
  const render = () => together(cards.map((card) => renderCard(card, context)));
  if (cards.length <= 1) return render();
  const loss = { code: 'other' as const, description: 'The cards stand one below the other' };
  return degraded(loss, context, render);
}

function renderCard(
  { title, subtitle, image, url, options = [] }: Card,
  context: RenderContext,
): PartRendering {
  const text = [title, subtitle].filter((line) => visibleWords(line) !== undefined).join('\n');
  const link: readonly ChoiceOption[] = url === undefined ? [] : [{ action: 'open-url', title, url }];
  const all = [...options, ...link];
  if (all.length > 0) return renderQuestion({ style: 'buttons', options: all }, { text, image }, context);
  if (image === undefined) return renderText(text, context);
  return renderMedia({ type: 'media', kind: 'image', source: image, caption: text }, context);
}

/** WhatsApp mixes no answers with links in one message: beside answers, links become lines of the text. */
function renderQuestion(question: Question, frame: Frame, context: RenderContext): PartRendering {
  const { options } = question;
  const [only] = options;
  if (options.length === 1 && only !== undefined && only.action !== 'reply') {
    return renderInteraction(singleInteraction(only, context.message.id), options, frame, context);
  }
  const replies = options.filter((option) => option.action === 'reply');
  const others = options.filter((option) => option.action !== 'reply');
  if (others.length === 0) {
    return renderInteraction(replyInteraction(question, replies), options, frame, context);
  }
  if (replies.length === 0) return renderInteraction(ONLY_ONE, options, frame, context);
  const loss = {
    code: 'choice-as-text' as const,
    description: 'Beside buttons that answer, the others become lines',
  };
  const text = [frame.text, ...others.map(toLine)].join('\n');
  return degraded(loss, context, () =>
    renderInteraction(replyInteraction(question, replies), replies, { ...frame, text }, context),
  );
}

const ONLY_ONE: Interaction = {
  kind: 'impossible',
  reason: 'WhatsApp shows one link in a message and nothing beside it',
};

function renderInteraction(
  interaction: Interaction,
  options: readonly ChoiceOption[],
  frame: Frame,
  context: RenderContext,
): PartRendering {
  if (interaction.kind === 'impossible') {
    const description = `${interaction.reason}: the options become numbered lines`;
    return degraded({ code: 'choice-as-text', description }, context, () =>
      renderAsText(options, frame, context),
    );
  }
  const { type, action, losses } = interaction;
  const framed = fitFrame(interaction, frame);
  const pieces = splitText(framed.text, undefined, limits.interactiveBody).map(({ text }) => text);
  const body = pieces.at(-1);
  if (body === undefined) return problem('WhatsApp asks no question without words.', context);
  if (pieces.length > 1 && context.options.overlongText === 'REFUSE') {
    return problem(
      `The question has ${framed.text.length} characters; WhatsApp shows at most ${limits.interactiveBody}.`,
      context,
    );
  }
  const content = { type, ...framed.header, body: { text: body }, ...framed.footer, action };
  const split = {
    partIndex: context.partIndex,
    code: 'text-split' as const,
    description: `Sent as ${pieces.length} messages; the options stand under the last`,
  };
  return degraded([...losses, ...framed.losses], context, () =>
    together([
      ...framed.before.map((image) => renderMedia(image, context)),
      ...pieces.slice(0, -1).map((piece) => renderText(piece, context)),
      shown([draft('interactive', content, context, framed.files)], pieces.length > 1 ? [split] : []),
    ]),
  );
}

function renderAsText(
  options: readonly ChoiceOption[],
  { text, header, footer, image }: Frame,
  context: RenderContext,
): PartRendering {
  const lines = options.map((option, index) => `${index + 1}. ${toLine(option)}`).join('\n');
  const words = [header, text, lines, footer]
    .filter((block) => visibleWords(block) !== undefined)
    .join('\n\n');
  const picture =
    image === undefined ? [] : [renderMedia({ type: 'media', kind: 'image', source: image }, context)];
  return together([...picture, renderText(words, context)]);
}

function toLine(option: ChoiceOption): string {
  const more =
    option.action === 'open-url' ? option.url : option.action === 'reply' ? option.description : undefined;
  return more === undefined ? option.title : `${option.title}: ${more}`;
}
