/** What an entry of the ledger says happened. */
export const CONSENT_ACTIONS = ['REQUESTED', 'GRANTED', 'CONFIRMED', 'DECLINED', 'WITHDRAWN'] as const;
export type ConsentAction = (typeof CONSENT_ACTIONS)[number];

/** How it came about. */
export const CONSENT_METHODS = [
  'DOUBLE_OPT_IN',
  'WORD',
  'BUTTON',
  'PLATFORM',
  'BLOCK',
  'RECORDED',
  'IMPORT',
] as const;
export type ConsentMethod = (typeof CONSENT_METHODS)[number];

/** On what the processing rests (GDPR, Article 6; existing customers: the exception of national advertising law). */
export const LEGAL_BASES = ['CONSENT', 'CONTRACT', 'LEGITIMATE_INTEREST', 'EXISTING_CUSTOMER'] as const;
export type LegalBasis = (typeof LEGAL_BASES)[number];

/** Where a subscription stands; `EXPIRED`: asked, and not answered in time. */
export const SUBSCRIPTION_STATES = ['REQUESTED', 'GRANTED', 'CONFIRMED', 'WITHDRAWN', 'EXPIRED'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];
