import type { OutboundMessage } from '../../core/channel/index.ts';

/**
 * What a device can show beyond words, files and rich links, which all can. Payments work everywhere too. `APP` is
 * our word: what a device is tells whether it opens apps, and its list does not.
 */
export type Feature = 'QUICK' | 'LIST' | 'TIME' | 'FORM' | 'AUTH2' | 'APP';

/** What devices in use show when nobody told: pickers since 2018 and 2021. A relay may keep the list to itself. */
const USUAL: readonly string[] = ['LIST', 'QUICK', 'TIME'] satisfies readonly Feature[];

/** Asks what the customer's device can show, as it said with its last message. */
export function featuresOf({ deviceFeatures = USUAL }: OutboundMessage['recipient']): ReadonlySet<string> {
  return new Set(deviceFeatures);
}
