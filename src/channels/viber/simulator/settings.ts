/** How strict and how patient the simulated Viber is. */
export interface SimulatorSettings {
  /** Takes http and any address as a webhook and as the address of a file, so that both may be on this machine. */
  readonly isLocal: boolean;
  /** Waiting before the second, third … delivery of a callback; after the last it is forgotten. */
  readonly retryDelaysMs: readonly number[];
  /** How long a webhook may think. */
  readonly webhookTimeoutMs: number;
  /** How many deliveries to one webhook may be under way at once. */
  readonly maxConnections: number;
  /** Messages to one person that they leave unanswered, within an hour; null: any number. */
  readonly maxUnansweredPerHour: number | null;
  /** Broadcast requests of a bot in ten seconds; null: any number. */
  readonly maxBroadcastsPer10s: number | null;
  /** How long the address of a file that a person sent works. */
  readonly mediaLifetimeMs: number;
  /** What phones report by themselves: that a message came, also that it was looked at, or nothing. */
  readonly receipts: 'none' | 'delivered' | 'seen';
}

const MINUTE_MS = 60_000;

export const DEFAULT_SETTINGS: SimulatorSettings = {
  isLocal: true,
  // "Several times for an hour"; when exactly is not told.
  retryDelaysMs: [10_000, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 35 * MINUTE_MS],
  webhookTimeoutMs: 10_000,
  maxConnections: 40,
  maxUnansweredPerHour: 100,
  maxBroadcastsPer10s: 500,
  mediaLifetimeMs: 60 * MINUTE_MS,
  receipts: 'delivered',
};
