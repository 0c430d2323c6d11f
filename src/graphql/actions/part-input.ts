import type { Part } from '../../core/model/part.ts';
import { builder } from '../builder.ts';
import { CardPartInput, toCardPart } from './parts/card-input.ts';
import { ChoicePartInput, toChoicePart } from './parts/choice-input.ts';
import { ContactCardPartInput, toContactCardPart } from './parts/contact-card-input.ts';
import { given } from './parts/given.ts';
import { LocationPartInput, toPlace } from './parts/location-input.ts';
import { MediaPartInput, toMediaPart } from './parts/media-input.ts';
import { TemplatePartInput, toTemplatePart } from './parts/template-input.ts';
import { TextPartInput, toTextPart } from './parts/text-input.ts';

const PollPartInput = builder.inputType('PollPartInput', {
  description: 'A poll.',
  fields: (t) => ({
    question: t.string({ required: true, description: 'What is asked.' }),
    options: t.stringList({ required: true, description: 'What can be answered.' }),
    allowsMultipleAnswers: t.boolean({ description: 'Default: false.' }),
  }),
});

const DicePartInput = builder.inputType('DicePartInput', {
  description: 'An emoji that rolls.',
  fields: (t) => ({ emoji: t.string({ required: true, description: 'Which one.' }) }),
});

export const PartInput = builder.inputType('PartInput', {
  description: 'One part of a message: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    text: t.field({ type: TextPartInput, description: 'Words.' }),
    media: t.field({ type: MediaPartInput, description: 'A file.' }),
    location: t.field({ type: LocationPartInput, description: 'A place.' }),
    contactCard: t.field({ type: ContactCardPartInput, description: 'Entries of an address book.' }),
    choice: t.field({ type: ChoicePartInput, description: 'A question with answers to tap.' }),
    card: t.field({ type: CardPartInput, description: 'Cards.' }),
    poll: t.field({ type: PollPartInput, description: 'A poll.' }),
    dice: t.field({ type: DicePartInput, description: 'An emoji that rolls.' }),
    template: t.field({ type: TemplatePartInput, description: 'An approved text.' }),
  }),
});

type PartInputShape = typeof PartInput.$inferInput;

/** The part that an input means. What is wrong with it is for the use case to say. */
export function toPart(input: PartInputShape): Part {
  if (input.text != null) return toTextPart(input.text);
  if (input.media != null) return toMediaPart(input.media);
  if (input.location != null) return { type: 'location', ...toPlace(input.location) };
  if (input.contactCard != null) return toContactCardPart(input.contactCard);
  if (input.choice != null) return toChoicePart(input.choice);
  if (input.card != null) return toCardPart(input.card);
  if (input.template != null) return toTemplatePart(input.template);
  if (input.dice != null) return { type: 'dice', emoji: input.dice.emoji, value: null };
  if (input.poll != null) {
    const { question, options, allowsMultipleAnswers } = input.poll;
    return { type: 'poll', question, options, ...given({ allowsMultipleAnswers }) };
  }
  throw new Error('An input that takes exactly one field had none.');
}
