import type { PolicyEdition } from 'confab/channel';

/** Friends may be written to at any time, until they block the account. */
export const policyEditions: readonly PolicyEdition[] = [
  {
    name: 'line/2016-09-29',
    channel: 'line',
    effectiveFrom: '2016-09-29',
    title: 'Friends only',
    source: 'https://developers.line.biz/en/docs/messaging-api/sending-messages/',
    rules: ['opted-out', 'customer-first', 'promotional-opt-out'],
  },
];
