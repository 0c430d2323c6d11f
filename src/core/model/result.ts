import type { MemberRole } from './words.ts';

/** Expected outcomes are values. `kind` tells them apart, from the use case up to the schema. */
export interface ValidationFailed {
  readonly kind: 'validation-failed';
  readonly message: string;
  /** Where in the input, as a path of field names and indexes; empty for the input as a whole. */
  readonly path: readonly (string | number)[];
}

/** Absent and foreign look the same: nobody learns that another workspace's id exists. */
export interface NotFound {
  readonly kind: 'not-found';
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** The caller is known, and their role does not reach this far. Says nothing about whether the ids in the input exist. */
export interface Forbidden {
  readonly kind: 'forbidden';
  readonly message: string;
  readonly path: readonly (string | number)[];
  /** The lowest role that may. */
  readonly neededRole: MemberRole;
}

export interface Conflict {
  readonly kind: 'conflict';
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** The same idempotency key came with another input. */
export interface IdempotencyConflict {
  readonly kind: 'idempotency-conflict';
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** The platform could not be asked, or said no to something that is not a message (an edit, a reaction). */
export interface ChannelUnavailable {
  readonly kind: 'channel-unavailable';
  readonly message: string;
  readonly path: readonly (string | number)[];
  /** The platform's own code and words, when it gave any. */
  readonly platformCode: string | null;
  readonly isRetryable: boolean;
}

export type UserError =
  | ValidationFailed
  | NotFound
  | Forbidden
  | Conflict
  | IdempotencyConflict
  | ChannelUnavailable;

type Path = readonly (string | number)[];

export const validationFailed = (message: string, path: Path = []): ValidationFailed => ({
  kind: 'validation-failed',
  message,
  path,
});
export const notFound = (noun: string, path: Path = []): NotFound => ({
  kind: 'not-found',
  message: `No such ${noun} in this workspace.`,
  path,
});
export const forbidden = (neededRole: MemberRole): Forbidden => ({
  kind: 'forbidden',
  message: `This needs the role ${neededRole}${neededRole === 'OWNER' ? '' : ' or a higher one'}.`,
  path: [],
  neededRole,
});
export const conflict = (message: string, path: Path = []): Conflict => ({ kind: 'conflict', message, path });
