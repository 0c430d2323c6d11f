import type { TemplateCategory } from './template-facts.ts';

/**
 * What one message costs at the platform. Amounts are whole millionths of the currency's unit, because cards
 * quote fractions of a cent: 0.0733 EUR is 73,300.
 */
export interface Price {
  /** Null: it is charged, and no card on record says how much. 0: it is free. */
  readonly amountMicros: number | null;
  /** ISO 4217; null where nothing is charged or no amount is known. */
  readonly currency: string | null;
  /** For a person: why it costs this. */
  readonly basis: string;
  /** The card that says so; null: none covers the day. */
  readonly rateCard: string | null;
}

/** A platform's prices from a date; part of the edition, or loaded by an operator for the own contract. */
export interface RateCard {
  readonly name: string;
  readonly source: string;
  /** ISO 4217; null where the card holds no figure. */
  readonly currency: string | null;
  /** How long after the contact's message a rate with `window: 'open'` holds. */
  readonly windowMs: number;
  /** How long after an answered entry point (an ad, a page's button) a rate with `isEntryPoint` holds; 0: none. */
  readonly entryPointMs: number;
  /** The first that fits is charged; none fits: no price is known. */
  readonly rates: readonly Rate[];
}

/** One line of a card. What is absent is not asked. */
export interface Rate {
  readonly content?: 'template' | 'free-form';
  readonly categories?: readonly TemplateCategory[];
  readonly window?: 'open' | 'closed';
  readonly isEntryPoint?: true;
  /** ISO 3166 of the recipient; an unknown country fits no list. */
  readonly countries?: readonly string[];
  readonly amountMicros: number | null;
  readonly basis: string;
}
