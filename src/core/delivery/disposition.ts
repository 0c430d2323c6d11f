import type { ChannelErrorKind } from '../model/failure.ts';

/** What becomes of a message whose attempt did not succeed. */
export type Disposition = 'retry' | 'fail' | 'pause-account' | 'hold';

export const DISPOSITION: Readonly<Record<ChannelErrorKind, Disposition>> = {
  throttled: 'retry',
  unavailable: 'retry',
  rejected: 'fail',
  unauthorized: 'pause-account',
  // The request left us and no answer came back. The customer may already have the message, and a duplicate
  // is worse than a delay, so a platform's receipt or a person decides.
  indeterminate: 'hold',
};
