import { confirmSending, type SendingConfirmed } from '../../core/inbox/confirm-sending.ts';
import { type DeadLetterReplayed, replayDeadLetter } from '../../core/inbox/replay-dead-letter.ts';
import { forbidden } from '../../core/model/result.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { enumOf } from '../types/enums.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';
import { DeadLetterType } from '../types/workspace.ts';

const ReplayDeadLetterInput = builder.inputType('ReplayDeadLetterInput', {
  description: 'What to take in again.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The dead letter.' }) }),
});
const ReplayDeadLetterSuccess = builder.objectRef<DeadLetterReplayed>('ReplayDeadLetterSuccess').implement({
  description: 'It was read again, by what its adapter understands today.',
  fields: (t) => ({
    isUnderstood: t.boolean({
      description: 'False: it still is not, and is kept. What was understood of it is stored.',
      resolve: ({ kind }) => kind === 'replayed',
    }),
    deadLetter: t.expose('deadLetter', { type: DeadLetterType, description: 'As it is now.' }),
  }),
});
const ReplayDeadLetterResult = builder.unionType('ReplayDeadLetterResult', {
  description: 'What became of it.',
  types: [ReplayDeadLetterSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('ReplayDeadLetterSuccess'),
});

const QueuedBeforeEnum = enumOf(
  'QueuedBefore',
  'What becomes of messages that were in the queue when sending was held.',
  ['SEND', 'SET_ASIDE'],
  {
    SEND: 'They are sent: it is certain that none of them was sent before.',
    SET_ASIDE: 'They become UNCONFIRMED, and people decide about each.',
  },
);
const ConfirmSendingInput = builder.inputType('ConfirmSendingInput', {
  description: 'How sending goes on after a restore.',
  fields: (t) => ({
    queuedBefore: t.field({
      type: QueuedBeforeEnum,
      required: true,
      description: 'What to do with the messages of the backup.',
    }),
  }),
});
const ConfirmSendingSuccess = builder.objectRef<SendingConfirmed>('ConfirmSendingSuccess').implement({
  description: 'What is queued is sent.',
  fields: (t) => ({
    setAside: t.exposeInt('setAside', { description: 'How many messages were set aside.' }),
  }),
});
const ConfirmSendingResult = builder.unionType('ConfirmSendingResult', {
  description: 'What became of it.',
  types: [ConfirmSendingSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('ConfirmSendingSuccess'),
});

builder.mutationFields((t) => ({
  replayDeadLetter: t.field({
    type: ReplayDeadLetterResult,
    description: 'Takes a body in that was not understood or could not be stored. Repeating it is harmless.',
    args: { input: t.arg({ type: ReplayDeadLetterInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      replayDeadLetter(context.services.core, workspaceViewer(context), {
        id: decodeId('DeadLetter', input.id),
      }),
  }),
  confirmSending: t.field({
    type: ConfirmSendingResult,
    description:
      'Lets what is queued leave again, after a restore from a backup. For the instance’s admin key only.',
    args: { input: t.arg({ type: ConfirmSendingInput, required: true, description: 'How it goes on.' }) },
    resolve: (_root, { input }, { viewer, services }) =>
      viewer.kind === 'admin' ? confirmSending(services.core, input.queuedBefore) : forbidden('OWNER'),
  }),
}));
