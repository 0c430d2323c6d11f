import type { Good } from '../../core/model/declaration.ts';
import type { ConsentTerms, Lane, PromotionTerms } from '../../core/model/rule-terms.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Each term is one object that editions share: a refusal names the edition in which it first stood. */
const STANDARD: Lane = { name: 'standard messaging', withinMs: DAY_MS };
const HUMAN_AGENT: Lane = {
  name: 'human agent',
  withinMs: 7 * DAY_MS,
  authors: ['MEMBER'],
  purposes: ['SERVICE'],
  setting: 'humanAgent',
};
const UPDATE_TAGS: Lane = { name: 'update tags', withinMs: null, purposes: ['TRANSACTIONAL'] };
const NEWS_PAGE: Lane = {
  name: 'registered news page',
  withinMs: null,
  purposes: ['NEWSLETTER'],
  setting: 'registeredNewsPage',
  warning:
    'Whether Facebook still delivers subscription messages of news pages outside 24 hours is not confirmed.',
};

export const LANES_2016: readonly Lane[] = [
  STANDARD,
  { name: 'subscription messaging', withinMs: null, purposes: ['NEWSLETTER'] },
  UPDATE_TAGS,
];
export const LANES_2020_01: readonly Lane[] = [STANDARD, NEWS_PAGE, UPDATE_TAGS];
export const LANES_2020_03: readonly Lane[] = [STANDARD, HUMAN_AGENT, NEWS_PAGE, UPDATE_TAGS];
export const LANES_2026: readonly Lane[] = [STANDARD, HUMAN_AGENT, NEWS_PAGE];

export const NEWS_PAGES_ONLY: readonly PromotionTerms[] = [
  {
    purposes: ['NEWSLETTER'],
    setting: 'registeredNewsPage',
    onlyAsMarketingTemplate: false,
    reason: 'Only pages that Facebook has registered as news pages may send newsletters on Messenger.',
  },
];

export const CONFIRMED: ConsentTerms = { purposes: ['NEWSLETTER', 'MARKETING'], isOwnWord: false };

/** Approved templates are for updates alone; paid marketing messages go another way. */
export const NO_PROMOTION_IN = ['UTILITY', 'MARKETING', 'AUTHENTICATION'] as const;

/** By the commerce policy. */
export const FORBIDDEN: readonly Good[] = [
  'ADULT',
  'ALCOHOL',
  'DRUGS',
  'GAMBLING',
  'MEDICINES',
  'TOBACCO',
  'WEAPONS',
];
