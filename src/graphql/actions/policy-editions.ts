import { GraphQLError } from 'graphql';
import { diffEditions, type EditionsCompared } from '../../core/inbox/diff-editions.ts';
import { houseEditions } from '../../core/policy/house-rules.ts';
import { builder } from '../builder.ts';
import { workspaceViewer } from '../queries.ts';
import { MessageType } from '../types/message.ts';
import { PolicyDecisionType, PolicyEditionType } from '../types/policy.ts';

/** More than anybody reads, few enough for one statement. */
const MOST_DECISIONS = 500;

const DecisionChangeType = builder
  .objectRef<EditionsCompared['changed'][number]>('PolicyDecisionChange')
  .implement({
    description: 'A message about which another edition says something else.',
    fields: (t) => ({
      message: t.expose('message', { type: MessageType, description: 'The message.' }),
      before: t.expose('before', {
        type: PolicyDecisionType,
        description: 'Under the editions of its day, with the facts of today.',
      }),
      after: t.expose('after', {
        type: PolicyDecisionType,
        description: 'As if the other edition had been in force.',
      }),
    }),
  });

const EditionDiffType = builder.objectRef<EditionsCompared>('PolicyEditionDiff').implement({
  description: 'What another edition would have changed.',
  fields: (t) => ({
    decided: t.exposeInt('decided', { description: 'How many decisions were looked at.' }),
    changed: t.field({
      type: [DecisionChangeType],
      description: 'Those that would be others, newest first.',
      resolve: ({ changed }) => [...changed],
    }),
  }),
});

builder.queryFields((t) => ({
  policyEditions: t.field({
    type: [PolicyEditionType],
    description:
      'The dated rules of every installed channel and those that hold on all of them, oldest first.',
    args: { channel: t.arg.string({ description: 'Only of this channel; `*`: those that hold on all.' }) },
    resolve: (_root, { channel }, { services }) =>
      [...services.core.channels.all.flatMap(({ policyEditions }) => policyEditions), ...houseEditions]
        .filter((edition) => channel == null || edition.channel === channel)
        .toSorted((one, other) => one.effectiveFrom.localeCompare(other.effectiveFrom)),
  }),
  policyEditionDiff: t.field({
    type: EditionDiffType,
    description: 'Which of the last decisions of a channel would change under one of its editions.',
    args: {
      edition: t.arg.string({ required: true, description: 'Its name, such as `whatsapp/2019-12-07`.' }),
      last: t.arg.int({ description: `How many decisions: 1 to ${MOST_DECISIONS}. Default: 100.` }),
    },
    resolve: async (_root, { edition, last }, context) => {
      const count = Math.min(MOST_DECISIONS, Math.max(1, last ?? 100));
      const outcome = await diffEditions(context.services.core, workspaceViewer(context), {
        edition,
        last: count,
      });
      if (outcome.kind === 'not-found') {
        throw new GraphQLError('No installed channel has an edition of that name.', {
          extensions: { code: 'NOT_FOUND', path: outcome.path },
        });
      }
      return outcome;
    },
  }),
}));
