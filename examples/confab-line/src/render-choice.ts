import type { ChoicePart, OutboundMessage } from 'confab/channel';
import { toAction } from './actions.ts';
import { asText, degraded, numbered, type PartRendering, renderText, shown } from './render-part.ts';

/** "Buttons template": without title and picture. */
const BUTTONS = { maxActions: 4, maxTextLength: 160, maxAltTextLength: 400 };
/** "Quick reply". */
const MAX_QUICK_REPLIES = 13;

/** Buttons that stay, or quick replies above the keyboard; else numbered lines. */
export function renderChoice(part: ChoicePart, options: OutboundMessage['options']): PartRendering {
  const text = [part.header, part.text, part.footer].filter(Boolean).join('\n\n');
  const actions = part.options.map(toAction).filter((action) => action !== null);
  if (actions.length < part.options.length || actions.length === 0 || actions.length > MAX_QUICK_REPLIES) {
    return asText('choice-as-text', [text, ...numbered(part.options.map(({ title }) => title))], options);
  }
  const hidden = part.options.some((option) => option.action === 'reply' && option.description !== undefined);
  const choice = withActions(part, text, actions, options);
  if (!hidden) return choice;
  return degraded({ code: 'other', description: 'LINE shows options without descriptions' }, options, choice);
}

function withActions(
  { style, options: given }: ChoicePart,
  text: string,
  actions: readonly Readonly<Record<string, unknown>>[],
  options: OutboundMessage['options'],
): PartRendering {
  const sharesPlace = given.some(({ action }) => action === 'share-location');
  const fitsButtons =
    actions.length <= BUTTONS.maxActions && text.length <= BUTTONS.maxTextLength && !sharesPlace;
  if (style === 'buttons' && fitsButtons) {
    const altText = text.slice(0, BUTTONS.maxAltTextLength);
    return shown({ type: 'template', altText, template: { type: 'buttons', text, actions } });
  }
  const words = renderText(text, options);
  const items = actions.map((action) => ({ type: 'action', action }));
  const last = words.messages.length - 1;
  const messages = words.messages.map((message, index) =>
    index === last ? { ...message, quickReply: { items } } : message,
  );
  const quickReplies = { ...words, messages };
  if (style === 'quick-replies') return quickReplies;
  const description = 'LINE shows these as quick replies, which vanish after use';
  return degraded({ code: 'other', description }, options, quickReplies);
}
