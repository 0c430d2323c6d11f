import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelAccountId } from '../model/ids.ts';
import type { Grant, RateLimits, Spending } from './rate-limits.ts';

/**
 * Where messages that are ready stand until their account may send one: dialogue before campaigns, then in the order
 * in which they came. To stand here for a moment costs nothing, to go back into the queue two statements and a claim.
 */
export interface AccountLine {
  /**
   * Resolves when it is this one's turn, or with how long it has to wait where its turn is not near: its own
   * conversation has to rest, or the account for more than a moment.
   */
  take(spending: Spending, isCampaign: boolean): Promise<Grant>;
}

/** Longer waits are for the queue. */
const MOMENT_MS = 1_000;

interface Waiting {
  readonly spending: Spending;
  readonly resolve: (grant: Grant) => void;
  readonly reject: (error: unknown) => void;
}

interface Line {
  readonly dialogue: Waiting[];
  readonly campaigns: Waiting[];
}

export function createAccountLine(limits: Pick<RateLimits, 'take'>): AccountLine {
  const lines = new Map<ChannelAccountId, Line>();

  const serve = async (accountId: ChannelAccountId, line: Line): Promise<void> => {
    for (;;) {
      const queue = line.dialogue.length > 0 ? line.dialogue : line.campaigns;
      const [next] = queue;
      if (next === undefined) {
        lines.delete(accountId);
        return;
      }
      try {
        const grant = await limits.take(next.spending);
        // Whoever comes meanwhile may be dialogue, which goes first.
        if (grant.kind === 'wait' && grant.isAccounts && grant.waitMs <= MOMENT_MS) await sleep(grant.waitMs);
        else {
          queue.shift();
          next.resolve(grant);
        }
      } catch (error) {
        queue.shift();
        next.reject(error);
      }
    }
  };

  return {
    take: (spending, isCampaign) =>
      new Promise((resolve, reject) => {
        const { accountId } = spending;
        const served = lines.get(accountId);
        const line = served ?? { dialogue: [], campaigns: [] };
        (isCampaign ? line.campaigns : line.dialogue).push({ spending, resolve, reject });
        if (served !== undefined) return;
        lines.set(accountId, line);
        void serve(accountId, line);
      }),
  };
}
