import type { Rate } from '../model/price.ts';
import { forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableJson, storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { newId } from '../store/new-id.ts';
import { deleteRateCard, putRateCard } from '../store/rate-cards.ts';
import type { RateCardRow } from '../store/rows.ts';
import type { Core } from './core.ts';

/** A line for each country and category of WhatsApp, and as many again. */
const MOST_RATES = 2_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;
const CURRENCY = /^[A-Z]{3}$/u;
const COUNTRY = /^[A-Z]{2}$/u;

export interface NewRateCard {
  readonly channel: string;
  readonly name: string;
  /** The contract, or the page that the figures stand on. */
  readonly source: string;
  /** ISO date, UTC. */
  readonly effectiveFrom: string;
  readonly currency: string;
  readonly windowMs: number;
  readonly entryPointMs: number;
  readonly rates: readonly Rate[];
}

export interface RateCardLoaded {
  readonly kind: 'loaded';
  readonly card: RateCardRow;
}

/** Loads the prices of the operator's own contract. From their day on they count in place of the edition's. */
export async function loadRateCard(
  core: Core,
  viewer: WorkspaceViewer,
  card: NewRateCard,
): Promise<RateCardLoaded | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  if (core.channels.find(card.channel) === null) return notFound('channel', ['channel']);
  if (!isDay(card.effectiveFrom)) return validationFailed('A day is YYYY-MM-DD.', ['effectiveFrom']);
  if (!CURRENCY.test(card.currency)) {
    return validationFailed('A currency has three capital letters, such as EUR.', ['currency']);
  }
  if (card.name.trim() === '') return validationFailed('A card needs a name.', ['name']);
  if (card.source.trim() === '') return validationFailed('Say where the figures come from.', ['source']);
  if (card.rates.length === 0 || card.rates.length > MOST_RATES) {
    return validationFailed(`A card has 1 to ${MOST_RATES} lines.`, ['rates']);
  }
  const wrong = card.rates.findIndex(
    ({ countries }) => countries?.some((code) => !COUNTRY.test(code)) === true,
  );
  if (wrong !== -1) {
    return validationFailed('Countries are named by two capital letters, such as DE.', [
      'rates',
      wrong,
      'countries',
    ]);
  }
  const row = await putRateCard(core.db, {
    ...card,
    id: newId(),
    workspaceId: viewer.workspaceId,
    name: storableText(card.name),
    source: storableText(card.source),
    rates: storableJson(card.rates),
    createdAt: core.clock.now(),
  });
  return { kind: 'loaded', card: row };
}

export interface RateCardRemoved {
  readonly kind: 'removed';
}

/** The card before it, or the edition's, counts again. */
export async function removeRateCard(
  core: Core,
  viewer: WorkspaceViewer,
  { channel, effectiveFrom }: Pick<NewRateCard, 'channel' | 'effectiveFrom'>,
): Promise<RateCardRemoved | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  if (!isDay(effectiveFrom)) return validationFailed('A day is YYYY-MM-DD.', ['effectiveFrom']);
  const isGone = await deleteRateCard(core.db, viewer.workspaceId, channel, effectiveFrom);
  return isGone ? { kind: 'removed' } : notFound('rate card', ['effectiveFrom']);
}

function isDay(text: string): boolean {
  const midnight = new Date(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}
