import type { PolicyFacts, PolicyRequest } from '../model/policy.ts';
import type { Price, Rate, RateCard } from '../model/price.ts';

/** What the message would cost; always an answer, if only that nobody knows. */
export function priceOf(card: RateCard | null, request: PolicyRequest, facts: PolicyFacts, at: Date): Price {
  if (card === null) {
    return { amountMicros: null, currency: null, basis: 'No rate card covers this day.', rateCard: null };
  }
  const rate = card.rates.find((candidate) => fits(candidate, card, request, facts, at));
  if (rate === undefined) {
    const basis = 'The rate card has no line for this message.';
    return { amountMicros: null, currency: null, basis, rateCard: card.name };
  }
  const { amountMicros, basis } = rate;
  const currency = amountMicros === null ? null : card.currency;
  return { amountMicros, currency, basis, rateCard: card.name };
}

function fits(
  { content, categories, window, isEntryPoint, countries }: Rate,
  { windowMs, entryPointMs }: RateCard,
  { partTypes }: PolicyRequest,
  { template, lastInboundAt, entryPointAt, country }: PolicyFacts,
  at: Date,
): boolean {
  const isTemplate = partTypes.length > 0 && partTypes.every((type) => type === 'template');
  const category = template?.category ?? null;
  const isWindowOpen = isWithin(lastInboundAt, windowMs, at);
  return (
    (content === undefined || (content === 'template') === isTemplate) &&
    (categories === undefined || (category !== null && categories.includes(category))) &&
    (window === undefined || (window === 'open') === isWindowOpen) &&
    (isEntryPoint === undefined || isWithin(entryPointAt, entryPointMs, at)) &&
    (countries === undefined || (country !== null && countries.includes(country)))
  );
}

const isWithin = (since: Date | null, ms: number, at: Date): boolean =>
  since !== null && at.getTime() < since.getTime() + ms;
