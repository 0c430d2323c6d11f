import type { Member } from '../store/audience-members.ts';
import type { Campaign } from '../store/rows.ts';
import { instantOf } from './local-instant.ts';

/** When each recipient's turn is: with a local schedule, at that time on their own clock, and `now` otherwise. */
export function createDueTimes(
  { schedule }: Pick<Campaign, 'schedule'>,
  now: Date,
): (member: Pick<Member, 'timeZone'>) => Date {
  if (schedule === null || !schedule.isLocal) return () => now;
  const otherwise = instantOf(schedule.at, schedule.timeZone) ?? now;
  const known = new Map<string | null, Date>();
  return ({ timeZone }) => {
    const due =
      known.get(timeZone) ?? (timeZone === null ? null : instantOf(schedule.at, timeZone)) ?? otherwise;
    known.set(timeZone, due);
    return due;
  };
}
