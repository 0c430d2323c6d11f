import * as fc from 'fast-check';
import type { ConsentAction } from '../../../../src/core/model/consent.ts';
import { GOODS, type Good } from '../../../../src/core/model/declaration.ts';
import { type AuthorKind, PURPOSES, type Purpose } from '../../../../src/core/model/words.ts';
import type { Platform } from './platform.ts';

export const HOUR_MS = 60 * 60 * 1000;
export const DAY_MS = 24 * HOUR_MS;
/** The rules of today are those that the simulators play; answers on WhatsApp have a price from October on. */
export const FIRST_DAY = Date.parse('2026-05-01T00:00:00Z');
export const DAYS = 240;

const SPANS_MS = [
  0,
  HOUR_MS,
  DAY_MS - 1,
  DAY_MS,
  DAY_MS + 1,
  3 * DAY_MS,
  7 * DAY_MS - 1,
  7 * DAY_MS,
  30 * DAY_MS,
];

/** `STOPPED`: they said yes once, and wanted nothing more of the kind later. */
export type Ledger = ConsentAction | 'STOPPED' | null;
const LEDGERS: readonly Ledger[] = [null, 'REQUESTED', 'GRANTED', 'CONFIRMED', 'WITHDRAWN', 'STOPPED'];

/** A situation by numbers, which each platform reads as its own accounts, people and templates. */
export interface Question {
  readonly platform: number;
  readonly account: number;
  /** What the person did. */
  readonly history: number;
  readonly day: number;
  readonly hour: number;
  /** How long ago. */
  readonly sinceMs: number;
  readonly consent: Ledger;
  readonly timeZone: string | null;
  readonly purpose: Purpose;
  readonly author: AuthorKind;
  readonly template: number | null;
  /** Null: as usual for the purpose. */
  readonly isOfTopic: boolean | null;
  readonly goods: readonly Good[];
  readonly containsPromotion: boolean;
  /** How often the very same was sent just before. */
  readonly earlier: number;
  /** What the workspace asks beyond the platform. */
  readonly ownRule: 'extra-consent' | 'budget' | null;
}

/** The first half of the time, and one of all otherwise. */
const often = <Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof(fc.constant(usual), fc.constantFrom(...others));

/** The first nearly always: what would else hide the other rules. */
const mostly = <Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));

export const questionOf = (platforms: number): fc.Arbitrary<Question> =>
  fc.record({
    platform: fc.nat({ max: platforms - 1 }),
    account: fc.nat(),
    history: fc.nat(),
    day: fc.nat({ max: DAYS }),
    hour: fc.nat({ max: 23 }),
    sinceMs: often(HOUR_MS, ...SPANS_MS),
    consent: often<Ledger>('CONFIRMED', ...LEDGERS),
    timeZone: often<string | null>(null, 'Europe/Berlin', 'Pacific/Auckland'),
    purpose: fc.constantFrom(...PURPOSES),
    author: fc.constantFrom('MEMBER', 'BOT', 'AUTOMATION', 'CAMPAIGN'),
    template: fc.option(fc.nat(), { freq: 3 }),
    isOfTopic: often<boolean | null>(null, true, false),
    goods: mostly<readonly Good[]>([], ...GOODS.map((good) => [good])),
    containsPromotion: mostly<boolean>(false, true),
    earlier: mostly<number>(0, 1, 3),
    ownRule: mostly<Question['ownRule']>(null, 'extra-consent', 'budget'),
  });

/** By name what a question tells by number. */
interface Told extends Partial<Omit<Question, 'platform' | 'history' | 'template'>> {
  readonly history?: string;
  readonly template?: string;
}

const NEWS: Told = { purpose: 'NEWSLETTER' };
const OFFER: Told = { ...NEWS, template: 'offer' };

/** One situation for each rule of each channel, so that none goes unasked, however few are drawn. */
const TOLD: Readonly<Record<string, readonly Told[]>> = {
  whatsapp: [
    ...everywhere('wrote', OFFER),
    { history: 'never wrote' },
    { history: 'wrote', sinceMs: DAY_MS },
    { history: 'wrote', goods: ['ALCOHOL'] },
    { history: 'wrote', template: 'paused' },
    { history: 'wrote', template: 'order', purpose: 'MARKETING' },
    { history: 'wrote', account: 1, ...OFFER },
    { history: 'wrote, from the States', ...OFFER },
    { history: 'gets enough marketing', sinceMs: HOUR_MS, ...OFFER },
    { history: 'gets enough marketing', sinceMs: DAY_MS, ...OFFER },
    { history: 'never wrote', template: 'order', purpose: 'TRANSACTIONAL', consent: null },
  ],
  messenger: [
    ...everywhere('wrote', NEWS),
    { history: 'never came' },
    { history: 'wrote', sinceMs: 7 * DAY_MS },
    { history: 'wrote', goods: ['WEAPONS'] },
    { history: 'wrote', template: 'refund' },
    { history: 'wrote', template: 'order', purpose: 'MARKETING' },
    { history: 'wrote', account: 1, ...NEWS },
  ],
  telegram: [
    ...everywhere('started', NEWS),
    { history: 'never came' },
    { history: 'blocked the bot' },
    { history: 'wrote to a business account', sinceMs: DAY_MS },
  ],
  viber: [
    ...everywhere('subscribed', NEWS),
    { history: 'never came' },
    { history: 'unsubscribed' },
    { history: 'subscribed', goods: ['GAMBLING'] },
  ],
  'apple-messages': [
    ...everywhere('wrote', NEWS),
    { history: 'never wrote' },
    { history: 'closed the conversation' },
    { history: 'wrote', purpose: 'TRANSACTIONAL', consent: null },
  ],
};

/** What every channel asks, with a newsletter as it may travel there. */
function everywhere(history: string, news: Told): readonly Told[] {
  return [
    { history },
    { history, ...news },
    { history, ...news, consent: null },
    { history, ...news, consent: 'STOPPED' },
    { history, ...news, earlier: 3 },
    { history, ...news, timeZone: 'Europe/Berlin', hour: 2 },
    { history, ownRule: 'extra-consent' },
    { history, ownRule: 'budget' },
  ];
}

export function ruleByRule(platforms: readonly Platform[]): readonly Question[] {
  return platforms.flatMap(({ channel, histories, templates }, platform) =>
    (TOLD[channel] ?? []).map(
      ({ history, template, ...told }): Question => ({
        platform,
        ...{ account: 0, day: 60, hour: 12, sinceMs: 0, consent: 'CONFIRMED', timeZone: null },
        ...{ purpose: 'SERVICE', author: 'MEMBER', isOfTopic: null, goods: [], containsPromotion: false },
        ...{ earlier: 0, ownRule: null },
        ...told,
        history: placeOf(history ?? '', Object.keys(histories)),
        template:
          template === undefined
            ? null
            : placeOf(
                template,
                templates.map(({ part }) => part.name),
              ),
      }),
    ),
  );
}

function placeOf(name: string, names: readonly string[]): number {
  const place = names.indexOf(name);
  if (place === -1) throw new Error(`There is no "${name}" among ${names.join(', ')}.`);
  return place;
}
