import type { AccountContext, ChannelRegistry } from '../channel/index.ts';
import type { Wake } from '../events/wake.ts';
import type { AccountSettings } from '../model/channel-account.ts';
import type { Clock } from '../model/clock.ts';
import type { ChannelAccountId, WorkspaceId } from '../model/ids.ts';
import type { Database } from '../store/database.ts';
import type { Media } from '../store/rows.ts';
import type { Vault } from '../store/vault.ts';

/** What every use case stands on. Built once, in `compose`. */
export interface Core {
  readonly db: Database;
  readonly clock: Clock;
  /** Whether a workspace may move its own time ahead: in development alone. */
  readonly movesClocks: boolean;
  readonly channels: ChannelRegistry;
  readonly wake: Wake;
  readonly vault: Vault;
  /** Signs member tokens; derived from the instance's secret for this purpose alone. */
  readonly tokenKey: Uint8Array;
  /** Makes the tokens of personal links; derived likewise. */
  readonly linkKey: Uint8Array;
  /** Where a personal link leads: the landing page behind a token. */
  readonly joinUrl: (token: string) => string;
  readonly log: Log;
  /** Everything an adapter may touch for one account, until `timeoutMs` have passed. */
  readonly openAccount: (account: OpenableAccount, timeoutMs: number) => Promise<AccountContext>;
  /** The public address of this instance without trailing slash; null: none, so accounts poll. */
  readonly publicUrl: string | null;
  /**
   * An address of a stored file for platforms that fetch instead of taking uploads. Nobody can guess it, whoever
   * has it gets the file for as long as we keep it, and it ends in an extension, which some platforms go by.
   * Null: this instance has no public address.
   */
  readonly lastingMediaUrl: ((file: NamedMedia) => Promise<string>) | null;
}

export type NamedMedia = Pick<Media, 'id' | 'workspaceId' | 'mimeType' | 'fileName'>;

export interface OpenableAccount {
  readonly id: ChannelAccountId;
  readonly workspaceId: WorkspaceId;
  readonly channel: string;
  readonly externalId: string | null;
  readonly sealedCredentials: Uint8Array;
  readonly settings: AccountSettings;
  readonly apiBaseUrl: string | null;
}

/** Structured: the sentence is constant, the values are fields. Ids only; never secrets or customers' words. */
export interface Log {
  debug(fields: object, sentence: string): void;
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
  error(fields: object, sentence: string): void;
}
