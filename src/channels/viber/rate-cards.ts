import type { RateCard } from '../../core/model/price.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const SOURCE = 'https://developers.viber.com/docs/faq/';

/**
 * A session lasts 24 hours. Whether each message of the contact prolongs it is told both ways; it is taken to do
 * so, and the true bill is Viber's.
 */
const SESSION = { windowMs: DAY_MS, entryPointMs: 0, source: SOURCE } as const;
const IN_SESSION = { window: 'open', amountMicros: 0, basis: 'Messages within a session are free.' } as const;

export const CARD_2016: RateCard = {
  ...SESSION,
  name: 'viber/2016-11-01',
  currency: null,
  rates: [{ amountMicros: 0, basis: 'Messages of bots were free.' }],
};

/** Still holds for bots made before 2024-02-05; their operators load it as a card of their own. */
export const CARD_2022: RateCard = {
  ...SESSION,
  name: 'viber/2022-09-01',
  currency: null,
  rates: [
    IN_SESSION,
    {
      amountMicros: null,
      basis:
        'Outside a session the first 10,000 messages of a calendar month are free, and further ones are charged by the country of the number.',
    },
  ],
};

export const CARD_2024: RateCard = {
  ...SESSION,
  name: 'viber/2024-02-05',
  currency: 'EUR',
  rates: [
    IN_SESSION,
    {
      amountMicros: 20_000,
      basis:
        'Outside a session every delivered message is charged by country; resellers quote EUR 0.012 to 0.020, and the upper end is taken. The bot itself costs EUR 100 a month.',
    },
  ],
};
