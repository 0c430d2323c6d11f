import type {
  Card,
  CardPart,
  ChoiceOption,
  ChoicePart,
  ChoiceReplyPart,
  ContactCard,
  ContactCardPart,
  DicePart,
  FormReplyPart,
  LocationPart,
  MediaPart,
  Part,
  PollPart,
  TemplatePart,
  TextPart,
  UnsupportedPart,
} from '../../core/model/part.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ChoiceStyleEnum, MediaKindEnum, MediaStatusEnum } from './enums.ts';
import { MediaType } from './media.ts';

const TextPartType = builder.objectRef<TextPart>('TextPart').implement({
  description: 'Words.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'As written; untrusted, show it as text.' }),
  }),
});

const storedMedia = async ({ source }: MediaPart, { reads }: Context) =>
  source.from === 'store' ? reads.media(source.mediaId) : null;

const MediaPartType = builder.objectRef<MediaPart>('MediaPart').implement({
  description: 'A file: an image, audio, video, document or sticker.',
  fields: (t) => ({
    kind: t.expose('kind', { type: MediaKindEnum, description: 'What it is shown as.' }),
    caption: t.string({
      nullable: true,
      description: 'Words under it.',
      resolve: (part) => part.caption ?? null,
    }),
    fileName: t.string({
      nullable: true,
      description: 'As the sender named it.',
      resolve: (part) => part.fileName ?? null,
    }),
    mimeType: t.string({
      nullable: true,
      description: "Found from the file's bytes once it is stored; as declared before.",
      resolve: async (part, _arguments, context) =>
        (await storedMedia(part, context))?.mimeType ?? part.mimeType ?? null,
    }),
    sizeBytes: t.float({
      nullable: true,
      description: 'In bytes; null while unknown.',
      resolve: async (part, _arguments, context) =>
        (await storedMedia(part, context))?.sizeBytes ?? part.sizeBytes ?? null,
    }),
    durationMs: t.float({
      nullable: true,
      description: 'Of audio and video, in milliseconds.',
      resolve: (part) => part.durationMs ?? null,
    }),
    width: t.int({ nullable: true, description: 'In pixels.', resolve: (part) => part.width ?? null }),
    height: t.int({ nullable: true, description: 'In pixels.', resolve: (part) => part.height ?? null }),
    emoji: t.string({
      nullable: true,
      description: 'What a sticker stands for.',
      resolve: (part) => part.emoji ?? null,
    }),
    status: t.field({
      type: MediaStatusEnum,
      description: 'Where the file is.',
      resolve: async (part, _arguments, context) => (await storedMedia(part, context))?.status ?? 'STORED',
    }),
    media: t.field({
      type: MediaType,
      nullable: true,
      description: 'The stored file; null where the part names an address instead.',
      resolve: (part, _arguments, context) => storedMedia(part, context),
    }),
    url: t.string({
      nullable: true,
      description: 'Serves the file for about an hour, to whoever holds it; null until it is stored.',
      resolve: async (part, _arguments, context) => {
        if (part.source.from === 'url') return part.source.url;
        const file = await storedMedia(part, context);
        return file?.status === 'STORED'
          ? context.services.mediaUrl(context.reads.workspaceId, file.id)
          : null;
      },
    }),
  }),
});

const LocationPartType = builder.objectRef<LocationPart>('LocationPart').implement({
  description: 'A place.',
  fields: (t) => ({
    latitude: t.exposeFloat('latitude', { description: 'Degrees, -90 to 90.' }),
    longitude: t.exposeFloat('longitude', { description: 'Degrees, -180 to 180.' }),
    name: t.string({ nullable: true, description: 'Of the place.', resolve: (part) => part.name ?? null }),
    address: t.string({
      nullable: true,
      description: 'Of the place.',
      resolve: (part) => part.address ?? null,
    }),
    isLive: t.boolean({
      description: 'True while the sender keeps moving the pin.',
      resolve: (part) => part.isLive ?? false,
    }),
  }),
});

const ContactCardType = builder.objectRef<ContactCard>('ContactCard').implement({
  description: 'An entry of an address book.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As shown.' }),
    phones: t.field({ type: ['String'], description: 'As written.', resolve: ({ phones }) => [...phones] }),
    emails: t.field({ type: ['String'], description: 'As written.', resolve: ({ emails }) => [...emails] }),
    organization: t.string({
      nullable: true,
      description: 'Null when not given.',
      resolve: (card) => card.organization ?? null,
    }),
    isSender: t.boolean({
      description: 'True when the sender shared their own card.',
      resolve: (card) => card.isSender ?? false,
    }),
  }),
});

const ContactCardPartType = builder.objectRef<ContactCardPart>('ContactCardPart').implement({
  description: 'Entries of an address book.',
  fields: (t) => ({
    contacts: t.field({
      type: [ContactCardType],
      description: 'One or more.',
      resolve: ({ contacts }) => [...contacts],
    }),
  }),
});

const ChoiceOptionType = builder.objectRef<ChoiceOption>('ChoiceOption').implement({
  description: 'One thing to tap.',
  fields: (t) => ({
    action: t.exposeString('action', { description: 'reply, open-url, share-phone or share-location.' }),
    title: t.exposeString('title', { description: 'What the contact sees.' }),
    payload: t.string({
      nullable: true,
      description: 'Comes back in the reply; null for other actions.',
      resolve: (option) => (option.action === 'reply' ? option.payload : null),
    }),
    url: t.string({
      nullable: true,
      description: 'What open-url opens.',
      resolve: (option) => (option.action === 'open-url' ? option.url : null),
    }),
  }),
});

const ChoicePartType = builder.objectRef<ChoicePart>('ChoicePart').implement({
  description: 'A question with answers to tap.',
  fields: (t) => ({
    style: t.expose('style', { type: ChoiceStyleEnum, description: 'How the options are shown.' }),
    text: t.exposeString('text', { description: 'The question.' }),
    options: t.field({
      type: [ChoiceOptionType],
      description: 'In order.',
      resolve: ({ options }) => [...options],
    }),
  }),
});

const ChoiceReplyPartType = builder.objectRef<ChoiceReplyPart>('ChoiceReplyPart').implement({
  description: 'The contact tapped an option.',
  fields: (t) => ({
    payload: t.exposeString('payload', { description: 'What the platform says was tapped; untrusted.' }),
    title: t.exposeString('title', {
      nullable: true,
      description: 'What the contact saw; null where not told.',
    }),
  }),
});

const CardType = builder.objectRef<Card>('Card').implement({
  description: 'A picture, words and buttons.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'Heading.' }),
    subtitle: t.string({
      nullable: true,
      description: 'Below the heading.',
      resolve: (card) => card.subtitle ?? null,
    }),
    url: t.string({ nullable: true, description: 'Where a tap leads.', resolve: (card) => card.url ?? null }),
    options: t.field({
      type: [ChoiceOptionType],
      description: 'Buttons.',
      resolve: (card) => [...(card.options ?? [])],
    }),
  }),
});

const CardPartType = builder.objectRef<CardPart>('CardPart').implement({
  description: 'One card, or several to swipe through.',
  fields: (t) => ({
    cards: t.field({ type: [CardType], description: 'In order.', resolve: ({ cards }) => [...cards] }),
  }),
});

const TemplatePartType = builder.objectRef<TemplatePart>('TemplatePart').implement({
  description: 'A text that the platform approved, with values.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Of the template.' }),
    language: t.exposeString('language', { description: "The platform's code of its language." }),
  }),
});

const NamedValueType = builder.objectRef<{ name: string; value: string }>('NamedValue').implement({
  description: 'A name and its value.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name.' }),
    value: t.exposeString('value', { description: 'The value, as text.' }),
  }),
});

const FormReplyPartType = builder.objectRef<FormReplyPart>('FormReplyPart').implement({
  description: 'The contact filled in a form.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true, description: 'Of the form, where told.' }),
    values: t.field({
      type: [NamedValueType],
      description: 'What was entered.',
      resolve: ({ values }) => Object.entries(values).map(([name, value]) => ({ name, value })),
    }),
  }),
});

const PollPartType = builder.objectRef<PollPart>('PollPart').implement({
  description: 'A poll.',
  fields: (t) => ({
    question: t.exposeString('question', { description: 'What is asked.' }),
    options: t.field({
      type: ['String'],
      description: 'What can be answered.',
      resolve: ({ options }) => [...options],
    }),
    allowsMultipleAnswers: t.boolean({
      description: 'More than one may be chosen.',
      resolve: (part) => part.allowsMultipleAnswers ?? false,
    }),
  }),
});

const DicePartType = builder.objectRef<DicePart>('DicePart').implement({
  description: 'An emoji that rolls.',
  fields: (t) => ({
    emoji: t.exposeString('emoji', { description: 'Which one.' }),
    value: t.exposeInt('value', { nullable: true, description: 'What it showed; null before.' }),
  }),
});

const UnsupportedPartType = builder.objectRef<UnsupportedPart>('UnsupportedPart').implement({
  description: 'Something that Confab keeps raw and can only name.',
  fields: (t) => ({ label: t.exposeString('label', { description: 'A readable name, such as "a story".' }) }),
});

const TYPES = {
  text: TextPartType,
  media: MediaPartType,
  location: LocationPartType,
  'contact-card': ContactCardPartType,
  choice: ChoicePartType,
  'choice-reply': ChoiceReplyPartType,
  card: CardPartType,
  template: TemplatePartType,
  'form-reply': FormReplyPartType,
  poll: PollPartType,
  dice: DicePartType,
  unsupported: UnsupportedPartType,
} as const satisfies Record<Part['type'], unknown>;

export const PartUnion = builder.unionType('Part', {
  description: 'What messages are made of.',
  types: Object.values(TYPES),
  resolveType: (part) => TYPES[part.type],
});
