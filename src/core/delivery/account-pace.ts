import type { ChannelAccountId } from '../model/ids.ts';
import type { RateLimits } from './rate-limits.ts';

/** How much each account may be given, so that nothing is claimed that can not leave soon. */
export interface AccountPace {
  /** What else may be claimed for the accounts that are not rested; the others may have what their channel lets a rested one send. */
  shares(): Shares;
  /** How long until an account that may have nothing now may have something; null: there is none. */
  nextShareInMs(): number | null;
  /** Counts a message that is claimed and has not left. */
  claimed(accountId: ChannelAccountId, isCampaign: boolean): void;
  left(accountId: ChannelAccountId, isCampaign: boolean): void;
  /** Nothing of this account leaves for so long; a longer rest stays. */
  rest(accountId: ChannelAccountId, ms: number): void;
  isResting(accountId: ChannelAccountId): boolean;
  /** The platform could not be reached: rest, longer each time in a row, and then try with a single message. */
  stumble(accountId: ChannelAccountId, restMs: (times: number) => number): void;
  /** The platform answered, or the account was changed. */
  recover(accountId: ChannelAccountId): void;
}

export interface Shares {
  /** Campaigns that wait take nothing of it: what is dialogue passes them in the line. */
  readonly byAccount: Readonly<Record<ChannelAccountId, number>>;
  /** Of these, campaigns' messages. */
  readonly campaigns: Readonly<Record<ChannelAccountId, number>>;
}

interface Stumble {
  readonly restsUntilMs: number;
  /** How often in a row the platform could not be reached. */
  readonly times: number;
}

const UNLIMITED = Number.POSITIVE_INFINITY;

/**
 * Messages are claimed so long before they may leave: longer than a claim and the looks before the wire take on a
 * busy machine, so that whoever may send has something to send.
 */
export const AHEAD_MS = 500;

/** @param nowMs  The monotonic clock of the limits. */
export function createAccountPace(
  limits: Pick<RateLimits, 'room' | 'waitMs' | 'accounts'>,
  nowMs: () => number,
): AccountPace {
  const waiting = {
    dialogue: new Map<ChannelAccountId, number>(),
    campaigns: new Map<ChannelAccountId, number>(),
  };
  const waitingOf = (isCampaign: boolean) => (isCampaign ? waiting.campaigns : waiting.dialogue);
  /** Asked by the platform to be silent until then. */
  const silences = new Map<ChannelAccountId, number>();
  const stumbles = new Map<ChannelAccountId, Stumble>();

  const restOf = (id: ChannelAccountId) =>
    Math.max(0, (silences.get(id) ?? 0) - nowMs(), (stumbles.get(id)?.restsUntilMs ?? 0) - nowMs());
  const roomOf = (id: ChannelAccountId) => {
    if (restOf(id) > 0) return 0;
    return Math.min(stumbles.has(id) ? 1 : UNLIMITED, limits.room(id, AHEAD_MS) ?? UNLIMITED);
  };
  const unrested = () => new Set([...limits.accounts(), ...silences.keys(), ...stumbles.keys()]);

  return {
    shares() {
      for (const [id, untilMs] of silences) if (untilMs <= nowMs()) silences.delete(id);
      const byAccount: Record<ChannelAccountId, number> = {};
      const campaigns: Record<ChannelAccountId, number> = {};
      for (const id of unrested()) {
        const room = roomOf(id);
        if (room === UNLIMITED) continue;
        const dialogue = waiting.dialogue.get(id) ?? 0;
        byAccount[id] = Math.max(0, room - dialogue);
        campaigns[id] = Math.max(0, room - dialogue - (waiting.campaigns.get(id) ?? 0));
      }
      return { byAccount, campaigns };
    },
    nextShareInMs() {
      const exhausted = [...unrested()].filter((id) => roomOf(id) === 0);
      const waits = exhausted.map((id) => Math.max(restOf(id), limits.waitMs(id) - AHEAD_MS));
      return waits.length === 0 ? null : Math.min(...waits);
    },
    claimed(id, isCampaign) {
      const counts = waitingOf(isCampaign);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    },
    left(id, isCampaign) {
      const counts = waitingOf(isCampaign);
      const count = (counts.get(id) ?? 0) - 1;
      if (count > 0) counts.set(id, count);
      else counts.delete(id);
    },
    rest(id, ms) {
      silences.set(id, Math.max(silences.get(id) ?? 0, nowMs() + ms));
    },
    isResting: (id) => restOf(id) > 0,
    stumble(id, restMs) {
      // Those that were out together fail together: that is one stumble.
      if (restOf(id) > 0) return;
      const times = (stumbles.get(id)?.times ?? 0) + 1;
      stumbles.set(id, { times, restsUntilMs: nowMs() + restMs(times) });
    },
    recover: (id) => void stumbles.delete(id),
  };
}
