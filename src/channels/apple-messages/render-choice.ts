import type { ChoiceOption, ChoicePart } from '../../core/model/part.ts';
import { degraded, problem, together } from '../shared/part-rendering.ts';
import { capabilities } from './capabilities.ts';
import { type PartRendering, type RenderContext, shown } from './draft.ts';
import { interactive } from './interactive.ts';
import { imageFiles, imageNameOf, imagesOf } from './picker-images.ts';
import { renderDestination } from './render-destination.ts';
import { renderText } from './render-text.ts';
import { hasSlots, renderTimePicker } from './render-time-picker.ts';

export type Reply = Extract<ChoiceOption, { readonly action: 'reply' }>;

/** MSP REST API, "Quick reply". */
const QUICK_REPLIES = { min: 2, max: 5 };
/** What a phone shows in the title of a bubble; ours. */
const MAX_BUBBLE_TITLE = 120;

/** A question, as the richest thing that the customer's device shows; what leads elsewhere follows it. */
export function renderChoice(part: ChoicePart, context: RenderContext): PartRendering {
  const replies = part.options.filter((option) => option.action === 'reply');
  const shares = part.options.filter(({ action }) => action === 'share-phone' || action === 'share-location');
  const destinations = part.options
    .filter((option) => option.action === 'open-url')
    .map((option) => renderDestination(option, part, context));
  if (replies.length === 0 && shares.length === 0) {
    const isSaidThere = part.options.every(
      (option) => option.action === 'open-url' && option.form !== undefined,
    );
    // Forms show the question in their own bubble.
    return together(isSaidThere ? destinations : [renderText(questionOf(part), context), ...destinations]);
  }
  if (shares.length > 0) {
    const description = 'Apple has no buttons that share a number or a place: they become text';
    return degraded({ code: 'choice-as-text', description }, context, () =>
      together([asText(part, [...replies, ...shares], context), ...destinations]),
    );
  }
  return together([renderReplies(part, replies, context), ...destinations]);
}

function renderReplies(part: ChoicePart, replies: readonly Reply[], context: RenderContext): PartRendering {
  const { features } = context;
  const excess = excessOf(replies);
  if (excess !== null) {
    const description = `${excess}: buttons become numbered lines`;
    return degraded({ code: 'choice-as-text', description }, context, () => asText(part, replies, context));
  }
  if (new Set(replies.map(({ payload }) => payload)).size < replies.length) {
    return problem('Two answers have the same payload: nobody could tell which was chosen.', context);
  }
  if (hasSlots(replies) && features.has('TIME')) return renderTimePicker(part, replies, context);
  if (isQuick(part, replies) && features.has('QUICK')) return renderQuickReply(part, replies, context);
  if (features.has('LIST')) return renderListPicker(part, replies, context);
  const description = "The customer's device shows no buttons: they become numbered lines";
  return degraded({ code: 'choice-as-text', description }, context, () => asText(part, replies, context));
}

/** What of the answers is above the limits; null: nothing. */
function excessOf(replies: readonly Reply[]): string | null {
  const { maxOptions, maxTitleLength, maxPayloadBytes } = capabilities.choice;
  if (replies.length > maxOptions) return `A choice has at most ${maxOptions} answers`;
  if (replies.some(({ title }) => title.length > maxTitleLength)) {
    return `A title has at most ${maxTitleLength} characters`;
  }
  const isLong = replies.some(({ payload }) => Buffer.byteLength(payload) > maxPayloadBytes);
  return isLong ? `A payload has at most ${maxPayloadBytes} bytes` : null;
}

/** Quick replies show titles only. */
function isQuick({ style }: ChoicePart, replies: readonly Reply[]): boolean {
  const isRich = replies.some(
    ({ description, section, image }) =>
      description !== undefined || section !== undefined || image !== undefined,
  );
  return (
    style !== 'list' && !isRich && replies.length >= QUICK_REPLIES.min && replies.length <= QUICK_REPLIES.max
  );
}

function renderQuickReply(
  part: ChoicePart,
  replies: readonly Reply[],
  context: RenderContext,
): PartRendering {
  const items = replies.map(({ payload, title }) => ({ identifier: payload, title }));
  const data = { 'quick-reply': { summaryText: questionOf(part), items } };
  return shown(
    interactive(() => data, null),
    context,
  );
}

/** A long question goes before its list, whose bubble would show only its beginning. */
function renderListPicker(
  part: ChoicePart,
  replies: readonly Reply[],
  context: RenderContext,
): PartRendering {
  const { header, text, footer, listLabel } = part;
  const isLong = (header ?? text).length > MAX_BUBBLE_TITLE;
  const title = isLong ? (listLabel ?? shortened(header ?? text)) : (header ?? text);
  const subtitle = isLong ? undefined : header === undefined ? footer : text;
  const data = {
    ...imagesOf(replies),
    listPicker: { sections: sectionsOf(replies, title, part.allowsMultipleAnswers ?? false) },
  };
  const picker = shown(
    interactive(() => data, { title, ...(subtitle !== undefined && { subtitle }) }),
    context,
    imageFiles(replies),
  );
  return isLong ? together([renderText(questionOf(part), context), picker]) : picker;
}

/** Options of one section stand together, in the order in which their sections first appear. */
function sectionsOf(replies: readonly Reply[], title: string, multipleSelection: boolean) {
  const names = [...new Set(replies.map(({ section }) => section ?? title))];
  return names.map((name, order) => ({
    title: name,
    order,
    multipleSelection,
    items: replies
      .filter(({ section }) => (section ?? title) === name)
      .map(({ payload, title: itemTitle, description, image }, itemOrder) => ({
        identifier: payload,
        title: itemTitle,
        ...(description !== undefined && { subtitle: description }),
        ...(image !== undefined && { imageIdentifier: imageNameOf(payload, replies) }),
        order: itemOrder,
        style: 'icon',
      })),
  }));
}

function asText(part: ChoicePart, options: readonly ChoiceOption[], context: RenderContext): PartRendering {
  const lines = options.map((option, index) => {
    const description = option.action === 'reply' ? option.description : undefined;
    return [`${index + 1}. ${option.title}`, description].filter(Boolean).join(': ');
  });
  return renderText([questionOf(part), ...lines].join('\n'), context);
}

export function questionOf({ header, text, footer }: ChoicePart): string {
  return [header, text, footer].filter(Boolean).join('\n');
}

function shortened(text: string): string {
  return `${text.slice(0, MAX_BUBBLE_TITLE - 1).trimEnd()}…`;
}
