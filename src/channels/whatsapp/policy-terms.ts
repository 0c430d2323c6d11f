import type { Good } from '../../core/model/declaration.ts';
import type {
  ConsentTerms,
  HeldBackTerms,
  Lane,
  OptInTerms,
  PausedDestination,
  PromotionTerms,
} from '../../core/model/rule-terms.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Each term is one object that editions share: a refusal names the edition in which it first stood. */
const SERVICE_WINDOW: Lane = { name: 'customer service window', withinMs: DAY_MS };

export const WINDOW: readonly Lane[] = [SERVICE_WINDOW];

/** Until the ban newsletters went out as broadcasts of the app, past every window. */
export const WINDOW_AND_BROADCASTS: readonly Lane[] = [
  SERVICE_WINDOW,
  { name: 'broadcasts, tolerated', withinMs: null, purposes: ['NEWSLETTER', 'MARKETING'] },
];

export const NO_BULK: readonly PromotionTerms[] = [
  {
    purposes: ['NEWSLETTER', 'MARKETING'],
    setting: 'marketingTemplates',
    onlyAsMarketingTemplate: true,
    reason:
      'WhatsApp forbids newsletters and bulk promotion. What is left are approved marketing templates to people who agreed, and this account has not turned them on.',
  },
];

export const CONFIRMED: ConsentTerms = { purposes: ['NEWSLETTER', 'MARKETING'], isOwnWord: false };

/** An opt-in before the first message that the business begins. */
export const OPT_IN: OptInTerms = {
  beforeContact: ['SERVICE', 'TRANSACTIONAL', 'AUTHENTICATION'],
  always: [],
};

export const UNITED_STATES: readonly PausedDestination[] = [
  {
    purposes: ['NEWSLETTER', 'MARKETING'],
    countries: ['US'],
    callingCodes: ['1'],
    reason: 'WhatsApp delivers no marketing templates to numbers of the United States.',
  },
];

/** Error 131049: never at once, not within a day, and longer each time. */
export const REST: HeldBackTerms = {
  purposes: ['NEWSLETTER', 'MARKETING'],
  restMs: [DAY_MS, 2 * DAY_MS, 4 * DAY_MS, 7 * DAY_MS],
};

export const NO_PROMOTION_IN = ['UTILITY', 'AUTHENTICATION'] as const;

/**
 * By the messaging and commerce policies. Since August 2024 some countries allow alcohol, over-the-counter
 * medicines and gambling behind an age gate; which, no webhook and no account field tells, so they stay here.
 */
export const FORBIDDEN: readonly Good[] = [
  'ADULT',
  'ALCOHOL',
  'ANIMALS',
  'BODY_PARTS',
  'COUNTERFEIT',
  'CURRENCY',
  'DATING',
  'DRUGS',
  'ENDANGERED_SPECIES',
  'GAMBLING',
  'HAZARDOUS',
  'LOANS',
  'MEDICINES',
  'MULTI_LEVEL_MARKETING',
  'TOBACCO',
  'WEAPONS',
];
