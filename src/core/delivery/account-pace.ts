import type { ChannelAccountId } from '../model/ids.ts';
import type { RateLimits } from './rate-limits.ts';

/** How much each account may be given, so that nothing is claimed that can not leave. */
export interface AccountPace {
  /** What else may be claimed for the accounts that are not rested; the others may have their channel's burst. */
  shares(): Readonly<Record<ChannelAccountId, number>>;
  /** How long until an account that may have nothing now may have something; null: there is none. */
  nextShareInMs(): number | null;
  /** Counts a message that is claimed and has not left. */
  claimed(accountId: ChannelAccountId): void;
  left(accountId: ChannelAccountId): void;
  /** Nothing of this account leaves for so long; a longer rest stays. */
  rest(accountId: ChannelAccountId, ms: number): void;
  isResting(accountId: ChannelAccountId): boolean;
  /** The platform could not be reached: rest, longer each time in a row, and then try with a single message. */
  stumble(accountId: ChannelAccountId, restMs: (times: number) => number): void;
  /** The platform answered, or the account was changed. */
  recover(accountId: ChannelAccountId): void;
}

interface Stumble {
  readonly restsUntilMs: number;
  /** How often in a row the platform could not be reached. */
  readonly times: number;
}

const UNLIMITED = Number.POSITIVE_INFINITY;

/** @param nowMs  The monotonic clock of the limits. */
export function createAccountPace(
  limits: Pick<RateLimits, 'room' | 'waitMs' | 'accounts'>,
  nowMs: () => number,
): AccountPace {
  const waiting = new Map<ChannelAccountId, number>();
  /** Asked by the platform to be silent until then. */
  const silences = new Map<ChannelAccountId, number>();
  const stumbles = new Map<ChannelAccountId, Stumble>();

  const restOf = (id: ChannelAccountId) =>
    Math.max(0, (silences.get(id) ?? 0) - nowMs(), (stumbles.get(id)?.restsUntilMs ?? 0) - nowMs());
  const roomOf = (id: ChannelAccountId) => {
    if (restOf(id) > 0) return 0;
    return Math.min(stumbles.has(id) ? 1 : UNLIMITED, limits.room(id) ?? UNLIMITED);
  };
  const unrested = () => new Set([...limits.accounts(), ...silences.keys(), ...stumbles.keys()]);

  return {
    shares() {
      for (const [id, untilMs] of silences) if (untilMs <= nowMs()) silences.delete(id);
      const limited = [...unrested()].map((id) => [id, roomOf(id)] as const);
      return Object.fromEntries(
        limited
          .filter(([, room]) => room < UNLIMITED)
          .map(([id, room]) => [id, Math.max(0, room - (waiting.get(id) ?? 0))]),
      );
    },
    nextShareInMs() {
      const exhausted = [...unrested()].filter((id) => roomOf(id) === 0);
      const waits = exhausted.map((id) => Math.max(restOf(id), limits.waitMs(id)));
      return waits.length === 0 ? null : Math.min(...waits);
    },
    claimed(id) {
      waiting.set(id, (waiting.get(id) ?? 0) + 1);
    },
    left(id) {
      const count = (waiting.get(id) ?? 0) - 1;
      if (count > 0) waiting.set(id, count);
      else waiting.delete(id);
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
