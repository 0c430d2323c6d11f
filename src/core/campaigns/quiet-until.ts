import type { CampaignQuietHours } from '../model/campaign.ts';
import { localTimeOf, nextLocalTime } from '../policy/local-time.ts';

/** When quiet hours that hold now end, on the recipient's clock; null: they do not hold, or nobody knows the clock. */
export function quietUntil(
  { from, to, fallbackTimeZone }: CampaignQuietHours,
  timeZone: string | null,
  at: Date,
): Date | null {
  const zone = timeZone ?? fallbackTimeZone;
  const local = zone === null ? null : localTimeOf(at, zone);
  if (zone === null || local === null) return null;
  const isQuiet = from <= to ? from <= local && local < to : local >= from || local < to;
  return isQuiet ? nextLocalTime(at, zone, to) : null;
}
