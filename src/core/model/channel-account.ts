/** Values by the names that the adapter declares. */
export type Credentials = Readonly<Record<string, string>>;
export type AccountSettings = Readonly<Record<string, boolean | string | number | null>>;

/** What the last set-up check found, step by step, so that an operator sees which one failed. */
export interface AccountHealth {
  readonly level: 'ok' | 'warning' | 'error' | 'unknown';
  /** ISO instant; null before the first check. */
  readonly checkedAt: string | null;
  readonly steps: readonly HealthStep[];
}

export interface HealthStep {
  /** The platform's method, such as `getMe`. */
  readonly name: string;
  readonly isOk: boolean;
  /** What was found, or what failed and what to do about it; for a person. Never a secret. */
  readonly description: string;
  readonly platformCode: string | null;
}
