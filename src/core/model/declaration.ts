import type { TopicId } from './ids.ts';

/** Kinds of goods that platforms forbid or restrict; what none of them restricts needs no word here. */
export const GOODS = [
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
] as const;
export type Good = (typeof GOODS)[number];

/** What the author says about a message, because nobody can read it off the words for certain. */
export interface Declaration {
  /** The newsletter or kind of notification that it belongs to; null: none. */
  readonly topicId: TopicId | null;
  /** What it offers for sale. */
  readonly goods: readonly Good[];
  /** True: it promotes something beside its purpose, so it is weighed as marketing. */
  readonly containsPromotion: boolean;
}

export const NOTHING_DECLARED: Declaration = { topicId: null, goods: [], containsPromotion: false };
