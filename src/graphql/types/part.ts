import type {
  Card,
  CardPart,
  CatalogProduct,
  ContactCard,
  ContactCardPart,
  DicePart,
  Formatting,
  LocationPart,
  MediaPart,
  Part,
  PlatformFormKind,
  PollPart,
  TextPart,
  UnsupportedPart,
} from '../../core/model/part.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ChoiceOptionType, ChoicePartType } from './choice.ts';
import { FormattingStyleEnum, MediaKindEnum, MediaStatusEnum } from './enums.ts';
import { MediaType } from './media.ts';
import {
  ChoiceReplyPartType,
  FormReplyPartType,
  PaymentReplyPartType,
  SignInReplyPartType,
} from './reply-part.ts';
import { TemplatePartType } from './template-part.ts';

const FormattingType = builder.objectRef<Formatting>('Formatting').implement({
  description: 'A span of a text that is shown in another way.',
  fields: (t) => ({
    style: t.expose('style', { type: FormattingStyleEnum, description: 'In which way.' }),
    offset: t.exposeInt('offset', { description: 'Where it begins, in UTF-16 units.' }),
    length: t.exposeInt('length', { description: 'How long it is, in UTF-16 units.' }),
    url: t.string({
      nullable: true,
      description: 'Of a link: where it leads; untrusted.',
      resolve: ({ url }) => url ?? null,
    }),
  }),
});

const TextPartType = builder.objectRef<TextPart>('TextPart').implement({
  description: 'Words.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'As written; untrusted, show it as text.' }),
    formatting: t.field({
      type: [FormattingType],
      description: 'Spans that are shown in another way; empty: plain text.',
      resolve: ({ formatting = [] }) => [...formatting],
    }),
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
    captionFormatting: t.field({
      type: [FormattingType],
      description: 'Spans of the caption that are shown in another way.',
      resolve: ({ captionFormatting = [] }) => [...captionFormatting],
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
    firstName: t.string({
      nullable: true,
      description: 'Null when not given.',
      resolve: (card) => card.firstName ?? null,
    }),
    lastName: t.string({
      nullable: true,
      description: 'Null when not given.',
      resolve: (card) => card.lastName ?? null,
    }),
    vcard: t.string({
      nullable: true,
      description: 'The whole entry as the contact’s app wrote it; untrusted. Null when not given.',
      resolve: (card) => card.vcard ?? null,
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

const CatalogProductType = builder.objectRef<CatalogProduct>('CatalogProduct').implement({
  description: 'An article of a catalogue that the business keeps at a platform.',
  fields: (t) => ({
    catalogId: t.exposeString('catalogId', { description: 'The catalogue, as the platform names it.' }),
    productId: t.exposeString('productId', { description: 'The article, as the platform names it.' }),
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
    imageUrl: t.string({
      nullable: true,
      description: 'The picture, where it has a public address; null otherwise.',
      resolve: ({ image }) => (image?.from === 'url' ? image.url : null),
    }),
    options: t.field({
      type: [ChoiceOptionType],
      description: 'Buttons.',
      resolve: (card) => [...(card.options ?? [])],
    }),
    product: t.field({
      type: CatalogProductType,
      nullable: true,
      description: 'The article that platforms with catalogues show instead; null: none.',
      resolve: (card) => card.product ?? null,
    }),
  }),
});

const CardPartType = builder.objectRef<CardPart>('CardPart').implement({
  description: 'One card, or several to swipe through.',
  fields: (t) => ({
    cards: t.field({ type: [CardType], description: 'In order.', resolve: ({ cards }) => [...cards] }),
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
  poll: PollPartType,
  dice: DicePartType,
  unsupported: UnsupportedPartType,
} as const satisfies Record<Exclude<Part['type'], 'form-reply'>, unknown>;

const FORM_REPLIES = {
  form: FormReplyPartType,
  'sign-in': SignInReplyPartType,
  payment: PaymentReplyPartType,
} as const satisfies Record<PlatformFormKind, unknown>;

export const PartUnion = builder.unionType('Part', {
  description: 'What messages are made of.',
  types: [...Object.values(TYPES), ...Object.values(FORM_REPLIES)],
  resolveType: (part) => (part.type === 'form-reply' ? FORM_REPLIES[part.kind ?? 'form'] : TYPES[part.type]),
});
