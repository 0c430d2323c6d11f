/** How strict and how patient the simulated Apple is. */
export interface SimulatorSettings {
  /** Waiting before the second, third … delivery of what a webhook did not take; then it is "Not Delivered". */
  readonly retryDelaysMs: readonly number[];
  /** How long a webhook may think. */
  readonly webhookTimeoutMs: number;
  /** How long the address of a file can be used after it was asked for. */
  readonly fileAddressLifetimeMs: number;
  /** How long a large answer can be fetched after it was given. */
  readonly answerLifetimeMs: number;
  /** Whether a message under an id that was taken before is passed over. Not documented, so not the default. */
  readonly dropsRepeatedIds: boolean;
}

/** Apple publishes none of these times; what is here is short enough for a test and long enough for a person. */
export const DEFAULT_SETTINGS: SimulatorSettings = {
  retryDelaysMs: [1_000, 5_000, 30_000],
  webhookTimeoutMs: 30_000,
  fileAddressLifetimeMs: 60_000,
  answerLifetimeMs: 2_000,
  dropsRepeatedIds: false,
};
