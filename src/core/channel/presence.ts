import type { AccountContext } from './adapter.ts';

/** Whether contacts have their app open just now, where a platform tells. True for seconds: never stored. */
export interface PresencePort {
  /** The most contacts of one question. */
  readonly maxContacts: number;

  /**
   * Asks once about several contacts.
   *
   * @returns by external id; whoever keeps it to themselves, or is not known, is left out.
   * @throws {ChannelError} when the platform did not answer.
   */
  fetch(externalIds: readonly string[], context: AccountContext): Promise<ReadonlyMap<string, Presence>>;
}

export interface Presence {
  readonly isOnline: boolean;
  /** When they last were; null: they are now, or the platform does not say. */
  readonly lastOnlineAt: Date | null;
}
