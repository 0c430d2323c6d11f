import type { TokenBucketLimits } from '../../shared/simulator/token-bucket.ts';

/** How strict and how patient the simulated Messenger is. */
export interface SimulatorSettings {
  /** null: no limits, every message is taken. */
  readonly sendLimits: SendLimits | null;
  /** Waiting before the second, third … delivery to a webhook, the last for all that follow. */
  readonly retryDelaysMs: readonly number[];
  /** How long a webhook may think. */
  readonly webhookTimeoutMs: number;
  /** How long the address of a file that a person sent leads to it. */
  readonly fileLifetimeMs: number;
}

export interface SendLimits {
  readonly messages: TokenBucketLimits;
  /** Audio and video, besides. */
  readonly films: TokenBucketLimits;
}

const SECOND_MS = 1000;
const HOUR_MS = 60 * 60 * SECOND_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Each Page: 300 a second, and 10 with sound or film. */
export const DOCUMENTED_LIMITS: SendLimits = {
  messages: { burst: 300, perSecond: 300 },
  films: { burst: 10, perSecond: 10 },
};

export const DEFAULT_SETTINGS: SimulatorSettings = {
  sendLimits: DOCUMENTED_LIMITS,
  // "Immediately, then with decreasing frequency"; the steps stand nowhere.
  retryDelaysMs: [0, 15 * SECOND_MS, 60 * SECOND_MS, 300 * SECOND_MS, 900 * SECOND_MS, HOUR_MS],
  webhookTimeoutMs: 20 * SECOND_MS,
  fileLifetimeMs: 3 * DAY_MS,
};

/** How long an undelivered event is tried. */
export const RETRY_FOR_MS = 36 * HOUR_MS;
/** Free answers after a person's last action, and those of people with the tag for them. */
export const WINDOW_MS = DAY_MS;
export const HUMAN_WINDOW_MS = 7 * DAY_MS;
export const ATTACHMENT_LIFETIME_MS = 90 * DAY_MS;
/** The Page's own inbox is an app too. */
export const PAGE_INBOX_APP_ID = '263902037430900';
