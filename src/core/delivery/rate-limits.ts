import { LRUCache } from 'lru-cache';
import type { RateLimit } from '../channel/index.ts';
import type { ChannelAccountId } from '../model/ids.ts';
import { RateWindow } from './rate-window.ts';

/** What one request counts against. */
export interface Spending {
  readonly accountId: ChannelAccountId;
  readonly recipientExternalId: string;
  readonly isGroup: boolean;
  readonly limits: readonly RateLimit[];
  /** How many messages the platform counts it as. */
  readonly cost: number;
}

export type Grant =
  /** `answered` is called when the request has an answer, or has failed: from then on its time runs. */
  | { readonly kind: 'granted'; readonly answered: () => void }
  | {
      readonly kind: 'wait';
      readonly waitMs: number;
      /** The account as a whole has to wait so long, not only this recipient. */
      readonly isAccounts: boolean;
    };

/**
 * Keeps requests within the platforms' limits: all that apply, or none. Asynchronous, so that the same promise
 * can be kept across processes by something that they share.
 */
export interface RateLimits {
  take(spending: Spending): Promise<Grant>;
  /** How many messages an account may send from now until `withinMs` later; null: as many as it may after a rest. */
  room(accountId: ChannelAccountId, withinMs: number): number | null;
  /** How long until an account may send one message. */
  waitMs(accountId: ChannelAccountId): number;
  /** The accounts that are not rested. */
  accounts(): readonly ChannelAccountId[];
}

/** Recipients that were not written to for a while are at rest, so forgetting them changes nothing. */
const MAX_RECIPIENTS = 100_000;

/**
 * Limits in this process's memory. Where several processes send for one account, they share them through Redis
 * (`shared-rate-limits`), or stay within them only by the platform's own "too many requests", which is obeyed.
 *
 * @param nowMs   A monotonic clock: a wall clock that jumps would give away what it must not.
 * @param begin   How a limit begins for an account or recipient not seen for a while; absent: rested.
 */
export function createRateLimits(
  nowMs: () => number,
  begin: (limit: RateLimit) => RateWindow = (limit) => new RateWindow(limit, nowMs()),
): RateLimits {
  const byAccount = new Map<ChannelAccountId, readonly RateWindow[]>();
  const byRecipient = new LRUCache<string, readonly RateWindow[]>({ max: MAX_RECIPIENTS });

  const windowsOf = (spending: Spending) => {
    const { accountId, limits, isGroup } = spending;
    const recipientKey = `${accountId} ${spending.recipientExternalId}`;
    const account = byAccount.get(accountId) ?? open(limits.filter(({ scope }) => scope === 'account'));
    const recipient =
      byRecipient.get(recipientKey) ??
      open(limits.filter(({ scope }) => scope === 'conversation' || (scope === 'group' && isGroup)));
    if (account.length > 0) byAccount.set(accountId, account);
    if (recipient.length > 0) byRecipient.set(recipientKey, recipient);
    return { account, recipient };
  };
  const open = (limits: readonly RateLimit[]) => limits.map(begin);

  return {
    async take(spending) {
      const { account, recipient } = windowsOf(spending);
      const windows = [...account, ...recipient];
      const now = nowMs();
      const waitOf = (those: readonly RateWindow[]) =>
        Math.max(0, ...those.map((window) => window.waitMs(now, spending.cost)));
      const waitMs = waitOf(windows);
      if (waitMs > 0) return { kind: 'wait', waitMs, isAccounts: waitMs === waitOf(account) };
      for (const window of windows) window.take(spending.cost);
      return {
        kind: 'granted',
        answered: () => {
          for (const window of windows) window.answered(nowMs(), spending.cost);
        },
      };
    },
    room(accountId, withinMs) {
      const windows = byAccount.get(accountId);
      return windows === undefined
        ? null
        : Math.min(...windows.map((window) => window.room(nowMs(), withinMs)));
    },
    waitMs(accountId) {
      const windows = byAccount.get(accountId) ?? [];
      return Math.max(0, ...windows.map((window) => window.waitMs(nowMs(), 1)));
    },
    accounts() {
      for (const [id, windows] of byAccount) {
        if (windows.every((window) => window.isAtRest(nowMs()))) byAccount.delete(id);
      }
      return [...byAccount.keys()];
    },
  };
}
