import type { ChannelAccountId } from '../model/ids.ts';

/**
 * How many messages of campaigns each account may have on their way, from claim to written result. Nobody knows what
 * became of those when the process dies, and a campaign can wait; what is on the wire beside them is dialogue.
 */
export interface CampaignRoom {
  /** What an account may be given that has none on their way. */
  readonly most: number;
  /** What the other accounts may be given. */
  left(): Readonly<Record<ChannelAccountId, number>>;
  claimed(accountId: ChannelAccountId): void;
  settled(accountId: ChannelAccountId): void;
}

export function createCampaignRoom(most: number): CampaignRoom {
  const onTheirWay = new Map<ChannelAccountId, number>();
  const count = (id: ChannelAccountId, by: number) => {
    const sum = (onTheirWay.get(id) ?? 0) + by;
    if (sum > 0) onTheirWay.set(id, sum);
    else onTheirWay.delete(id);
  };
  return {
    most,
    left: () => Object.fromEntries([...onTheirWay].map(([id, out]) => [id, Math.max(0, most - out)])),
    claimed: (id) => count(id, 1),
    settled: (id) => count(id, -1),
  };
}
