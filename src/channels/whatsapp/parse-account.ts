import * as z from 'zod';
import type { AccountHealthEvent } from '../../core/channel/index.ts';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { readAccountUpdate } from './parse-account-update.ts';
import { type Fields, Id, optional, Word } from './payload.ts';

export interface Notice {
  readonly level: AccountHealthEvent['level'];
  /** What happened, by WhatsApp's own word. */
  readonly word: string;
  /** For a person. */
  readonly description: string;
}

/** Null: malformed, or of a kind that is new to us. `ignored`: it says nothing about the account's health. */
export type NoticeReader = (value: Fields) => Notice | 'ignored' | null;

/** Fields of a whole account or of one number, by name. They come without `metadata`. */
const READERS: ReadonlyMap<string, NoticeReader> = new Map([
  ['account_alerts', readAlert],
  ['account_review_update', readReview],
  ['account_update', readAccountUpdate],
  ['business_capability_update', readCapabilities],
  ['business_username_update', readUsername],
  ['phone_number_name_update', readName],
  ['phone_number_quality_update', readQuality],
  ['security', readSecurity],
]);

export const ACCOUNT_FIELDS: ReadonlySet<string> = new Set(READERS.keys());

export function readAccountField(field: string, value: Fields): Reading {
  const notice = READERS.get(field)?.(value) ?? null;
  const word = optional(Word).parse(value.event) ?? 'malformed';
  if (notice === null) return notUnderstood(label(field, word));
  if (notice === 'ignored') return ignored(label(field, word));
  const { level, description } = notice;
  return understood([{ kind: 'account-health', level, code: label(field, notice.word), description }]);
}

const Alert = z.object({
  alert_info: z.object({
    alert_severity: optional(Word),
    alert_type: Word,
    alert_description: optional(Word),
  }),
});
const SEVERITY: ReadonlyMap<string, Notice['level']> = new Map([
  ['INFORMATIONAL', 'ok'],
  ['CRITICAL', 'error'],
]);

function readAlert(value: Fields): Notice | null {
  const alert = Alert.safeParse(value);
  if (!alert.success) return null;
  const { alert_severity = '', alert_type, alert_description } = alert.data.alert_info;
  return {
    level: SEVERITY.get(alert_severity) ?? 'warning',
    word: alert_type,
    description: `WhatsApp alerts: ${alert_description ?? alert_type}`,
  };
}

const Decision = z.object({
  decision: Word,
  requested_verified_name: optional(Word),
  rejection_reason: optional(Word),
});

function readReview(value: Fields): Notice | null {
  const review = Decision.safeParse(value);
  if (!review.success) return null;
  const { decision } = review.data;
  return {
    level: decision === 'APPROVED' ? 'ok' : decision === 'REJECTED' ? 'error' : 'warning',
    word: decision,
    description: `Meta's review of the business account: ${decision}.`,
  };
}

function readName(value: Fields): Notice | null {
  const review = Decision.safeParse(value);
  if (!review.success) return null;
  const { decision, requested_verified_name, rejection_reason } = review.data;
  const why = rejection_reason === undefined || rejection_reason === 'NONE' ? '' : ` (${rejection_reason})`;
  return {
    level: decision === 'APPROVED' ? 'ok' : 'warning',
    word: decision,
    description: `The display name "${requested_verified_name ?? '?'}": ${decision}${why}.`,
  };
}

const Quality = z.object({
  event: Word,
  display_phone_number: optional(Word),
  current_limit: optional(Word),
});
const WORSE: ReadonlySet<string> = new Set(['FLAGGED', 'DOWNGRADE']);
const NOT_WORSE: ReadonlySet<string> = new Set(['ONBOARDING', 'UPGRADE', 'UNFLAGGED', 'THROUGHPUT_UPGRADE']);

/** Since October 2025 a flag no longer lowers limits; contacts still block or report more than before. */
function readQuality(value: Fields): Notice | null {
  const quality = Quality.safeParse(value);
  if (!quality.success) return null;
  const { event, display_phone_number, current_limit } = quality.data;
  if (!WORSE.has(event) && !NOT_WORSE.has(event)) return null;
  const limit = current_limit === undefined ? '' : `; its messaging limit is ${current_limit}`;
  return {
    level: WORSE.has(event) ? 'warning' : 'ok',
    word: event,
    description: `The number ${display_phone_number ?? '?'}: ${event}${limit}.`,
  };
}

/** A number, or a word such as `TIER_UNLIMITED`; -1 once meant the same. */
const Limit = optional(Id);
const Capabilities = z.object({
  max_daily_conversations_per_business: Limit,
  max_phone_numbers_per_waba: Limit,
  max_phone_numbers_per_business: Limit,
});

function readCapabilities(value: Fields): Notice | null {
  const capabilities = Capabilities.safeParse(value);
  if (!capabilities.success) return null;
  const { max_daily_conversations_per_business: people, ...numbers } = capabilities.data;
  const count = numbers.max_phone_numbers_per_waba ?? numbers.max_phone_numbers_per_business;
  return {
    level: 'ok',
    word: people ?? 'limits',
    description: `Limits of the business: ${people ?? '?'} people a day outside a conversation, ${count ?? '?'} numbers.`,
  };
}

const Username = z.object({ username: optional(Word), status: Word });

function readUsername(value: Fields): Notice | null {
  const change = Username.safeParse(value);
  if (!change.success) return null;
  const { username, status } = change.data;
  return {
    level: status === 'deleted' ? 'warning' : 'ok',
    word: status,
    description: `The business username "${username ?? '?'}": ${status}.`,
  };
}

const Security = z.object({ event: Word });

function readSecurity(value: Fields): Notice | null {
  const change = Security.safeParse(value);
  if (!change.success) return null;
  const { event } = change.data;
  return {
    level: 'warning',
    word: event,
    description: `The two-step PIN of the number: ${event}. If nobody of yours did that, change it now.`,
  };
}
