import { problem, shown } from '../shared/part-rendering.ts';
import { capabilities } from './capabilities.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { type FormattedText, MAX_ENTITIES, splitText } from './split-text.ts';

/**
 * Plain text with spans beside it: nothing in the words can be taken for markup. What is too long becomes several
 * messages.
 *
 * @param markup  Stands under the last of them.
 */
export function renderText(
  formatted: FormattedText,
  context: RenderContext,
  markup: Readonly<Record<string, unknown>> = {},
): PartRendering {
  const { maxLength } = capabilities.text;
  const { partIndex } = context;
  // Telegram refuses a message of nothing but white space.
  const pieces = splitText(formatted, maxLength).filter(({ text }) => text.trim() !== '');
  if (pieces.length === 0) return problem('Telegram takes no text without a visible character.', context);
  if (pieces.length > 1 && context.options.overlongText === 'REFUSE') {
    return problem(
      `The text has ${formatted.text.length} characters; Telegram shows at most ${maxLength} in one message.`,
      context,
    );
  }
  const drafts = pieces.map(({ text, entities }, index) =>
    draft(
      'sendMessage',
      { text, ...entitiesField('entities', entities), ...(index === pieces.length - 1 ? markup : {}) },
      partIndex,
    ),
  );
  const isSplit = pieces.length > 1;
  const tooManySpans = pieces.some(({ entities }) => entities.length > MAX_ENTITIES);
  return shown(drafts, [
    ...(isSplit
      ? [{ partIndex, code: 'text-split' as const, description: `Sent as ${pieces.length} messages` }]
      : []),
    ...(tooManySpans
      ? [
          {
            partIndex,
            code: 'formatting-dropped' as const,
            description: `Only the first ${MAX_ENTITIES} formatted spans are shown`,
          },
        ]
      : []),
  ]);
}

export function entitiesField(
  name: 'entities' | 'caption_entities',
  entities: FormattedText['entities'],
): Readonly<Record<string, unknown>> {
  return entities.length === 0 ? {} : { [name]: entities.slice(0, MAX_ENTITIES) };
}

export const plain = (text: string): FormattedText => ({ text, entities: [] });
