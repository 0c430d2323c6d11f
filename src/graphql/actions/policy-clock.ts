import { advanceClock, type ClockAdvanced } from '../../core/inbox/advance-clock.ts';
import { builder } from '../builder.ts';
import { workspaceViewer } from '../queries.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';

const AdvanceClockInput = builder.inputType('AdvanceClockInput', {
  description: 'How far the workspace’s time shall move ahead.',
  fields: (t) => ({
    seconds: t.float({
      required: true,
      description: 'More than 0, at most ten years. Time does not go back.',
    }),
  }),
});
const AdvanceClockSuccess = builder.objectRef<ClockAdvanced>('AdvanceClockSuccess').implement({
  description: 'The workspace’s time has moved.',
  fields: (t) => ({
    now: t.expose('now', { type: 'DateTime', description: 'What its clock shows.' }),
  }),
});
const AdvanceClockResult = builder.unionType('AdvanceClockResult', {
  description: 'What became of it.',
  types: [AdvanceClockSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('AdvanceClockSuccess'),
});

builder.mutationField('advanceClock', (t) =>
  t.field({
    type: AdvanceClockResult,
    description:
      'Development only: moves the workspace’s time ahead, to try out windows, quiet hours, expiry and editions. Refused unless the instance was started with CONFAB_MOVABLE_CLOCKS=true. Needs the role ADMIN.',
    args: { input: t.arg({ type: AdvanceClockInput, required: true, description: 'How far.' }) },
    resolve: (_root, { input }, context) =>
      advanceClock(context.services.core, workspaceViewer(context), {
        byMs: Math.round(input.seconds * 1000),
      }),
  }),
);
