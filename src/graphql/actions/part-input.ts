import type { ChoiceOption, MediaSource, Part } from '../../core/model/part.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { ChoiceStyleEnum, MediaKindEnum } from '../types/enums.ts';

const TextPartInput = builder.inputType('TextPartInput', {
  description: 'Words.',
  fields: (t) => ({ text: t.string({ required: true, description: 'Plain text.' }) }),
});

const MediaPartInput = builder.inputType('MediaPartInput', {
  description: 'A file, by `url` or by `mediaId` (from `POST /media`).',
  fields: (t) => ({
    kind: t.field({ type: MediaKindEnum, required: true, description: 'What to show it as.' }),
    url: t.string({ description: 'Where the platform, or we, can fetch it.' }),
    mediaId: t.id({ description: 'What the upload answered.' }),
    caption: t.string({ description: 'Words under it.' }),
    fileName: t.string({ description: 'As the contact sees it.' }),
  }),
});

const LocationPartInput = builder.inputType('LocationPartInput', {
  description: 'A place.',
  fields: (t) => ({
    latitude: t.float({ required: true, description: 'Degrees, -90 to 90.' }),
    longitude: t.float({ required: true, description: 'Degrees, -180 to 180.' }),
    name: t.string({ description: 'Of the place.' }),
    address: t.string({ description: 'Of the place.' }),
  }),
});

const ContactCardInput = builder.inputType('ContactCardInput', {
  description: 'An entry of an address book.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'As shown.' }),
    phones: t.stringList({ description: 'Phone numbers.' }),
    emails: t.stringList({ description: 'E-mail addresses.' }),
    organization: t.string({ description: 'Where they work.' }),
  }),
});

const ContactCardPartInput = builder.inputType('ContactCardPartInput', {
  description: 'Entries of an address book.',
  fields: (t) => ({
    contacts: t.field({ type: [ContactCardInput], required: true, description: 'One or more.' }),
  }),
});

const ChoiceOptionInput = builder.inputType('ChoiceOptionInput', {
  description: 'One thing to tap: a reply (`payload`) or a link (`url`), one of the two.',
  fields: (t) => ({
    title: t.string({ required: true, description: 'What the contact sees.' }),
    payload: t.string({ description: 'Comes back when it is tapped.' }),
    url: t.string({ description: 'What it opens.' }),
    description: t.string({ description: 'A second line, where lists show one.' }),
    section: t.string({ description: 'Options with the same section stand together.' }),
  }),
});

const ChoicePartInput = builder.inputType('ChoicePartInput', {
  description: 'A question with answers to tap.',
  fields: (t) => ({
    style: t.field({ type: ChoiceStyleEnum, description: 'Default: BUTTONS.' }),
    text: t.string({ required: true, description: 'The question.' }),
    options: t.field({ type: [ChoiceOptionInput], required: true, description: 'In order.' }),
  }),
});

const CardInput = builder.inputType('CardInput', {
  description: 'A picture, words and buttons.',
  fields: (t) => ({
    title: t.string({ required: true, description: 'Heading.' }),
    subtitle: t.string({ description: 'Below the heading.' }),
    imageUrl: t.string({ description: 'A picture.' }),
    url: t.string({ description: 'Where a tap leads.' }),
    options: t.field({ type: [ChoiceOptionInput], description: 'Buttons.' }),
  }),
});

const CardPartInput = builder.inputType('CardPartInput', {
  description: 'One card, or several to swipe through.',
  fields: (t) => ({ cards: t.field({ type: [CardInput], required: true, description: 'In order.' }) }),
});

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

const VariableInput = builder.inputType('TemplateVariableInput', {
  description: 'A value for a variable.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name, or its position from 1.' }),
    value: t.string({ required: true, description: 'What stands there.' }),
  }),
});

const TemplatePartInput = builder.inputType('TemplatePartInput', {
  description: 'A text that the platform approved.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Of the template.' }),
    language: t.string({ required: true, description: "The platform's code of its language." }),
    variables: t.field({ type: [VariableInput], description: 'Values.' }),
  }),
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
  if (input.text != null) return { type: 'text', text: input.text.text };
  if (input.media != null) {
    const { kind, caption, fileName } = input.media;
    return {
      type: 'media',
      kind,
      source: toSource(input.media),
      ...(caption != null && { caption }),
      ...(fileName != null && { fileName }),
    };
  }
  if (input.location != null) {
    const { latitude, longitude, name, address } = input.location;
    return {
      type: 'location',
      latitude,
      longitude,
      ...(name != null && { name }),
      ...(address != null && { address }),
    };
  }
  if (input.contactCard != null) {
    return {
      type: 'contact-card',
      contacts: input.contactCard.contacts.map(({ name, phones, emails, organization }) => ({
        name,
        phones: phones ?? [],
        emails: emails ?? [],
        ...(organization != null && { organization }),
      })),
    };
  }
  if (input.choice != null) {
    return {
      type: 'choice',
      style: input.choice.style ?? 'buttons',
      text: input.choice.text,
      options: input.choice.options.map(toOption),
    };
  }
  if (input.card != null) {
    return {
      type: 'card',
      cards: input.card.cards.map(({ title, subtitle, imageUrl, url, options }) => ({
        title,
        ...(subtitle != null && { subtitle }),
        ...(imageUrl != null && { image: { from: 'url', url: imageUrl } as const }),
        ...(url != null && { url }),
        ...(options != null && { options: options.map(toOption) }),
      })),
    };
  }
  if (input.poll != null) {
    const { question, options, allowsMultipleAnswers } = input.poll;
    return {
      type: 'poll',
      question,
      options,
      ...(allowsMultipleAnswers != null && { allowsMultipleAnswers }),
    };
  }
  if (input.dice != null) return { type: 'dice', emoji: input.dice.emoji, value: null };
  if (input.template != null) {
    const { name, language, variables } = input.template;
    return {
      type: 'template',
      name,
      language,
      variables: Object.fromEntries((variables ?? []).map((variable) => [variable.name, variable.value])),
    };
  }
  throw new Error('An input that takes exactly one field had none.');
}

function toSource({ url, mediaId }: typeof MediaPartInput.$inferInput): MediaSource {
  return mediaId == null
    ? { from: 'url', url: url ?? '' }
    : { from: 'store', mediaId: decodeId('Media', mediaId) };
}

function toOption({
  title,
  payload,
  url,
  description,
  section,
}: typeof ChoiceOptionInput.$inferInput): ChoiceOption {
  if (url != null) return { action: 'open-url', title, url };
  return {
    action: 'reply',
    title,
    payload: payload ?? title,
    ...(description != null && { description }),
    ...(section != null && { section }),
  };
}
