import { LRUCache } from 'lru-cache';
import { type ChannelDefinition, publicCredentials } from '../channel/index.ts';
import type { Credentials } from '../model/channel-account.ts';
import type { ChannelAccountId } from '../model/ids.ts';
import {
  findReceivingAccount,
  findSiblingAccount,
  listSiblingAccounts,
  type ReceivingAccountRow,
} from '../store/receiving-accounts.ts';
import type { Core } from './core.ts';

/** An account with its adapter and opened credentials, ready to verify and parse. */
export interface ReceivingAccount extends ReceivingAccountRow {
  readonly adapter: ChannelDefinition;
  readonly credentials: Credentials;
  readonly publicCredentials: Credentials;
}

export interface ReceivingAccounts {
  /** Null: no such account, or none whose adapter is installed. */
  find(id: ChannelAccountId): Promise<ReceivingAccount | null>;
  /** As it is in the store now, unless it was read from there within the last second. */
  findAnew(id: ChannelAccountId): Promise<ReceivingAccount | null>;
  /**
   * The account of the same workspace and channel that the platform knows by this id; else all that the id concerns:
   * the numbers of a business. The account itself is among them.
   */
  findConcerned(account: ReceivingAccount, externalId: string): Promise<readonly ReceivingAccount[]>;
  close(): void;
}

/** So long a change made by another process may go unnoticed when its wake-up was lost. */
const CACHE_MS = 5_000;
const CACHE_SIZE = 10_000;
/** Forged requests must not become questions to the database. */
const FRESH_MS = 1_000;

/** Looks accounts up for every webhook, so it remembers them; news of a workspace make it forget. */
export function createReceivingAccounts(core: Core): ReceivingAccounts {
  const cache = new LRUCache<ChannelAccountId, ReceivingAccount>({ max: CACHE_SIZE, ttl: CACHE_MS });
  /** Under load many ask for the same account in the moment in which it is forgotten: one of them reads it. */
  const reading = new Map<ChannelAccountId, Promise<ReceivingAccount | null>>();
  const stopListening = core.wake.onAccountChanged((id) => {
    cache.delete(id);
    reading.delete(id);
  });

  const complete = async (row: ReceivingAccountRow | null): Promise<ReceivingAccount | null> => {
    const adapter = row === null ? null : core.channels.find(row.channel);
    if (row === null || adapter === null) return null;
    const sealed = await core.vault.open(
      row.workspaceId,
      `channel_accounts:${row.id}`,
      row.sealedCredentials,
    );
    const credentials: Credentials = JSON.parse(sealed);
    return {
      ...row,
      adapter,
      credentials,
      publicCredentials: publicCredentials(adapter.credentialFields, credentials),
    };
  };

  const read = (id: ChannelAccountId): Promise<ReceivingAccount | null> => {
    const underWay = reading.get(id);
    if (underWay !== undefined) return underWay;
    const found = findReceivingAccount(core.db, id)
      .then(complete)
      .then((account) => {
        // What was read before the account changed is not remembered.
        if (account !== null && reading.get(id) === found) cache.set(id, account);
        return account;
      })
      .finally(() => {
        if (reading.get(id) === found) reading.delete(id);
      });
    reading.set(id, found);
    return found;
  };

  return {
    find: async (id) => cache.get(id) ?? read(id),
    async findAnew(id) {
      const isFresh = cache.getRemainingTTL(id) > CACHE_MS - FRESH_MS;
      return (isFresh ? cache.get(id) : undefined) ?? read(id);
    },
    async findConcerned(account, externalId) {
      if (account.externalId === externalId) return [account];
      const sibling = await complete(await findSiblingAccount(core.db, account, externalId));
      if (sibling !== null) return [sibling];
      const { webhook } = account.adapter;
      if (webhook?.concerns === undefined) return [];
      const siblings = await Promise.all((await listSiblingAccounts(core.db, account)).map(complete));
      return [account, ...siblings]
        .filter((one) => one !== null)
        .filter((one) => webhook.concerns?.(externalId, one) === true);
    },
    close: stopListening,
  };
}
