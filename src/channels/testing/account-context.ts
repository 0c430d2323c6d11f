import type { AccountContext, MediaFile } from '../../core/channel/index.ts';
import { systemClock } from '../../core/model/clock.ts';
import { createGuardedFetch } from '../shared/guarded-fetch.ts';
import { type Subject, settingsOf } from './check.ts';

const fetchFromLoopback = createGuardedFetch({ allowPrivateAddresses: true });

/** One transparent dot. */
const SMALL_IMAGE = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** An account of the fixtures whose platform is at an address of this machine. */
export function contextOf(
  subject: Subject,
  apiBaseUrl: string,
  facts: Partial<AccountContext> = {},
): AccountContext {
  const { fixtures } = subject;
  const signal = facts.signal ?? AbortSignal.timeout(10_000);
  return {
    accountId: '0198f000-0000-7000-8000-0000000000ac',
    credentials: fixtures.credentials,
    settings: settingsOf(subject),
    apiBaseUrl,
    externalId: fixtures.account.externalId,
    fetch: (url, init) => fetchFromLoopback(url, { signal, ...init }),
    openMedia: async (): Promise<MediaFile> => ({
      bytes: SMALL_IMAGE,
      fileName: 'sample.gif',
      mimeType: 'image/gif',
    }),
    clock: systemClock,
    signal,
    ...facts,
  };
}
