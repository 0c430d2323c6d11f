import type { WebhookAccount } from '../../../src/core/channel/index.ts';

export const PAGE_ID = '402210991827364';

/** A connected account, as parsing knows it. */
export const account: WebhookAccount = {
  externalId: PAGE_ID,
  username: 'baecker',
  settings: {},
  publicCredentials: { pageId: PAGE_ID },
};
