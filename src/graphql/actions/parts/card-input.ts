import type { CardPart } from '../../../core/model/part.ts';
import { builder } from '../../builder.ts';
import { ChoiceOptionInput, toOption } from './choice-input.ts';
import { given } from './given.ts';
import { toMediaSource } from './media-input.ts';

const CatalogProductInput = builder.inputType('CatalogProductInput', {
  description: 'An article of a catalogue that the business keeps at a platform.',
  fields: (t) => ({
    catalogId: t.string({ required: true, description: 'The catalogue, as the platform names it.' }),
    productId: t.string({
      required: true,
      description: 'The article, as the platform names it (WhatsApp: its retailer id).',
    }),
  }),
});

const CardInput = builder.inputType('CardInput', {
  description: 'A picture, words and buttons.',
  fields: (t) => ({
    title: t.string({ required: true, description: 'Heading.' }),
    subtitle: t.string({ description: 'Below the heading.' }),
    imageUrl: t.string({ description: 'A picture, by address.' }),
    imageMediaId: t.id({ description: 'A picture, as the upload answered it.' }),
    url: t.string({ description: 'Where a tap leads.' }),
    options: t.field({ type: [ChoiceOptionInput], description: 'Buttons.' }),
    product: t.field({
      type: CatalogProductInput,
      description:
        'Shown as it stands in the catalogue, where the platform has one; elsewhere the card is shown as it is written.',
    }),
  }),
});

export const CardPartInput = builder.inputType('CardPartInput', {
  description: 'One card, or several to swipe through.',
  fields: (t) => ({ cards: t.field({ type: [CardInput], required: true, description: 'In order.' }) }),
});

export function toCardPart({ cards }: typeof CardPartInput.$inferInput): CardPart {
  return {
    type: 'card',
    cards: cards.map(({ title, subtitle, imageUrl, imageMediaId, url, options, product }) => ({
      title,
      ...given({
        subtitle,
        url,
        product,
        image:
          imageUrl == null && imageMediaId == null
            ? null
            : toMediaSource({ url: imageUrl, mediaId: imageMediaId }),
        options: options?.map(toOption),
      }),
    })),
  };
}
