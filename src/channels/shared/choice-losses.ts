import type { ChoicePart } from '../../core/model/part.ts';
import type { PartLoss } from './part-rendering.ts';

/** What a platform's own choices have beside titles. */
export interface ChoiceExtras {
  readonly showsImages: boolean;
  readonly takesSeveralAnswers: boolean;
}

/** What of a question is lost on a platform whose choices are plainer, whatever becomes of its options. */
export function choiceLosses(
  { options, allowsMultipleAnswers }: Pick<ChoicePart, 'options' | 'allowsMultipleAnswers'>,
  { showsImages, takesSeveralAnswers }: ChoiceExtras,
): readonly PartLoss[] {
  const hasImages = options.some((option) => option.action === 'reply' && option.image !== undefined);
  return [
    ...(hasImages && !showsImages
      ? [{ code: 'other' as const, description: 'The pictures of the options are not shown' }]
      : []),
    ...(allowsMultipleAnswers === true && !takesSeveralAnswers
      ? [{ code: 'other' as const, description: 'Only one option can be chosen at a time' }]
      : []),
  ];
}
