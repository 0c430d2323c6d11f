import type { RateCard } from '../../core/model/price.ts';

const HOUR_MS = 60 * 60 * 1000;
const SOURCE = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing';

const TIMES = { windowMs: 24 * HOUR_MS, entryPointMs: 72 * HOUR_MS } as const;
const AFTER_ENTRY_POINT = {
  isEntryPoint: true,
  amountMicros: 0,
  basis:
    'Everything is free for 72 hours after the first answer to somebody who came through an ad or a page.',
} as const;
const FREE_FORM = { content: 'free-form', amountMicros: 0, basis: 'Free-form messages are free.' } as const;

/** The figure is the one that the German trade press quoted in 2019; it differed by country. */
export const CARD_2018: RateCard = {
  ...TIMES,
  name: 'whatsapp/2018-08-01',
  source: 'https://www.whatsapp.com/legal/business-policy',
  currency: 'EUR',
  rates: [
    { content: 'template', amountMicros: 73_300, basis: 'Templates are always charged.' },
    { window: 'open', amountMicros: 0, basis: "Free for 24 hours after the contact's message." },
    { amountMicros: 73_300, basis: "Charged from 24 hours after the contact's message on." },
  ],
};

/** Since then prices stand in no public message; an operator who knows the own country's loads a card. */
export const CARD_2022: RateCard = {
  ...TIMES,
  name: 'whatsapp/2022-02-01',
  source: SOURCE,
  currency: null,
  rates: [
    AFTER_ENTRY_POINT,
    {
      amountMicros: null,
      basis:
        'Each conversation of 24 hours is charged, by country and by who began it; the first 1,000 a month are free.',
    },
  ],
};

export const CARD_2023: RateCard = {
  ...CARD_2022,
  name: 'whatsapp/2023-06-01',
  rates: [
    AFTER_ENTRY_POINT,
    {
      amountMicros: null,
      basis: 'Each conversation of 24 hours is charged, by country and category; the first 1,000 are free.',
    },
  ],
};

export const CARD_2024: RateCard = {
  ...CARD_2022,
  name: 'whatsapp/2024-11-01',
  rates: [
    AFTER_ENTRY_POINT,
    FREE_FORM,
    {
      amountMicros: null,
      basis: 'Each conversation begun by a template is charged, by country and category.',
    },
  ],
};

export const CARD_2025: RateCard = {
  ...TIMES,
  name: 'whatsapp/2025-07-01',
  source: SOURCE,
  currency: null,
  rates: [
    AFTER_ENTRY_POINT,
    FREE_FORM,
    {
      categories: ['UTILITY'],
      window: 'open',
      amountMicros: 0,
      basis: "Utility templates are free for 24 hours after the contact's message.",
    },
    { amountMicros: null, basis: 'Each delivered template is charged, by country and category.' },
  ],
};

export const CARD_2026: RateCard = {
  ...TIMES,
  name: 'whatsapp/2026-10-01',
  source: `${SOURCE}/non-template-messages`,
  currency: null,
  rates: [
    AFTER_ENTRY_POINT,
    {
      content: 'free-form',
      amountMicros: null,
      basis: "Each delivered message is charged at the utility rate of the contact's country.",
    },
    {
      amountMicros: null,
      basis: 'Each delivered template is charged, by country and category; utility also within 24 hours.',
    },
  ],
};
