import type { MessageProblem, MessageRefused } from '../../core/inbox/send-message.ts';
import type { UserError } from '../../core/model/result.ts';
import { builder } from '../builder.ts';
import { ErrorCodeEnum } from './enums.ts';
import { PolicyDecisionType } from './policy.ts';

export const UserErrorInterface = builder.interfaceRef<UserError>('UserError').implement({
  description: 'An expected outcome that is not success. Every result union may have these members.',
  resolveType: ({ kind }) => TYPE_NAMES[kind],
  fields: (t) => ({
    code: t.field({
      type: ErrorCodeEnum,
      description: 'Stable, for programs.',
      resolve: ({ kind }) => kind,
    }),
    message: t.exposeString('message', { description: 'For a person: what is wrong and what to do.' }),
    path: t.field({
      type: ['String'],
      description: 'Where in the input: field names and indexes; empty for the input as a whole.',
      resolve: ({ path }) => path.map(String),
    }),
  }),
});

const member = <Kind extends UserError['kind']>(name: string, description: string) =>
  builder.objectRef<Extract<UserError, { kind: Kind }>>(name).implement({
    description,
    interfaces: [UserErrorInterface],
  });

export const ValidationFailedType = member<'validation-failed'>('ValidationFailed', 'The input is wrong.');
export const NotFoundType = member<'not-found'>('NotFound', 'No such thing in this workspace.');
export const ForbiddenType = member<'forbidden'>('Forbidden', 'The role of the caller does not reach.');
export const ConflictType = member<'conflict'>('Conflict', 'It does not fit the present state.');
export const IdempotencyConflictType = member<'idempotency-conflict'>(
  'IdempotencyConflict',
  'The idempotency key was used for another input.',
);
export const ChannelUnavailableType = builder
  .objectRef<Extract<UserError, { kind: 'channel-unavailable' }>>('ChannelUnavailable')
  .implement({
    description: 'The platform could not be asked, or said no.',
    interfaces: [UserErrorInterface],
    fields: (t) => ({
      platformCode: t.exposeString('platformCode', {
        nullable: true,
        description: "The platform's own code; null when it gave none.",
      }),
      isRetryable: t.exposeBoolean('isRetryable', { description: 'Whether the same may work later.' }),
    }),
  });

const MessageProblemType = builder.objectRef<MessageProblem>('MessageProblem').implement({
  description: 'What is wrong with one part of a message.',
  fields: (t) => ({
    path: t.field({
      type: ['String'],
      description: 'Where in the input: field names and indexes.',
      resolve: ({ path }) => path.map(String),
    }),
    message: t.exposeString('message', { description: 'For a person: what is wrong.' }),
  }),
});

export const PolicyRefusedType = builder.objectRef<MessageRefused>('PolicyRefused').implement({
  description: 'Policy does not allow it; nothing was stored.',
  fields: (t) => ({
    decision: t.field({
      type: PolicyDecisionType,
      description: 'Which rule, since when, from which source, and what would make it allowed.',
      resolve: ({ decision }) => decision,
    }),
    problems: t.field({
      type: [MessageProblemType],
      description:
        'Where in the input the objection lies, when it lies in a part: a template that is not filled as it must be.',
      resolve: ({ problems }) => [...(problems ?? [])],
    }),
  }),
});

/** What every verb may answer beside its success. */
export const ERROR_MEMBERS = [
  ValidationFailedType,
  NotFoundType,
  ForbiddenType,
  ConflictType,
  IdempotencyConflictType,
  ChannelUnavailableType,
] as const;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  'validation-failed': 'ValidationFailed',
  'not-found': 'NotFound',
  forbidden: 'Forbidden',
  conflict: 'Conflict',
  'idempotency-conflict': 'IdempotencyConflict',
  'channel-unavailable': 'ChannelUnavailable',
  refused: 'PolicyRefused',
};

/** The member of a result union that an outcome is: an expected error by its kind, else the verb's success. */
export const memberOr =
  (success: string) =>
  (outcome: { readonly kind: string }): string =>
    TYPE_NAMES[outcome.kind] ?? success;
