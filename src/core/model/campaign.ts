import type { AudienceQuery } from './audience.ts';
import type { DeliveryStatus } from './delivery-status.ts';
import type { AudienceId } from './ids.ts';
import type { Part } from './part.ts';
import type { QuietHours } from './rule-terms.ts';

export const CAMPAIGN_STATUSES = [
  'DRAFT',
  'SCHEDULED',
  'RUNNING',
  'PAUSED',
  'COMPLETED',
  'CANCELED',
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

export const PAUSE_REASONS = ['BY_HAND', 'BUDGET_REACHED', 'VARIABLE_MISSING'] as const;
/** Why a campaign stands still. `VARIABLE_MISSING`: nothing has left, because some recipient lacks a value. */
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** Who gets a campaign; asked when it starts, and fixed from then on. */
export type CampaignAudience =
  /** Whoever has confirmed the campaign's topic. */
  | { readonly kind: 'TOPIC' }
  | { readonly kind: 'SAVED'; readonly audienceId: AudienceId }
  | { readonly kind: 'QUERY'; readonly query: AudienceQuery }
  /** Named one by one, each with variables of their own. */
  | { readonly kind: 'GIVEN' };

/**
 * What is sent, in the words of one channel and language. A text may hold `{{name}}`, `{{name|what to say without}}`
 * and `{{> snippet}}`.
 */
export interface ContentVariant {
  /** Null: for every channel without a variant of its own. */
  readonly channel: string | null;
  /** BCP 47; null: for every language without one. */
  readonly language: string | null;
  readonly parts: readonly Part[];
}

export interface CampaignSchedule {
  /** On the clocks of the time zone: `YYYY-MM-DDTHH:MM`. */
  readonly at: string;
  /** IANA name. */
  readonly timeZone: string;
  /** True: on each recipient's own clock; `timeZone` is for those whose clock nobody knows. */
  readonly isLocal: boolean;
}

/** Beside what policy asks: when recipients of this campaign are left alone, on their own clocks. */
export type CampaignQuietHours = Omit<QuietHours, 'purposes'>;

/** What a campaign may cost in all. Counts what is known to cost something in this currency. */
export interface CampaignBudget {
  readonly currency: string;
  readonly amountMicros: number;
}

export const RECIPIENT_STEPS = ['PENDING', 'HANDED_OVER', 'REFUSED', 'UNREACHABLE', 'CANCELED'] as const;
/** How far the campaign itself has come with a recipient; from `HANDED_OVER` on the message tells. */
export type RecipientStep = (typeof RECIPIENT_STEPS)[number];

/** What became of a recipient: of the campaign's own work, or of the message. */
export type RecipientState = Exclude<RecipientStep, 'HANDED_OVER'> | DeliveryStatus;

export const RECIPIENT_STATES = [
  'PENDING',
  'UNREACHABLE',
  'QUEUED',
  'SENDING',
  'SENT',
  'DELIVERED',
  'READ',
  'FAILED',
  'REFUSED',
  'UNCONFIRMED',
  'CANCELED',
] as const satisfies readonly RecipientState[];
