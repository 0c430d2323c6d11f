/** Where a reader stands on the way to another channel: exactly one of these, always. */
export const READER_STATES = [
  'IMPORTED',
  'INVITED',
  'OPENED',
  'ARRIVED',
  'CONFIRMED',
  'DECLINED',
  'FAILED',
  'LAPSED',
] as const;
export type ReaderState = (typeof READER_STATES)[number];

export const MIGRATION_STATUSES = ['DRAFT', 'RUNNING', 'PAUSED', 'ENDED'] as const;
export type MigrationStatus = (typeof MIGRATION_STATUSES)[number];

/**
 * How a reader can be invited. `ANSWER`: while the window after their own message is open. `TEMPLATE`: by a text
 * that the platform approved. `POST`: by what the business prints, mails or posts elsewhere.
 */
export const INVITATION_WAYS = ['ANSWER', 'TEMPLATE', 'POST'] as const;
export type InvitationWay = (typeof INVITATION_WAYS)[number];

/** What became of one use of a personal link. The last four brought nobody over. */
export const ARRIVAL_OUTCOMES = [
  'PENDING',
  'CONFIRMED',
  'DECLINED',
  'FOREIGN',
  'USED',
  'EXPIRED',
  'REVOKED',
  'CLOSED',
] as const;
export type ArrivalOutcome = (typeof ARRIVAL_OUTCOMES)[number];

/** What the new identity shows of being the same person, beside having the link. */
export type ArrivalHint = 'NUMBER' | 'NAME' | 'NONE' | 'DIFFERENT';

export const IMPORT_STATUSES = ['QUEUED', 'CHECKING', 'RUNNING', 'DONE', 'FAILED'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** The words of an invitation. `{link}` stands for the personal link, `{name}` for the reader's name. */
export interface InvitationWording {
  /** By language (BCP 47, lower case); `en` or the first one serves readers of other languages. */
  readonly texts: Readonly<Record<string, string>>;
  /** Approved texts, one for a language, for readers whose window has closed. */
  readonly templates: readonly {
    readonly name: string;
    readonly language: string;
    /** What its variables become, with `{link}` and `{name}` in them. */
    readonly variables: Readonly<Record<string, string>>;
  }[];
}

export interface ReminderTerms {
  /** How often a reader may be reminded, at most; 0: never. */
  readonly max: number;
  /** How much time lies between an invitation and a reminder, at the least. */
  readonly intervalMs: number;
}
