import type { ChannelErrorKind, RejectionCause } from '../model/failure.ts';

/** What becomes of a message whose attempt did not succeed. */
export type Disposition =
  /** Back into the queue until the platform takes messages again. */
  | 'wait'
  /** Back into the queue, with backoff, for a day at most. */
  | 'retry'
  | 'fail'
  /** Back into the queue; the account sends nothing until an operator has mended it. */
  | 'pause-account'
  | 'hold';

export const DISPOSITION: Readonly<Record<ChannelErrorKind, Disposition>> = {
  throttled: 'wait',
  unavailable: 'retry',
  rejected: 'fail',
  unauthorized: 'pause-account',
  // The request left us and no answer came back. The contact may already have the message, and a duplicate is
  // worse than a delay, so a receipt of the platform or a person decides.
  indeterminate: 'hold',
};

/** What a refusal teaches about the recipient, beside that this message has failed. */
export type Lesson = 'none' | 'blocked' | 'gone' | 'moved';

export const LESSON: Readonly<Record<RejectionCause, Lesson>> = {
  'opted-out': 'blocked',
  gone: 'gone',
  moved: 'moved',
  // Platforms say this of recipients who never started a chat, too: no reason to give up a contact who may.
  unreachable: 'none',
  'window-closed': 'none',
  'invalid-content': 'none',
  'too-large': 'none',
  'template-problem': 'none',
  'not-permitted': 'none',
  // Remembered with the message itself, where policy looks for it.
  'promotion-held-back': 'none',
  'not-found': 'none',
  'account-restricted': 'none',
  billing: 'none',
  other: 'none',
};
