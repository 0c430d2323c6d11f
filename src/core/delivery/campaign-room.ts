import type { ChannelAccountId } from '../model/ids.ts';
import type { CampaignWindow } from './campaign-window.ts';

/**
 * How many messages of campaigns each account may have on their way, from claim to written result. Nobody knows what
 * became of those when the process dies, and a campaign can wait; what is on the wire beside them is dialogue.
 */
export interface CampaignRoom {
  /** What an account may be given that has none on their way. */
  readonly most: number;
  /** What the other accounts may be given. */
  left(): Readonly<Record<ChannelAccountId, number>>;
  /** @param perSecond  How many messages the platform lets the account send; null: it does not say. */
  claimed(accountId: ChannelAccountId, perSecond: number | null): void;
  settled(accountId: ChannelAccountId): void;
}

interface OnTheirWay {
  readonly count: number;
  readonly perSecond: number | null;
}

/** A platform's limit is used even where a message takes so long from claim to result. */
const SLOW_S = 0.75;

export function createCampaignRoom(window: CampaignWindow): CampaignRoom {
  const accounts = new Map<ChannelAccountId, OnTheirWay>();
  const roomOf = ({ count, perSecond }: OnTheirWay) => {
    const places = perSecond === null ? window.places() : Math.ceil(perSecond * SLOW_S);
    return Math.max(0, Math.min(window.most, Math.max(window.places(), places)) - count);
  };
  return {
    get most() {
      return window.places();
    },
    left: () => Object.fromEntries([...accounts].map(([id, account]) => [id, roomOf(account)])),
    claimed(id, perSecond) {
      accounts.set(id, { count: (accounts.get(id)?.count ?? 0) + 1, perSecond });
    },
    settled(id) {
      const account = accounts.get(id);
      if (account === undefined) return;
      if (account.count > 1) accounts.set(id, { ...account, count: account.count - 1 });
      else accounts.delete(id);
    },
  };
}
